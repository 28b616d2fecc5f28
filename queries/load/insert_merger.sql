-- A commune that has merged into another, or changed its code.
-- :ancien   its code
-- :nouveau  the commune of the study that holds it
INSERT INTO commune_fusion (ancien, nouveau) VALUES (:ancien, :nouveau) ON CONFLICT (ancien) DO NOTHING;
