-- The largest limit of a request of times.
-- :nom     request
-- Columns: minutes, NULL when there is no such request.
SELECT max(minutes) FROM temps_bilan WHERE nom = :nom;
