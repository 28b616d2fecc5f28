-- Vintages of the published accessibility of a service.
-- :service  gp, nurse...
-- Columns: vintage, 1 when a column of those of 65 and under is there.
SELECT millesime, max(apl_65 IS NOT NULL) FROM apl_publiee WHERE service = :service GROUP BY millesime ORDER BY millesime;
