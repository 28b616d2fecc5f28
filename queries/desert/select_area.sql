-- The outline of a desert area of exactly these communes.
-- :communes  their codes, as insert_area writes them
-- Columns: outline.
SELECT geom FROM desert WHERE communes = :communes;
