-- One index of inequality before and after.
-- :service  service of the measure
-- :mesure   its name
-- :groupe   group of communes
-- :indice   index
-- :avant    value before, NULL unknown
-- :apres    value after, NULL unknown
-- :ecart    after less before
INSERT INTO comparaison_equite (service, mesure, groupe, indice, avant, apres, ecart)
VALUES (:service, :mesure, :groupe, :indice, :avant, :apres, :ecart);
