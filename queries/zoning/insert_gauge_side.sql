-- Writes a gauge of one of the zonings compared.
-- :cote        A or B
-- :jauge       class, or marge
-- :population  persons
-- :part        percent
-- :minimum     percent, or NULL
-- :maximum     percent, or NULL
-- :feu         vert, orange, rouge, depasse or insuffisant, or NULL
-- :reserve     what the figure does not know, or NULL
INSERT INTO zonage_jauge (cote, jauge, population, part, minimum, maximum, feu, reserve)
VALUES (:cote, :jauge, :population, :part, :minimum, :maximum, :feu, :reserve);
