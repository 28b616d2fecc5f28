-- Facilities of a category with a capacity of their own.
-- :categorie  category
-- Columns: code, persons that it can serve.
SELECT code, capacite FROM etablissement WHERE categorie = :categorie AND capacite IS NOT NULL ORDER BY code;
