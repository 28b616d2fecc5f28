-- Communes that now see a better-aided one.
-- Columns: code, name, class, neighbour, its name, its class, minutes, persons, GPs.
SELECT insee_com, libelle, classe, voisine, lib_voisine, classe_voisine, minutes, population, nb_gp
FROM zonage_voisin ORDER BY nb_gp DESC, insee_com;
