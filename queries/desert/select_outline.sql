-- Outline of a commune.
-- :insee_com  INSEE code
-- Columns: geom.
SELECT geom FROM commune WHERE insee_com = :insee_com;
