-- Contiguous areas of communes under the APL threshold, the most populated first.
-- Columns: name, space, communes, persons, persons of communes under 2,000 inhabitants, mean APL that is judged, mean of the computed
-- APL, means of the APL published for doctors of all ages and of 65 and under (last vintage), consultations a
-- year missing, INSEE codes, outline approximate (oui) or not (empty). Means are by standardised persons.
WITH moyennes AS (
  SELECT d.zone, sum(a.apl * a.pop_std) / sum(CASE WHEN a.apl IS NOT NULL THEN a.pop_std END) AS apl,
         sum(p.apl * a.pop_std) / sum(CASE WHEN p.apl IS NOT NULL THEN a.pop_std END) AS publie,
         sum(p.apl_65 * a.pop_std) / sum(CASE WHEN p.apl_65 IS NOT NULL THEN a.pop_std END) AS publie_65
  FROM desert_commune d JOIN acces_commune a ON a.insee_com = d.insee_com
  LEFT JOIN apl_publiee p ON p.insee_com = d.insee_com AND p.service = 'gp'
    AND p.millesime = (SELECT max(millesime) FROM apl_publiee WHERE service = 'gp')
  GROUP BY d.zone)
SELECT d.nom, d.espace, d.nb_communes, d.population, d.pop_moins_2000, d.apl,
       m.apl AS apl_calcule, m.publie AS apl_publie, m.publie_65 AS apl_publie_65,
       d.manque, d.communes,
       CASE d.approx WHEN 1 THEN 'oui' END AS approx
FROM desert d
LEFT JOIN desert_commune first ON first.insee_com = substr(d.communes, 1, instr(d.communes || ' ', ' ') - 1)
LEFT JOIN moyennes m ON m.zone = first.zone
ORDER BY d.population DESC, d.nom;
