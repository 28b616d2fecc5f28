-- Writes the people of a combination of criteria.
-- :combinaison  bits of the criteria
-- :libelle      in words
-- :nb_communes  communes
-- :population   persons
-- :part         percent of all
INSERT INTO desert_combinaison (combinaison, libelle, nb_communes, population, part)
VALUES (:combinaison, :libelle, :nb_communes, :population, :part);
