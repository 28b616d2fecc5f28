-- Writes one of the two zonings compared.
-- :cote     A or B
-- :nom      its title
-- :regle    title of its rule
-- :resume   what it changes
-- :force    1 when a refusal was passed over
INSERT INTO scenario (cote, nom, regle, resume, force)
VALUES (:cote, :nom, :regle, :resume, :force);
