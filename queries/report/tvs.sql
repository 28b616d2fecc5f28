-- Life territories, the lowest indicator first.
-- Columns: code, name, nature, communes, persons, region of most, percent there, indicator, percent of the people it is known
-- for, rank, GPs, of 60 and over, frame, class, rule, departure.
SELECT code, libelle, nature, nb_communes, population, region_majoritaire, part_region, apl, part_connue, rang, nb_gp, nb_gp_60, cadre, zonage,
       zonage_regle, ecart
FROM tvs ORDER BY rang IS NULL, rang, code;
