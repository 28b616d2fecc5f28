-- Shows the access of the squares of the territory, but of those of fewer than 11 households.
WITH shown AS (
  SELECT l.code, NOT (coalesce(l.menages < 11, l.impute = 1)) AS yes FROM lieu l WHERE l.nature = 'carreau' AND l.perimetre = 1
)
INSERT INTO acces_carreau (geom, code, insee_com, libelle, code_qp, population, menages, apl, t_gp, t_pharma, t_urgence, impute,
  secret)
SELECT l.geom, l.code, l.insee_com, c.libelle, l.code_qp,
  CASE WHEN s.yes THEN l.population END, CASE WHEN s.yes THEN l.menages END, CASE WHEN s.yes THEN a.valeur END,
  CASE WHEN s.yes THEN g.valeur END, CASE WHEN s.yes THEN p.valeur END, CASE WHEN s.yes THEN u.valeur END,
  l.impute, CASE WHEN NOT s.yes THEN 'n.d. (secret)' END
FROM lieu l
JOIN shown s ON s.code = l.code
JOIN commune c ON c.insee_com = l.insee_com
LEFT JOIN acces a ON a.code = l.code AND a.service = 'gp' AND a.mesure = 'apl'
LEFT JOIN acces g ON g.code = l.code AND g.service = 'gp' AND g.mesure = 'temps'
LEFT JOIN acces p ON p.code = l.code AND p.service = 'pharmacy' AND p.mesure = 'temps'
LEFT JOIN acces u ON u.code = l.code AND u.service = 'emergency' AND u.mesure = 'temps'
ORDER BY l.code;
