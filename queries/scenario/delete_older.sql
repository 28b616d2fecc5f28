-- Removes the GPs above an age.
-- :age  years, not included
DELETE FROM offre WHERE service = 'gp' AND scenario = 'actuel' AND age > :age;
