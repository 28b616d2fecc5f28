-- Conventions behind the access of a study: travel and access, as recorded.
-- Columns: stage, name, value, unit, origin.
SELECT etape, nom, valeur, unite, origine FROM parametre WHERE etape IN ('access', 'travel') ORDER BY etape DESC, id;
