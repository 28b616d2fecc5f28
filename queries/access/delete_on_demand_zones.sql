-- Forgets the zones that are served on demand: one of them, those of a timetable, or all.
-- :reseau  travel.on_demand, or the timetable; NULL: all
-- :nom     name there; NULL: all
DELETE FROM zone_tad WHERE :reseau IS NULL OR reseau = :reseau AND (:nom IS NULL OR nom = :nom);
