-- Communes of the territory for the map.
-- Columns: outline, code, name, APL (consultations a year and standardised inhabitant), persons.
SELECT c.geom, c.insee_com, COALESCE(c.libelle, c.insee_com), a.apl, c.population
FROM commune c LEFT JOIN acces_commune a ON a.insee_com = c.insee_com
WHERE c.perimetre = 1 AND c.geom IS NOT NULL
ORDER BY c.insee_com;
