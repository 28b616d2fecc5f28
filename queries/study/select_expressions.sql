-- Tables and indexes of the file that compute something: generated columns, checks, defaults that call a function (but the time of a change),
-- indexes of expressions or of some rows.
-- Columns: name, table, sql.
SELECT m.name, m.tbl_name, m.sql
FROM sqlite_master AS m
WHERE m.type = 'table'
  AND (m.sql LIKE '%check%'
    OR EXISTS (SELECT 1
      FROM pragma_table_xinfo(m.name) AS c
      WHERE c.hidden IN (2, 3)
        OR (c.dflt_value LIKE '%(%'
          AND c.dflt_value NOT IN ('strftime(''%Y-%m-%dT%H:%M:%fZ'',''now'')', 'strftime(''%Y-%m-%dT%H:%M:%fZ'', ''now'')'))))
  OR m.type = 'index'
  AND m.sql IS NOT NULL
  AND (m.sql LIKE '%where%' OR EXISTS (SELECT 1 FROM pragma_index_xinfo(m.name) AS c WHERE c.cid = -2))
ORDER BY m.name;
