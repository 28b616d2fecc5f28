-- Forgets the stops of a timetable, or of all.
-- :reseau  timetable; NULL: all
DELETE FROM arret_tc WHERE :reseau IS NULL OR reseau = :reseau;
