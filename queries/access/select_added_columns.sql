-- Columns that were added to the layer of communes: those after the columns of its definition.
-- Columns: name.
SELECT name FROM pragma_table_info('acces_commune')
WHERE cid > (SELECT cid FROM pragma_table_info('acces_commune') WHERE name = 'approx') ORDER BY cid;
