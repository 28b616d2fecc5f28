-- A measure for the people of a group, by commune of the territory and by neighbourhood: means as in acces_groupe.
-- :groupe   group; autres: who is in none; ensemble: everybody
-- :service  service of the measure
-- :mesure   its name, without that of the group
-- Columns: commune | qpv, code, name, persons of the group (NULL unknown), mean (NULL: unknown, or no trip from somewhere), its lower bound
-- where places without a trip count at the longest one searched for, whether there is a trip from nowhere in the place.
WITH weighed (maille, place, code, mesuree, insee_com, personnes) AS (
  SELECT 'commune', c.insee_com, coalesce(l.code, c.insee_com), c.insee_com, c.insee_com, coalesce(l.population, 1.0)
  FROM commune c LEFT JOIN lieu l ON l.insee_com = c.insee_com AND l.code <> c.insee_com AND l.population > 0 WHERE c.perimetre = 1
  UNION ALL
  SELECT 'qpv', l.code_qp, l.code, l.code, l.insee_com, l.population FROM lieu l WHERE l.code_qp IS NOT NULL AND l.population > 0
  UNION ALL
  SELECT 'qpv', q.code_qp, q.insee_com, q.insee_com, q.insee_com, q.part FROM qpv_commune q
  WHERE q.part > 0 AND q.code_qp NOT IN (SELECT l.code_qp FROM lieu l WHERE l.code_qp IS NOT NULL)
), share AS (
  SELECT insee_com, max(CASE WHEN groupe = :groupe THEN au_moins END) AS au_moins,
    CASE :groupe WHEN 'ensemble' THEN 1.0 WHEN 'autres' THEN max(0.0, 1 - sum(part)) ELSE max(CASE WHEN groupe = :groupe THEN part END) END AS part
  FROM groupe_part GROUP BY insee_com
), seen AS (
  SELECT w.maille, w.place, w.personnes, w.personnes * max(s.part, 1e-9) AS own, s.part, a.valeur, s.au_moins,
    coalesce(a.valeur, CASE WHEN :mesure = 'temps' THEN s.au_moins END) AS least
  FROM weighed w JOIN share s ON s.insee_com = w.insee_com
  JOIN acces a ON a.code = CASE WHEN :mesure = 'temps' THEN w.code ELSE w.mesuree END AND a.service = :service AND a.mesure = :mesure || '_' || :groupe
), mean AS (
  SELECT maille, place, CASE WHEN min(part) = max(part) THEN part ELSE sum(personnes * part) / sum(personnes) END AS part,
    CASE WHEN :mesure <> 'temps' OR count(valeur) = count(*) THEN sum(own * valeur) / sum(CASE WHEN valeur IS NOT NULL THEN own END) END AS valeur,
    CASE WHEN count(least) = count(*) THEN sum(own * least) / sum(own) END AS least,
    :mesure = 'temps' AND count(valeur) = 0 AND count(least) = count(*) AS nowhere
  FROM seen GROUP BY maille, place
)
SELECT m.maille, m.place, c.libelle, m.part * c.population, m.valeur, m.least, m.nowhere
FROM mean m JOIN commune c ON m.maille = 'commune' AND c.insee_com = m.place
UNION ALL
SELECT m.maille, m.place, q.libelle, m.part * q.population, m.valeur, m.least, m.nowhere FROM mean m JOIN qpv q ON m.maille = 'qpv' AND q.code_qp = m.place
WHERE EXISTS (SELECT 1 FROM qpv_commune p JOIN acces_commune c ON c.insee_com = p.insee_com WHERE p.code_qp = q.code_qp)
ORDER BY 1, 2;
