-- Gives what was just recorded of travel to a group of people.
-- :mode   name of the group
UPDATE parametre SET nom = 'mode.' || :mode || '.' || nom WHERE etape = 'travel';
