-- Share of communes and people that each kind of perimeter (CPTS, CLS, CRT ...) covers; a commune in two is covered once.
-- Columns: kind, perimeters, communes covered, percent, persons covered, percent, communes left out.
WITH all_of AS (SELECT count(*) AS n, sum(coalesce(population, 0)) AS p FROM commune WHERE perimetre = 1),
covered AS (
  SELECT k.kind, k.insee_com, coalesce(c.population, 0) AS p FROM (SELECT DISTINCT kind, insee_com FROM appartenance) k
  JOIN commune c ON c.insee_com = k.insee_com WHERE c.perimetre = 1)
SELECT v.kind, (SELECT count(DISTINCT m.code) FROM appartenance m JOIN commune c ON c.insee_com = m.insee_com
                WHERE m.kind = v.kind AND c.perimetre = 1) AS perimetres,
       count(*) AS communes, 100.0 * count(*) / a.n AS part_communes, sum(v.p) AS population, 100.0 * sum(v.p) / a.p AS part_population,
       a.n - count(*) AS manquantes
FROM covered v, all_of a GROUP BY v.kind ORDER BY v.kind;
