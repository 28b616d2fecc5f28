-- Dates layer_styles, and registers it again if it was taken out: QGIS ignores an unregistered one as soon as another
-- attribute table is registered.
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)
VALUES ('layer_styles', 'attributes', 'layer_styles', 'QGIS styles', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 0)
ON CONFLICT (table_name) DO UPDATE SET last_change = excluded.last_change;
