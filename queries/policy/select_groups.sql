-- People that a policy looks at together, and where they are: everybody, then each EPCI, kind of area, communes with a priority neighbourhood,
-- age, neighbourhood, commune. Rows of a group follow each other.
-- Columns: kind, code, name, persons of the group (NULL unknown), demand point, its weight.
WITH place AS (
  SELECT l.code, l.insee_com, l.population, l.code_qp FROM lieu l WHERE l.perimetre = 1 AND l.nature <> 'centre'
), here AS (
  SELECT a.insee_com, a.libelle, a.espace, a.moins_2000, a.n_qpv > 0 AS qpv, c.siren_epci, c.lib_epci
  FROM acces_commune a JOIN commune c ON c.insee_com = a.insee_com
), shared AS (
  SELECT p.code_qp, p.insee_com, p.part FROM qpv_commune p JOIN here h ON h.insee_com = p.insee_com
), member AS (
  SELECT 0 AS rank, 'territory' AS kind, '' AS code, NULL AS label, p.code AS place, p.population AS weight
  FROM place p
  UNION ALL
  SELECT 1, 'epci', h.siren_epci, h.lib_epci, p.code, p.population FROM place p JOIN here h ON h.insee_com = p.insee_com
  WHERE h.siren_epci IS NOT NULL
  UNION ALL
  SELECT 2, 'area', h.espace, NULL, p.code, p.population FROM place p JOIN here h ON h.insee_com = p.insee_com
  WHERE h.espace IS NOT NULL
  UNION ALL
  SELECT 3, 'size', CASE h.moins_2000 WHEN 1 THEN 'moins_2000' ELSE '2000_et_plus' END, NULL, p.code, p.population
  FROM place p JOIN here h ON h.insee_com = p.insee_com WHERE h.moins_2000 IS NOT NULL
  UNION ALL
  SELECT 4, 'qpv_commune', CASE h.qpv WHEN 1 THEN 'avec_qpv' ELSE 'sans_qpv' END, NULL, p.code, p.population
  FROM place p JOIN here h ON h.insee_com = p.insee_com WHERE EXISTS (SELECT 1 FROM shared)
  UNION ALL
  SELECT 5, 'age', printf('%03d', a.age_min) || CASE WHEN a.age_max IS NULL THEN '+' ELSE '-' || a.age_max END, NULL, p.code,
    a.personnes
  FROM place p JOIN lieu_age a ON a.code = p.code
  UNION ALL
  SELECT 6, 'qpv', p.code_qp, q.libelle, p.code, p.population FROM place p JOIN qpv q ON q.code_qp = p.code_qp
  UNION ALL
  SELECT 6, 'qpv', s.code_qp, q.libelle, s.insee_com, s.part FROM shared s JOIN qpv q ON q.code_qp = s.code_qp
  WHERE s.code_qp NOT IN (SELECT l.code_qp FROM lieu l WHERE l.code_qp IS NOT NULL)
  UNION ALL
  SELECT 7, 'commune', h.insee_com, h.libelle, p.code, p.population FROM place p JOIN here h ON h.insee_com = p.insee_com
)
SELECT m.kind, m.code, m.label,
  CASE m.kind WHEN 'qpv' THEN (SELECT q.population FROM qpv q WHERE q.code_qp = m.code)
    ELSE sum(m.weight) OVER (PARTITION BY m.rank, m.code) END,
  m.place, m.weight
FROM member m ORDER BY m.rank, m.code, m.place;
