-- Gauges of both zonings.
-- Columns: side, gauge, persons, percent, least, most, light, what the figure does not know.
SELECT coalesce(j.cote || ' : ' || s.nom, 'Zonage en vigueur') AS cote, CASE j.jauge WHEN 'connu' THEN 'indicateur connu' WHEN 'UD' THEN 'zones sous-dotées (UD)'
  WHEN 'OD' THEN 'zones sur-dotées (OD)' ELSE j.jauge END AS jauge,
  j.population, j.part, j.minimum, j.maximum,
  CASE j.feu WHEN 'vert' THEN 'dans les limites' WHEN 'orange' THEN 'à plus de la moitié du plafond'
    WHEN 'rouge' THEN 'presque au plafond' WHEN 'depasse' THEN 'plafond dépassé'
    WHEN 'insuffisant' THEN 'sous le minimum' END AS feu, j.reserve
FROM zonage_jauge j LEFT JOIN scenario s ON s.cote = j.cote ORDER BY j.cote, j.id;
