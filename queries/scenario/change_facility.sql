-- Gives facilities other hours or another capacity: one, or all those of a commune.
-- :categorie  category
-- :code       identifier of the facility, or NULL
-- :insee_com  commune they stand in, or NULL
-- :horaires   opening hours, or NULL: those they have
-- :capacite   persons that each can serve, or NULL: that they have
UPDATE etablissement SET horaires = coalesce(:horaires, horaires), capacite = coalesce(:capacite, capacite)
WHERE categorie = :categorie AND (code = :code OR insee_com = :insee_com);
