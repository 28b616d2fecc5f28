-- Writes what a commune lacks.
-- :insee_com   INSEE code
-- :desert      bits: 1 APL, 2 pharmacy, 4 emergencies
-- :desert_lib  the same in words, or NULL
UPDATE acces_commune SET desert = :desert, desert_lib = :desert_lib WHERE insee_com = :insee_com;
