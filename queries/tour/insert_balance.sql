-- Writes what a request brings in all.
-- :nom           request
-- :but           personnes or consultations
-- :unites        mobile units
-- :semaines      of the cycle
-- :nb_arrets     sessions
-- :nb_lieux      different stops
-- :nb_qpv        of them neighbourhoods
-- :cible         persons targeted, or consultations lacking
-- :a_portee      persons within reach of a session, each once
-- :apport        persons weighed by the visits they have, or consultations given
-- :borne         that no plan passes
-- :ecart         share of the bound
-- :prouve        0 or 1
-- :manques       required visits that do not fit
-- :impossibles   stops that fit no day
-- :heures_route  driving, h
-- :heures_soin   sessions, h
-- :km            driven, km
-- :methode       how it was found
-- :capacite      consultations that the sessions can give
-- :jours_libres  days of a unit with room for one more session
-- :constat       why, or NULL
INSERT INTO tournee_bilan (nom, but, unites, semaines, nb_arrets, nb_lieux, nb_qpv, cible, a_portee, apport, borne, ecart, prouve, manques,
                           impossibles, heures_route, heures_soin, km, methode, capacite,
                           jours_libres, constat)
VALUES (:nom, :but, :unites, :semaines, :nb_arrets, :nb_lieux, :nb_qpv, :cible, :a_portee, :apport, :borne, :ecart, :prouve, :manques,
        :impossibles, :heures_route, :heures_soin, :km, :methode,
        :capacite, :jours_libres, :constat);
