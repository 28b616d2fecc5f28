-- Lists a point that the road network does not serve, once.
-- :code    code of the place or site
-- :motif   why
-- :valeur  lieu or site
INSERT INTO reject (source, code, motif, valeur)
SELECT 'travel', :code, :motif, :valeur
WHERE NOT EXISTS (SELECT 1 FROM reject r WHERE r.source = 'travel' AND r.code = :code AND r.valeur = :valeur);
