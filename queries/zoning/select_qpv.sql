-- Neighbourhoods with the persons of each in each commune, by neighbourhood then commune.
-- Columns: code, name, class (NULL: not zoned by name), insee_com, persons there (0 unknown), what tells their number (NULL: nothing),
-- part of it there.
SELECT q.code_qp, q.libelle, q.zonage, s.insee_com, coalesce(q.population, 0) * s.part, q.population_source, s.part
FROM qpv q JOIN qpv_commune s ON s.code_qp = q.code_qp
ORDER BY q.code_qp, s.insee_com;
