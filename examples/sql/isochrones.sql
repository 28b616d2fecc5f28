-- Land within 5, 10 and 15 minutes of each emergency service, in km2, with SpatiaLite.
--   sqlite3 study.gpkg < isochrones.sql
.load mod_spatialite
.load mod_maillage
SELECT e.libelle, i.minutes, round(ST_Area(GeomFromGPB(i.geom)) / 1e6) AS km2
FROM etablissement e, isochrone(ST_X(GeomFromGPB(e.geom)), ST_Y(GeomFromGPB(e.geom)), 15, 5) i
WHERE e.categorie = 'urgences'
ORDER BY e.code, i.minutes;

-- On tests/studies/small, by its test:
--> Hôpital de Brias|5.0|25.0
--> Hôpital de Brias|10.0|127.0
--> Hôpital de Brias|15.0|307.0
