-- Facilities of a category for the map: those of the territory.
-- :categorie  category
-- Columns: point, name.
SELECT geom, COALESCE(libelle, code) FROM etablissement WHERE categorie = :categorie AND perimetre = 1 AND geom IS NOT NULL ORDER BY code;
