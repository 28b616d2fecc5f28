-- What columns hold and the codes they take (OGC 12-128r18, annex F.9). Run again on a study made before these tables were known.
CREATE TABLE IF NOT EXISTS gpkg_data_columns (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  name TEXT,
  title TEXT,
  description TEXT,
  mime_type TEXT,
  constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name)
);

CREATE TABLE IF NOT EXISTS gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL,
  constraint_type TEXT NOT NULL,
  value TEXT,
  min NUMERIC,
  min_is_inclusive BOOLEAN,
  max NUMERIC,
  max_is_inclusive BOOLEAN,
  description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value)
);

INSERT INTO gpkg_extensions (table_name, column_name, extension_name, definition, scope)
SELECT t.column1, NULL, 'gpkg_schema', 'http://www.geopackage.org/spec130/#extension_schema', 'read-write'
FROM (VALUES ('gpkg_data_columns'), ('gpkg_data_column_constraints')) t
WHERE NOT EXISTS (SELECT 1 FROM gpkg_extensions e WHERE e.table_name = t.column1);
