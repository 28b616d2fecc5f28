-- A measure for the people of a group in a commune or a neighbourhood, before and after.
-- :groupe            group
-- :maille            commune | qpv
-- :code              its code
-- :libelle           its name
-- :service           service of the measure
-- :mesure            its name
-- :seuil_avant       threshold before, NULL: none
-- :seuil             threshold after, NULL: none
-- :population_avant  persons of the group before, NULL unknown
-- :population        persons of the group after, NULL unknown
-- :avant             value before, NULL unknown
-- :apres             value after, NULL unknown
-- :gagnent           persons who gain
-- :perdent           persons who lose
-- :inchanges         persons who see no change
-- :inconnus          persons where one of the two is unknown
-- :sous_avant        persons on the wrong side before, NULL without a threshold
-- :sous_apres        persons on the wrong side after, NULL without a threshold
-- :indecis           persons of whom the side is not known before or after, NULL without a threshold
-- :tombent           persons who come to the wrong side, NULL without a threshold
-- :sortent           persons who leave it, NULL without a threshold
INSERT INTO comparaison_groupe (groupe, maille, code, libelle, service, mesure, seuil_avant, seuil, population_avant, population, avant, apres, ecart,
  gagnent, perdent, inchanges, inconnus, sous_avant, sous_apres, indecis, tombent, sortent)
VALUES (:groupe, :maille, :code, :libelle, :service, :mesure, :seuil_avant, :seuil, :population_avant, :population, :avant, :apres, :apres - :avant,
  :gagnent, :perdent, :inchanges, :inconnus, :sous_avant, :sous_apres, :indecis, :tombent, :sortent);
