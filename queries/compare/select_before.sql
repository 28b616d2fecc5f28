-- Communes of the territory of the first result.
-- Columns: code, name, persons, GPs, class of zoning, desert.
SELECT insee_com, libelle, population, nb_gp, zonage, desert FROM acces_commune ORDER BY insee_com;
