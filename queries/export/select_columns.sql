-- Columns of a table of the study, in their order, without its key and its geometry.
-- :table  name of the table
-- Columns: name, declared type, meaning and unit (NULL: not documented).
SELECT p.name, upper(p.type), d.title || coalesce('. ' || d.description, '')
FROM pragma_table_info(:table) p LEFT JOIN gpkg_data_columns d ON d.table_name = :table AND d.column_name = p.name
WHERE p.pk = 0 AND p.name <> 'geom' ORDER BY p.cid;
