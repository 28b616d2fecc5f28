-- Adds a style of a table of the study: its default when it is the preferred one, unless a user saved a default for it. A table that
-- is not in the file gets none; a style a user saved under that name stays.
-- :table      name of the table
-- :name       name of the style
-- :qml        style, text of a .qml file
-- :preferred  1: the default
INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD,
                          useAsDefault, description, owner, update_time)
SELECT '', '', c.table_name, COALESCE(g.column_name, ''), :name, :qml, '',
       :preferred AND NOT EXISTS (SELECT 1 FROM layer_styles s WHERE s.f_table_name = c.table_name AND s.useAsDefault = 1),
       'Maillage', 'maillage', strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
FROM gpkg_contents c LEFT JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
WHERE c.table_name = :table
  AND NOT EXISTS (SELECT 1 FROM layer_styles s WHERE s.f_table_name = c.table_name AND s.styleName = :name);
