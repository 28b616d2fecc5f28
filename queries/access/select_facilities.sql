-- Facilities of a category, by code.
-- :categorie  category
-- Columns: code, name, x and y (m), commune, 1 when only its commune is known, opening hours (NULL: not given).
SELECT e.code, coalesce(e.libelle, e.code), ST_X(e.geom), ST_Y(e.geom), e.insee_com, e.precision = 'commune', e.horaires
FROM etablissement e WHERE e.categorie = :categorie ORDER BY e.code;
