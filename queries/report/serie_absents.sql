-- Communes of other years that the last does not hold under their code.
-- Columns: year, code, persons, why.
SELECT CAST(annee AS TEXT) AS annee, insee_com, population, motif FROM serie_absent ORDER BY annee, insee_com;
