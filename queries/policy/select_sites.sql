-- Facilities of a category, by code.
-- :categorie  category
-- Columns: code, name, x and y (m), commune, 1 in the territory, 1 when it stands at the centre of its commune, opening hours.
SELECT e.code, coalesce(e.libelle, e.code), ST_X(e.geom), ST_Y(e.geom), e.insee_com, e.perimetre, e.precision = 'commune', e.horaires
FROM etablissement e WHERE e.categorie = :categorie AND e.geom IS NOT NULL ORDER BY e.code;
