-- Life territories, the lowest indicator first.
-- Columns: code, name, nature, communes, persons, region of most, percent there, indicator, percent of the people it is known
-- for, rank, GPs, of 60 and over, frame and class (inconnu where they are), rule, departure, zone of exchange.
SELECT code, libelle, nature, nb_communes, population, region_majoritaire, part_region, apl, part_connue, rang, nb_gp, nb_gp_60, 
       CASE WHEN cadre IS NULL AND part_connue < 95 THEN 'inconnu' ELSE cadre END AS cadre,
       coalesce(zonage, (SELECT 'inconnu' WHERE EXISTS (SELECT 1 FROM jauge))) AS zonage,
       zonage_regle, ecart, echange
FROM tvs ORDER BY rang IS NULL, rang, code;
