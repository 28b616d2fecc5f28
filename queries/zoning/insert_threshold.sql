-- Writes a territory near a threshold.
-- :code       code of the territory
-- :libelle    its name
-- :seuil      threshold
-- :apl        its indicator
-- :ecart      indicator - threshold
-- :commune    INSEE code of its largest commune
-- :actes      acts a year there that bring it to the threshold
-- :medecins   the same in doctors
INSERT INTO zonage_seuil (code, libelle, seuil, apl, ecart, commune, actes, medecins)
VALUES (:code, :libelle, :seuil, :apl, :ecart, :commune, :actes, :medecins);
