-- Writes one text of what the page tries.
-- :nom    donnees, zonage or limite
-- :texte  JSON, or the reason
INSERT INTO essai (nom, texte) VALUES (:nom, :texte);
