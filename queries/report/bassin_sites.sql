-- Whom the sites of a catchment request serve under their capacity.
-- Columns: request, code and name of the site, persons it can serve, persons it serves, their mean time (min), how people were shared.
SELECT nom, site, libelle, capacite, servis, t_moyen,
       CASE methode WHEN 'rank' THEN 'site après site' ELSE 'temps total le plus court' END AS methode
FROM bassin_site ORDER BY nom, site;
