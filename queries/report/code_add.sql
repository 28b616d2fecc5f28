-- Tells a code of a list, again when its words changed.
-- :codes  name of the list
-- :value  the code
-- :words  what it means
INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value, description)
VALUES (:codes, 'enum', :value, :words)
ON CONFLICT (constraint_name, constraint_type, value) DO UPDATE SET description = excluded.description;
