-- Multiplies the people of a commune by age.
-- :insee_com  commune, or NULL: everywhere
-- :facteur    factor
UPDATE lieu_age SET personnes = personnes * :facteur, femmes = femmes * :facteur
WHERE :insee_com IS NULL OR code = :insee_com;
