-- Neighbourhoods, by their class: their own, else that of their commune.
-- Columns: outline, class.
SELECT q.geom, z.apres FROM qpv q JOIN zonage_scenario z ON z.maille = 'qpv' AND z.code = q.code_qp
WHERE q.geom IS NOT NULL AND z.apres IS NOT NULL ORDER BY q.code_qp;
