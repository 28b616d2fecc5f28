-- Closes facilities of a category: one, or all those of a commune.
-- :categorie  category
-- :code       identifier of the facility, or NULL
-- :insee_com  commune they stand in, or NULL
DELETE FROM etablissement WHERE categorie = :categorie AND (code = :code OR insee_com = :insee_com);
