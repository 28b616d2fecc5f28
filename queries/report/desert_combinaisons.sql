-- People by combination of the criteria.
-- Columns: combination, communes, persons, percent.
SELECT libelle, nb_communes, population, part FROM desert_combinaison ORDER BY combinaison;
