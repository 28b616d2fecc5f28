-- Communes of other years that the last does not hold.
-- Columns: year, code, persons.
SELECT CAST(annee AS TEXT) AS annee, insee_com, population FROM serie_absent ORDER BY annee, insee_com;
