-- Doctors by age and social markers of each area, means weighted by residents.
WITH marqueur (zone, nom, words) AS MATERIALIZED (
  SELECT e.zone, i.nom,
    i.nom || ' ' || replace(round(sum(i.valeur * m.population) / sum(m.population), 1), '.', ',') || coalesce(' ' || max(i.unite), '')
  FROM indicateur i JOIN desert_commune e ON e.insee_com = i.insee_com JOIN acces_commune m ON m.insee_com = i.insee_com
  WHERE i.valeur IS NOT NULL AND m.population > 0 GROUP BY e.zone, i.nom)
INSERT INTO desert_zone (nom, commune, population, nb_communes, nb_gp, nb_gp_55, nb_gp_60, marqueurs)
SELECT coalesce(z.libelle, d.zone), d.zone, sum(coalesce(a.population, 0)), count(*),
  CASE WHEN EXISTS (SELECT 1 FROM offre WHERE service = 'gp' AND scenario = 'actuel') THEN sum(coalesce(g.gp, 0)) END,
  CASE WHEN sum(g.aged) > 0 THEN sum(g.gp_55) END, CASE WHEN sum(g.aged) > 0 THEN sum(g.gp_60) END,
  (SELECT group_concat(words, ' ; ') FROM (SELECT k.words FROM marqueur k WHERE k.zone = d.zone ORDER BY k.nom))
FROM desert_commune d
JOIN acces_commune a ON a.insee_com = d.insee_com
JOIN acces_commune z ON z.insee_com = d.zone
LEFT JOIN (SELECT insee_com, sum(medecins) AS gp, sum(CASE WHEN age >= 55 THEN medecins ELSE 0 END) AS gp_55,
                  sum(CASE WHEN age >= 60 THEN medecins ELSE 0 END) AS gp_60, count(age) AS aged
           FROM offre WHERE service = 'gp' AND scenario = 'actuel' GROUP BY insee_com) g
  ON g.insee_com = d.insee_com
GROUP BY d.zone
ORDER BY sum(a.population) DESC, d.zone;
