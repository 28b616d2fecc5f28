-- Populated squares of the communes of the territory, as candidates.
-- Columns: number, commune, its name, x and y (m).
SELECT k.id, k.insee_com, c.libelle, k.x, k.y
FROM carreau k JOIN commune c ON c.insee_com = k.insee_com
WHERE c.perimetre AND k.population > 0
ORDER BY k.id;
