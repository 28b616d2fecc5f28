-- Published APL of GPs, all ages, of the last vintage.
-- Columns: commune, APL.
SELECT insee_com, apl FROM apl_publiee
WHERE service = 'gp' AND apl IS NOT NULL AND millesime = (SELECT max(millesime) FROM apl_publiee WHERE service = 'gp' AND apl IS NOT NULL)
ORDER BY insee_com;
