-- Where the names of the life territories stand on the map: the commune of each with most people in the study's territory.
-- Columns: outline of the commune, name of the territory; those of most people first.
SELECT geom, libelle FROM (
  SELECT a.geom, t.libelle, t.population, t.code,
         row_number() OVER (PARTITION BY t.code ORDER BY coalesce(c.population, 0) DESC, c.insee_com) AS place
  FROM tvs t JOIN commune c ON coalesce(c.tvs, c.insee_com) = t.code JOIN acces_commune a ON a.insee_com = c.insee_com
  WHERE a.geom IS NOT NULL AND c.perimetre = 1 AND t.libelle IS NOT NULL)
WHERE place = 1 ORDER BY population DESC, code;
