-- What the territory and each contiguous area under the threshold lack, and where the least has to be added.
-- Columns: service, area, communes, persons under the threshold, missing, full-time equivalents, persons too far, persons of
-- unknown access, commune where to add, what to add, the same in professionals, why nowhere, or why a single place is a poor choice: it
-- takes over three times what is missing, and five professionals more.
SELECT z.service, z.nom, z.nb_communes, z.population, z.manque, z.etp, z.loin,
       z.inconnu AS inconnu, coalesce(c.libelle, z.ou) AS ou, z.ajout, z.ajout_etp,
       CASE WHEN z.ajout IS NULL THEN 'aucune commune n’est à portée de toutes les autres' WHEN z.ajout = 0 THEN 'rien ne manque'
            WHEN z.nb_communes > 1 AND z.ajout > 3 * z.manque AND z.ajout_etp - z.etp >= 5 THEN 'ajouter en un seul lieu sert mal cette zone : le plus loin n’en profite presque pas' END AS motif
FROM besoin_zone z
LEFT JOIN commune c ON c.insee_com = z.ou
ORDER BY z.service, z.zone > 0, z.manque DESC, z.zone;
