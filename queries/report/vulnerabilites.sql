-- Vulnerability of communes, the most fragile first.
-- Columns: code, name, persons, score, rank, figures known, in a desert.
SELECT insee_com, libelle, population, score, rang, connus, CASE en_desert WHEN 1 THEN 'oui' END AS en_desert
FROM vulnerabilite ORDER BY rang IS NULL, rang, insee_com;
