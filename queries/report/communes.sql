-- Communes of the territory, from the worst to the best served.
-- Columns: code, name, EPCI, persons, standardised persons, APL (consultations a year and standardised inhabitant), the APL
-- published for doctors of all ages and of 65 and under (last vintage), which side of the threshold it is on when the computed one is
-- on the other, GPs, minutes to the nearest GP, pharmacy, emergency service, density level, space, zoning (inconnu where a zoning is studied that gives none), zoning by the rule,
-- how the class departs from it, desert criteria, number of QPV, outline approximate (oui) or not (empty).
WITH seuil (valeur) AS (
  SELECT COALESCE((SELECT CAST(replace(valeur, ',', '.') AS REAL) FROM parametre WHERE etape = 'desert' AND nom = 'seuil_apl'), 2.5)
)
SELECT c.insee_com, COALESCE(c.libelle, c.insee_com) AS libelle, c.lib_epci, c.population, a.pop_std, a.apl,
       p.apl AS apl_publie, p.apl_65 AS apl_publie_65,
       NULLIF(substr(
           CASE WHEN (p.apl < seuil.valeur) > (a.apl < seuil.valeur) THEN ' + sous le seuil (tous âges)'
                WHEN (p.apl < seuil.valeur) < (a.apl < seuil.valeur) THEN ' + au seuil ou au-dessus (tous âges)' ELSE '' END
           || CASE WHEN (p.apl_65 < seuil.valeur) > (a.apl < seuil.valeur) THEN ' + sous le seuil (65 ans et moins)'
                   WHEN (p.apl_65 < seuil.valeur) < (a.apl < seuil.valeur) THEN ' + au seuil ou au-dessus (65 ans et moins)' ELSE '' END,
           4), '') AS apl_ecart,
       a.nb_gp, a.t_gp, a.t_pharma, a.t_urgence, c.densite, c.espace, COALESCE(a.zonage, c.zonage, (SELECT 'inconnu' WHERE EXISTS (SELECT 1 FROM jauge))) AS zonage, a.zonage_regle,
       a.zonage_ecart,
       CASE WHEN a.desert <> 0 THEN COALESCE(a.desert_lib, 'oui') ELSE a.desert_lib END AS desert_lib, a.n_qpv,
       CASE c.approx WHEN 1 THEN 'oui' END AS approx
FROM seuil, commune c LEFT JOIN acces_commune a ON a.insee_com = c.insee_com
LEFT JOIN apl_publiee p ON p.insee_com = c.insee_com AND p.service = 'gp'
  AND p.millesime = (SELECT max(millesime) FROM apl_publiee WHERE service = 'gp')
WHERE c.perimetre = 1
ORDER BY a.apl IS NULL, a.apl, c.insee_com;
