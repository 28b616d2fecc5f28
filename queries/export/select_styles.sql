-- Styles of a layer, the default one first.
-- :table  name of the table
-- Columns: name, text of the .qml, 1 for the default.
SELECT styleName, styleQML, useAsDefault FROM layer_styles WHERE f_table_name = :table AND coalesce(styleQML, '') <> ''
ORDER BY useAsDefault DESC, id;
