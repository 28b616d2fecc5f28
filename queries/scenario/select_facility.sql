-- Facilities of a category that bear a code, or that stand in a commune.
-- :categorie  category
-- :code       identifier, or NULL
-- :insee_com  commune, or NULL
-- Columns: identifier, name, commune, opening hours, capacity.
SELECT code, libelle, insee_com, horaires, capacite FROM etablissement
WHERE categorie = :categorie AND (code = :code OR insee_com = :insee_com) ORDER BY code;
