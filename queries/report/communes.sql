-- Communes of the territory, from the worst to the best served.
-- Columns: code, name, EPCI, persons, standardised persons, APL (consultations a year and standardised inhabitant),
-- GPs, minutes to the nearest GP, pharmacy, emergency service, density level, space, zoning, zoning by the rule,
-- how the class departs from it, desert criteria, number of QPV, outline approximate (oui) or not (empty).
SELECT c.insee_com, COALESCE(c.libelle, c.insee_com) AS libelle, c.lib_epci, c.population, a.pop_std, a.apl, a.nb_gp,
       a.t_gp, a.t_pharma, a.t_urgence, c.densite, c.espace, COALESCE(a.zonage, c.zonage) AS zonage, a.zonage_regle,
       a.zonage_ecart,
       CASE WHEN a.desert <> 0 THEN COALESCE(a.desert_lib, 'oui') END AS desert_lib, a.n_qpv,
       CASE c.approx WHEN 1 THEN 'oui' END AS approx
FROM commune c LEFT JOIN acces_commune a ON a.insee_com = c.insee_com
WHERE c.perimetre = 1
ORDER BY a.apl IS NULL, a.apl, c.insee_com;
