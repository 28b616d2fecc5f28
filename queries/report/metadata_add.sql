-- Adds the metadata of a table.
-- :xml  the document QGIS reads
INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata)
VALUES ('dataset', 'http://mrcc.com/qgis.dtd', 'text/xml', :xml);
