-- The coordinate system of a new study. WGS 84 is there from the start.
-- :nom   name of the system
-- :epsg  EPSG code
-- :wkt   definition, WKT 1
INSERT OR IGNORE INTO gpkg_spatial_ref_sys
  (srs_name, srs_id, organization, organization_coordsys_id, definition)
VALUES (:nom, :epsg, 'EPSG', :epsg, :wkt);
