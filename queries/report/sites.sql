-- Proposed sites of every siting request, in their order.
-- Columns: request, model, rank, code and name of the commune, persons brought within `minutes`, minutes.
SELECT nom, modele, rang, insee_com, COALESCE(libelle, insee_com) AS libelle, personnes, minutes
FROM site
ORDER BY nom, rang;
