-- Forgets the parameters of a stage that is about to run again.
-- :etape  stage
DELETE FROM parametre WHERE etape = :etape;
