-- Population of the zoning classes.
-- Columns: class, its meaning, communes, persons, percent of all persons, whether those of unknown class may add to it.
SELECT zonage,
       CASE zonage WHEN 'ZIP' THEN 'Zone d’intervention prioritaire' WHEN 'ZAC' THEN 'Zone d’action complémentaire'
                   WHEN 'ZAR' THEN 'Zone d’accompagnement régional' WHEN 'ZV' THEN 'Zone de vigilance'
                   WHEN 'HZ' THEN 'Hors zonage' WHEN 'HV' THEN 'Hors vivier'
                   WHEN 'très sous-doté' THEN 'Zone très sous-dotée' WHEN 'sous-doté' THEN 'Zone sous-dotée'
                   WHEN 'intermédiaire' THEN 'Zone intermédiaire' WHEN 'très doté' THEN 'Zone très dotée'
                   WHEN 'sur-doté' THEN 'Zone sur-dotée, ou non prioritaire'
                   WHEN 'inconnu' THEN 'Classe inconnue' END AS libelle,
       nb_communes, population, part,
       CASE WHEN zonage <> 'inconnu' AND EXISTS (SELECT 1 FROM jauge WHERE zonage = 'inconnu' AND population > 0) THEN 'au moins' END AS reserve
FROM jauge
ORDER BY CASE zonage WHEN 'ZIP' THEN 1 WHEN 'ZAC' THEN 2 WHEN 'ZAR' THEN 3 WHEN 'ZV' THEN 4 WHEN 'HZ' THEN 5 WHEN 'très sous-doté' THEN 6
                     WHEN 'sous-doté' THEN 7 WHEN 'intermédiaire' THEN 8 WHEN 'très doté' THEN 9 WHEN 'sur-doté' THEN 10 ELSE 11 END,
         zonage;
