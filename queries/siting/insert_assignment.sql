-- Writes the site a demand point goes to, and its access.
-- :nom        request
-- :code       demand point
-- :site       site, or NULL when none is within the search limit
-- :minutes    time to it, min
-- :avant      time to the nearest site that stands today, min
-- :apl_avant  access today, consultations a year and standardised inhabitant
-- :apl        access with the proposed sites
-- :desert     sort, reste, or NULL when it was not under the threshold
INSERT INTO affectation (nom, code, site, minutes, avant, apl_avant, apl, desert)
VALUES (:nom, :code, :site, :minutes, :avant, :apl_avant, :apl, :desert);
