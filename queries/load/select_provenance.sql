-- What each source gave.
-- Columns: source, path, rows read, kept, rejected, elsewhere, first reject.
SELECT p.source, p.chemin, p.lues, p.gardees, p.rejetees, p.lues - p.gardees - p.rejetees,
  (SELECT CASE WHEN r.ligne > 0 THEN 'row ' || r.ligne || ': ' ELSE '' END || r.motif || coalesce(' (' || r.valeur || ')', '')
   FROM reject r WHERE r.source = p.source ORDER BY r.id LIMIT 1)
FROM provenance p ORDER BY p.rowid;
