-- One measure over a group of communes, or in a neighbourhood, before and after.
-- :maille       level
-- :code         its code
-- :libelle      its name
-- :service      service of the measure
-- :mesure       its name
-- :nb_communes  communes
-- :population   persons after, NULL unknown
-- :avant        value before, NULL unknown
-- :apres        value after, NULL unknown
-- :ecart        after less before
-- :gagnent      persons who gain
-- :perdent      persons who lose
-- :inchanges    persons who see no change
-- :inconnus     persons where one of the two is unknown
-- :sous_avant   persons on the wrong side before, NULL without a threshold
-- :sous_apres   persons on the wrong side after, NULL without a threshold
-- :tombent      persons who come to the wrong side, NULL without a threshold
-- :sortent      persons who leave it, NULL without a threshold
INSERT INTO comparaison_unite (maille, code, libelle, service, mesure, nb_communes, population, avant, apres, ecart, gagnent, perdent, inchanges,
  inconnus, sous_avant, sous_apres, tombent, sortent)
VALUES (:maille, :code, :libelle, :service, :mesure, :nb_communes, :population, :avant, :apres, :ecart, :gagnent, :perdent, :inchanges,
  :inconnus, :sous_avant, :sous_apres, :tombent, :sortent);
