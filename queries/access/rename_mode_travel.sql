-- Gives what was just recorded of travel to a group of people, whatever an earlier stage recorded of it.
-- :mode   name of the group
UPDATE OR REPLACE parametre SET nom = 'mode.' || :mode || '.' || nom WHERE etape = 'travel' AND nom NOT LIKE 'mode.%';
