-- Leaves only the territories that hold a commune of the territory studied.
DELETE FROM tvs_hors_etude WHERE tvs NOT IN (SELECT tvs FROM commune WHERE perimetre = 1 AND tvs IS NOT NULL);
