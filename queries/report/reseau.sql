-- What the reading of the road network kept, left out or did not understand.
-- Columns: what, how many, what becomes of them.
SELECT element, nombre, effet FROM reseau ORDER BY id;
