-- Writes the people of a class.
-- :zonage       ZIP, ZAC, ZAR, ZV, HZ or inconnu
-- :population   persons
-- :part         percent of the people of the territory
-- :nb_communes  communes of that class
INSERT INTO jauge (zonage, population, part, nb_communes) VALUES (:zonage, :population, :part, :nb_communes);
