-- Says how many rows of a file read beside the sources were used.
-- :source    key of the study file, as travel.osm
-- :lues      rows read
-- :gardees   rows kept
-- :rejetees  rows left out
UPDATE provenance SET lues = :lues, gardees = :gardees, rejetees = :rejetees WHERE source = :source;
