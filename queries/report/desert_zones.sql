-- More of each area.
-- Columns: name, persons, communes, GPs, of 55 and over, of 60 and over, relief, minutes, markers.
SELECT nom, population, nb_communes, nb_gp, nb_gp_55, nb_gp_60, lib_relais, minutes, marqueurs FROM desert_zone ORDER BY population DESC, commune;
