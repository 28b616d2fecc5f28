-- What gives a service in a commune, or at a facility: rows of supply and facilities of a category.
-- :service    gp, pharmacy, emergency...
-- :categorie  category of facilities that give it, or NULL
-- :code       identifier of a facility, or NULL
-- :insee_com  commune, or NULL
-- Columns: number of rows of supply, of facilities.
SELECT (SELECT count(*) FROM offre WHERE insee_com = :insee_com AND service = :service AND scenario = 'actuel' AND quantite > 0),
  (SELECT count(*) FROM etablissement WHERE categorie = :categorie AND (code = :code OR insee_com = :insee_com));
