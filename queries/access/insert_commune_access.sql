-- Fills the layer of communes of the territory. Today each has one demand point, so that its value is that of the point.
INSERT INTO acces_commune (geom, insee_com, libelle, lib_epci, population, pop_std, apl, nb_gp, t_gp, t_pharma, t_urgence,
  densite, espace, moins_2000, zonage, n_qpv, approx)
SELECT c.geom, c.insee_com, c.libelle, c.lib_epci, c.population, l.pop_std, a.valeur,
  coalesce((SELECT sum(o.quantite) FROM offre o WHERE o.service = 'gp' AND o.scenario = 'actuel'
            AND o.insee_com = c.insee_com AND o.unite = 'personnes'), 0),
  g.valeur, p.valeur, u.valeur, c.densite, c.espace, c.moins_2000, c.zonage,
  (SELECT count(*) FROM qpv_commune q WHERE q.insee_com = c.insee_com), c.approx
FROM commune c
JOIN lieu l ON l.code = c.insee_com
LEFT JOIN acces a ON a.code = l.code AND a.service = 'gp' AND a.mesure = 'apl'
LEFT JOIN acces g ON g.code = l.code AND g.service = 'gp' AND g.mesure = 'temps'
LEFT JOIN acces p ON p.code = l.code AND p.service = 'pharmacy' AND p.mesure = 'temps'
LEFT JOIN acces u ON u.code = l.code AND u.service = 'emergency' AND u.mesure = 'temps'
WHERE c.perimetre = 1
ORDER BY c.insee_com;
