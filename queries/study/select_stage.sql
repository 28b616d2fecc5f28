-- Summary of a stage done with a given fingerprint; no row when it must be redone.
-- :nom        stage
-- :empreinte  fingerprint of its inputs and parameters
-- Columns: resume.
SELECT resume FROM etape WHERE nom = :nom AND empreinte = :empreinte;
