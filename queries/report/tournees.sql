-- What each request for rounds brings.
-- Columns: request, aim, units, weeks, sessions, places, neighbourhoods among them, target, brought, share (%), bound, gap (%), proved,
-- required visits missed, stops that fit no day, hours of driving and of sessions, km, communes lifted over 2.5, method.
SELECT b.nom, b.but, b.unites, b.semaines, b.nb_arrets, b.nb_lieux, b.nb_qpv, b.cible, b.apport,
       CASE WHEN b.cible > 0 THEN 100.0 * b.apport / b.cible END AS part, b.borne, 100.0 * b.ecart AS ecart,
       CASE WHEN b.prouve THEN 'oui' ELSE 'non' END AS prouve, b.manques, b.impossibles, b.heures_route, b.heures_soin, b.km,
       b.methode
FROM tournee_bilan b ORDER BY b.nom;
