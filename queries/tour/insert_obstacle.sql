-- Tells a stop that fits no day.
-- :code    commune or neighbourhood
-- :motif   why
-- :valeur  request
INSERT INTO reject (source, ligne, code, motif, valeur) VALUES ('tours', NULL, :code, :motif, :valeur);
