-- Who is farther than each limit of the times asked for, at the time of the week asked for and at any time.
-- Columns: words of the request, when, who is counted, sites that count and that do not, limit (min), persons, those beyond, those
-- beyond whatever the hours, those who pass the limit, communes beyond, mean time (min), persons without any site.
WITH jour (signe, nom) AS (
  VALUES ('Mo', 'lundi'), ('Lu', 'lundi'), ('Tu', 'mardi'), ('Ma', 'mardi'), ('We', 'mercredi'), ('Me', 'mercredi'), ('Th', 'jeudi'),
    ('Je', 'jeudi'), ('Fr', 'vendredi'), ('Ve', 'vendredi'), ('Sa', 'samedi'), ('Su', 'dimanche'), ('Di', 'dimanche')
)
SELECT libelle, CASE coalesce(quand, '') WHEN '' THEN 'à toute heure' WHEN 'night' THEN 'la nuit' WHEN 'day' THEN 'en journée'
                                         WHEN 'evening' THEN 'en soirée' WHEN 'weekend' THEN 'le week-end'
       ELSE coalesce((SELECT 'le ' || j.nom || ' à ' || substr(quand, 4) FROM jour j WHERE quand GLOB j.signe || ' [0-9][0-9]:[0-9][0-9]'),
                     quand) END AS quand,
       qui, sites, sites_fermes, minutes, personnes, au_dela, au_dela_sans, passent, communes, t_moyen, inconnu
FROM temps_bilan ORDER BY id;
