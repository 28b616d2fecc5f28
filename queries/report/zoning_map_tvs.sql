-- Outlines of the life territories.
-- Columns: outline.
SELECT geom FROM tvs WHERE geom IS NOT NULL AND nature <> 'commune' ORDER BY code;
