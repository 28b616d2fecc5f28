-- Metadata of layers (OGC 12-128r18, annex F.8): title, abstract, licence, sources, as QGIS reads them. Run again on a study made
-- before these tables were known.
CREATE TABLE IF NOT EXISTS gpkg_metadata (
  id INTEGER NOT NULL CONSTRAINT m_pk PRIMARY KEY ASC,
  md_scope TEXT NOT NULL DEFAULT 'dataset',
  md_standard_uri TEXT NOT NULL,
  mime_type TEXT NOT NULL DEFAULT 'text/xml',
  metadata TEXT NOT NULL DEFAULT ''
);

CREATE TABLE IF NOT EXISTS gpkg_metadata_reference (
  reference_scope TEXT NOT NULL,
  table_name TEXT,
  column_name TEXT,
  row_id_value INTEGER,
  timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  md_file_id INTEGER NOT NULL,
  md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata (id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata (id)
);

INSERT INTO gpkg_extensions (table_name, column_name, extension_name, definition, scope)
SELECT t.column1, NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec130/#extension_metadata', 'read-write'
FROM (VALUES ('gpkg_metadata'), ('gpkg_metadata_reference')) t
WHERE NOT EXISTS (SELECT 1 FROM gpkg_extensions e WHERE e.table_name = t.column1);
