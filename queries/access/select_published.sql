-- Published APL of a profession, all ages, of the last vintage.
-- :service  gp, nurse...
-- Columns: commune, APL, standardised persons (NULL: not published), vintage.
SELECT insee_com, apl, pop_std, millesime FROM apl_publiee
WHERE service = :service AND apl IS NOT NULL
  AND millesime = (SELECT max(millesime) FROM apl_publiee WHERE service = :service AND apl IS NOT NULL)
ORDER BY insee_com;
