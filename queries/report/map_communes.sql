-- Communes of the territory for the map.
-- Columns: outline, code, name, APL (consultations a year and standardised inhabitant), persons, minutes to the nearest GP,
-- services it is short of, class of the zoning, minutes to the nearest pharmacy and emergency service, APL at the farthest horizon of
-- the outlook, percent of the runs that place it beyond the threshold, APL with the first request for rounds,
-- APL and minutes to an emergency service after less before, then before.
SELECT c.geom, c.insee_com, COALESCE(c.libelle, c.insee_com), a.apl, c.population, a.t_gp,
       CASE WHEN a.desert = 0 THEN 0
            WHEN a.desert <> 0 THEN 1 + (length(COALESCE(a.desert_lib, '')) - length(replace(COALESCE(a.desert_lib, ''), ' + ', ''))) / 3 END,
       COALESCE(a.zonage, c.zonage), a.t_pharma, a.t_urgence, p.acces, s.part, t.apl_apres, k.apl_ecart, k.t_urgence_ecart,
       k.apl_avant, k.t_urgence_avant
FROM commune c LEFT JOIN acces_commune a ON a.insee_com = c.insee_com
LEFT JOIN perspective p ON p.service = 'gp' AND p.insee_com = c.insee_com
  AND p.annees = (SELECT max(annees) FROM perspective_bilan WHERE service = 'gp' AND annees > 0)
LEFT JOIN comparaison k ON k.insee_com = c.insee_com
LEFT JOIN sensibilite s ON s.insee_com = c.insee_com
LEFT JOIN tournee_acces t ON t.insee_com = c.insee_com AND t.nom = (SELECT min(nom) FROM tournee_bilan)
WHERE c.perimetre = 1 AND c.geom IS NOT NULL
ORDER BY c.insee_com;
