-- Counts the assignments of squares whose figures are not shown: report/affectation.
INSERT INTO secret (nom, colonnes, motif, nombre, lignes, imputes)
SELECT 'affectation', 'population, minutes, avant, apl, apl_avant', 'moins de 11 ménages (ou carreau imputé, ménages inconnus)',
  sum(coalesce(l.menages < 11, l.impute = 1)), count(*), coalesce(sum(l.impute), 0)
FROM affectation f JOIN lieu l ON l.code = f.code AND l.nature = 'carreau'
HAVING count(*) > 0;
