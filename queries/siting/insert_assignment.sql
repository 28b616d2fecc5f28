-- Writes the site a demand point goes to.
-- :nom      request
-- :code     demand point
-- :site     site, or NULL when none is within the search limit
-- :minutes  time to it, min
-- :avant    time to the nearest site that stands today, min
INSERT INTO affectation (nom, code, site, minutes, avant) VALUES (:nom, :code, :site, :minutes, :avant);
