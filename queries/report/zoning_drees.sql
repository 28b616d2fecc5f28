-- The zoning that is filed, as the application of the DREES writes it; the code of the class is put in words by who writes.
-- Columns: depcom, libcom, region, TVS, TVS_libelle, majority region of the TVS, class.
SELECT c.insee_com, coalesce(z.libelle, c.libelle), c.insee_reg, c.insee_dep, t.code, t.libelle, t.region_majoritaire, s.apres
FROM commune c
JOIN zonage_scenario s ON s.maille = 'commune' AND s.code = c.insee_com
LEFT JOIN zonage z ON z.maille = 'commune' AND z.code = c.insee_com
LEFT JOIN tvs t ON t.code = coalesce(c.tvs, c.insee_com)
WHERE c.perimetre = 1
ORDER BY c.insee_com;
