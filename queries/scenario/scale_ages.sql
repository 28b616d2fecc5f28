-- Multiplies the people of a commune by age. The range is that of scale_people.
-- :insee_com  commune, or NULL: everywhere
-- :facteur    factor
UPDATE lieu_age SET personnes = personnes * :facteur, femmes = femmes * :facteur
WHERE code BETWEEN coalesce(:insee_com, '') AND coalesce(:insee_com, x'');
