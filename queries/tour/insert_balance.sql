-- Writes what a request brings in all.
-- :nom           request
-- :but           personnes or consultations
-- :unites        mobile units
-- :semaines      of the cycle
-- :nb_arrets     sessions
-- :nb_lieux      different stops
-- :nb_qpv        of them neighbourhoods
-- :cible         persons targeted, or consultations lacking
-- :apport        of them served
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
INSERT INTO tournee_bilan (nom, but, unites, semaines, nb_arrets, nb_lieux, nb_qpv, cible, apport, borne, ecart, prouve, manques,
                           impossibles, heures_route, heures_soin, km, methode, capacite,
                           jours_libres, constat)
VALUES (:nom, :but, :unites, :semaines, :nb_arrets, :nb_lieux, :nb_qpv, :cible, :apport, :borne, :ecart, :prouve, :manques,
        :impossibles, :heures_route, :heures_soin, :km, :methode,
        :capacite, :jours_libres, :constat);
