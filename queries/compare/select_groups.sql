-- Groups of people of a result, in their order.
-- Columns: name.
SELECT groupe FROM groupe_part GROUP BY groupe ORDER BY min(id);
