-- Records what the study is about.
-- :cle     key: titre, territoire, tampon, srs, cog, version
-- :valeur  value, as text
INSERT OR REPLACE INTO etude (cle, valeur) VALUES (:cle, :valeur);
