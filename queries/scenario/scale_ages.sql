-- Multiplies the people of a commune by age.
-- :insee_com  commune
-- :facteur    factor
UPDATE lieu_age SET personnes = personnes * :facteur, femmes = femmes * :facteur
WHERE code IN (SELECT code FROM lieu WHERE insee_com = :insee_com);
