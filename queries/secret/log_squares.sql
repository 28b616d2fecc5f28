-- Counts the squares shown without figures.
INSERT INTO secret (nom, colonnes, motif, nombre, lignes, imputes)
SELECT 'acces_carreau', 'population, menages, apl, t_gp, t_pharma, t_urgence',
  'moins de 11 ménages (ou carreau imputé, ménages inconnus)', count(secret), count(*), coalesce(sum(impute), 0)
FROM acces_carreau HAVING count(*) > 0;
