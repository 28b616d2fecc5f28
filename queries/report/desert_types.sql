-- People by kind of place, and those in a desert.
-- Columns: typology, class, communes, persons, in a desert, percent.
SELECT typologie, classe, nb_communes, population, en_desert, part FROM desert_typologie ORDER BY id;
