-- Writes a commune of the study.
-- :geom         outline
-- :insee_com    INSEE code
-- :libelle      name
-- :siren_epci   grouping, several separated by '/'
-- :lib_epci     its name
-- :insee_dep    département
-- :insee_reg    region
-- :cog          year of the official geographic code
-- :population   municipal population, persons
-- :pop_std      standardised population given by a source, persons
-- :surface_km2  area, km2
-- :densite      level of the communal density grid, 1 to 7
-- :espace       urbain or rural
-- :moins_2000   1 under 2,000 inhabitants
-- :tvs          life territory
-- :lib_tvs      its name
-- :uu           urban unit
-- :perimetre    1 in the territory, 0 neighbour
-- :approx       1 when the outline is a Voronoi cell
-- :x            centre, easting, m
-- :y            centre, northing, m
INSERT INTO commune (geom, insee_com, libelle, siren_epci, lib_epci, insee_dep, insee_reg, cog, population, pop_std,
  surface_km2, densite, espace, moins_2000, tvs, lib_tvs, uu, perimetre, approx, x, y)
VALUES (:geom, :insee_com, :libelle, :siren_epci, :lib_epci, :insee_dep, :insee_reg, :cog, :population, :pop_std,
  :surface_km2, :densite, :espace, :moins_2000, :tvs, :lib_tvs, :uu, :perimetre, :approx, :x, :y);
