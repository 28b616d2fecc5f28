-- Writes a commune that now sees a better-aided one.
-- :insee_com        INSEE code
-- :libelle          its name
-- :classe           its class
-- :voisine          INSEE code of the nearest best-aided commune in sight
-- :lib_voisine      its name
-- :classe_voisine   its class
-- :minutes          min between them
-- :population       persons of the commune
-- :nb_gp            GPs of the commune
INSERT INTO zonage_voisin (insee_com, libelle, classe, voisine, lib_voisine, classe_voisine, minutes, population, nb_gp)
VALUES (:insee_com, :libelle, :classe, :voisine, :lib_voisine, :classe_voisine, :minutes, :population, :nb_gp);
