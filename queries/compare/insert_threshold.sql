-- One threshold over the territory, before and after.
-- :service           service of the measure
-- :mesure            its name
-- :sens              sous | au-dela
-- :seuil_avant       threshold before
-- :seuil             threshold after
-- :unite             unit of the threshold
-- :communes_avant    communes on the wrong side before
-- :communes          communes on the wrong side after
-- :population_avant  persons before, NULL unknown
-- :population        persons after, NULL unknown
-- :communes_tombent  communes that come to the wrong side
-- :tombent           persons who come to the wrong side, NULL without a threshold
-- :communes_sortent  communes that leave it
-- :sortent           persons who leave it, NULL without a threshold
-- :inconnus          persons where one of the two is unknown
INSERT INTO comparaison_seuil (service, mesure, sens, seuil_avant, seuil, unite, communes_avant, communes, population_avant, population,
  communes_tombent, tombent, communes_sortent, sortent, inconnus)
VALUES (:service, :mesure, :sens, :seuil_avant, :seuil, :unite, :communes_avant, :communes, :population_avant, :population,
  :communes_tombent, :tombent, :communes_sortent, :sortent, :inconnus);
