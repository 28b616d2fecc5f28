-- Removes the professionals of a service above an age.
-- :service    gp, dentist...
-- :age        years, not included
-- :insee_com  commune, or NULL: everywhere
DELETE FROM offre WHERE service = :service AND scenario = 'actuel' AND age > :age AND (:insee_com IS NULL OR insee_com = :insee_com);
