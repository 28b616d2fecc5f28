-- Lists a fault of a timetable, once.
-- :feed    the timetable, as the study file names it
-- :fault   the line that tells it
INSERT INTO reject (source, code, motif, valeur)
SELECT 'travel.gtfs', :feed, :fault, 'horaire'
WHERE NOT EXISTS (SELECT 1 FROM reject r WHERE r.source = 'travel.gtfs' AND r.code = :feed AND r.motif = :fault);
