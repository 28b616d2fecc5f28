-- Forgets the lines of a timetable, or of all.
-- :reseau  timetable; NULL: all
DELETE FROM ligne_tc WHERE :reseau IS NULL OR reseau = :reseau;
