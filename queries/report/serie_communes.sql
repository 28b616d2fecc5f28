-- The trend of each commune, the largest fall first.
-- Columns: code, name, EPCI, persons, years known, first and last, APL in both, change, slope.
SELECT insee_com, libelle, lib_epci, population, annees, CAST(annee_debut AS TEXT) AS annee_debut, CAST(annee_fin AS TEXT) AS annee_fin, apl_debut, apl_fin, apl_ecart, apl_pente FROM serie
ORDER BY apl_ecart IS NULL, apl_ecart, insee_com;
