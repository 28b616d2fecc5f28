-- What a study knows sites of: services of its supply, categories of its facilities.
-- Columns: name.
SELECT DISTINCT service FROM offre WHERE scenario = 'actuel' AND quantite > 0
UNION SELECT DISTINCT categorie FROM etablissement ORDER BY 1;
