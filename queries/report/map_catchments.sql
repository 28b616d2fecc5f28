-- Areas of which a site is the nearest, for the map.
-- Columns: outline, name of the request.
SELECT geom, nom FROM bassin WHERE nature = 'affectation' AND geom IS NOT NULL ORDER BY nom, fid;
