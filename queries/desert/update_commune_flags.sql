-- Writes what a commune lacks.
-- :insee_com   INSEE code
-- :desert      bits: 1 APL, 2 pharmacy, 4 emergencies; NULL: none holds and one is unknown
-- :desert_lib  the same in words, with what is unknown, or NULL
UPDATE acces_commune SET desert = :desert, desert_lib = :desert_lib WHERE insee_com = :insee_com;
