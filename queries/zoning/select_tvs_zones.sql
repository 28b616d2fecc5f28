-- Territories zoned by name.
-- Columns: code, name, class, national frame.
SELECT code, libelle, zonage, cadre FROM zonage WHERE maille = 'tvs' ORDER BY code;
