-- Triggers of the file, the table each belongs to, its text, and how many foreign keys that table has.
-- Columns: name, table, sql, keys.
SELECT m.name, m.tbl_name, m.sql, (SELECT count(*) FROM pragma_foreign_key_list(m.tbl_name))
FROM sqlite_master AS m
WHERE m.type = 'trigger'
ORDER BY m.name;
