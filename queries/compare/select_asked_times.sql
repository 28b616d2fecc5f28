-- Times of a request by commune.
-- :nom     request
-- Columns: commune, minutes (NULL: no site within the search).
SELECT insee_com, minutes FROM temps WHERE nom = :nom;
