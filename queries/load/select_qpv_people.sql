-- Neighbourhoods by what tells how many live there.
-- Columns: estimated from squares, from areas, unknown, all.
SELECT coalesce(sum(population_source = 'carreaux'), 0), coalesce(sum(population_source = 'surface'), 0),
       coalesce(sum(population IS NULL), 0), count(*)
FROM qpv;
