-- Communes of the territory with their class under the zoning that is filed.
-- Columns: outline, class (NULL: unknown).
SELECT a.geom, z.apres FROM acces_commune a LEFT JOIN zonage_scenario z ON z.maille = 'commune' AND z.code = a.insee_com
WHERE a.geom IS NOT NULL ORDER BY a.insee_com;
