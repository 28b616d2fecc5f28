-- Forgets how long a stage took.
-- :etape  stage
DELETE FROM duree WHERE etape = :etape;
