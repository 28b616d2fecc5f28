-- Vintages of the sources of the zoning in force, as their study file words them: "2018", "2018-2026", "2022 (reconstitué)".
-- Columns: vintage.
SELECT DISTINCT millesime FROM provenance WHERE source LIKE 'zoning[%' AND millesime IS NOT NULL ORDER BY millesime;
