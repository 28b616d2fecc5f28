-- Columns of a table that people see: not its key, not its geometry.
-- :table  name of the table
-- Columns: name.
SELECT name FROM pragma_table_info(:table) WHERE pk = 0 AND name <> 'geom' ORDER BY cid;
