-- What each request for rounds brings.
-- Columns: request, aim, units, weeks, sessions, places, neighbourhoods among them, target, persons within reach (each once), share of the target (%): of
-- its persons, or of its consultations; brought, which counts further visits; bound, gap (%), proved,
-- required visits missed, stops that fit no day, hours of driving and of sessions, km, method, consultations that the
-- sessions can give, days with room for one more, why.
SELECT b.nom, b.but, b.unites, b.semaines, b.nb_arrets, b.nb_lieux, b.nb_qpv, b.cible, b.a_portee,
       CASE WHEN b.cible > 0 THEN 100.0 * CASE b.but WHEN 'consultations' THEN b.apport ELSE b.a_portee END / b.cible END AS part,
       b.apport, b.capacite, b.jours_libres,
       CASE b.constat WHEN 'cible' THEN CASE b.but WHEN 'consultations' THEN 'aucune consultation ne manque' ELSE 'aucun habitant visé' END
                      WHEN 'portee' THEN 'aucun arrêt n’est à portée de ceux qui sont visés'
                      WHEN 'rien' THEN 'une séance de plus n’apporterait rien'
                      WHEN 'temps' THEN 'les autres séances utiles passent le temps ou le nombre de passages permis' END AS constat,
       b.borne, 100.0 * b.ecart AS ecart,
       CASE WHEN b.prouve THEN 'oui' ELSE 'non' END AS prouve, b.manques, b.impossibles, b.heures_route, b.heures_soin, b.km,
       b.methode
FROM tournee_bilan b ORDER BY b.nom;
