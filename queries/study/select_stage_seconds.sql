-- How long a stage took the last time it was done; no row when it never was.
-- :nom        stage
-- Columns: secondes.
SELECT secondes FROM duree WHERE etape = :nom AND objet = '';
