-- Writes a QGIS project into the GeoPackage.
-- :nom       its name in the list of projects
-- :contenu   the .qgz as lower-case hexadecimal text
INSERT OR REPLACE INTO qgis_projects (name, metadata, content)
VALUES (:nom, '{"last_modified_time": "' || strftime('%Y-%m-%dT%H:%M:%S', 'now') || '", "last_modified_user": "maillage" }', :contenu);
