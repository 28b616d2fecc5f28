-- Catchments: nearest-site areas, then distance rings.
-- Columns: request, nature, code and name of the site, upper limit in minutes, communes, persons, mean minutes.
SELECT nom, CASE nature WHEN 'affectation' THEN 'site le plus proche' WHEN 'anneau' THEN 'couronne' ELSE nature END AS nature,
       site, COALESCE(libelle, site, CASE WHEN minutes IS NULL THEN 'au-delà' ELSE 'tous les sites' END) AS libelle, minutes,
       nb_communes, population, t_moyen
FROM bassin
ORDER BY nom, bassin.nature, site IS NULL, minutes IS NULL, minutes, libelle COLLATE francais;
