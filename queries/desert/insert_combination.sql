-- Writes the people of a combination of criteria.
-- :combinaison  bits of the criteria
-- :libelle      in words
-- :nb_communes  communes, or NULL where a criterion of the combination is unknown
-- :population   persons, likewise
-- :part         percent of all, likewise
INSERT INTO desert_combinaison (combinaison, libelle, nb_communes, population, part)
VALUES (:combinaison, :libelle, :nb_communes, :population, :part);
