-- The trend of each group of communes.
-- Columns: code, name, years known, first and last, APL in both, change, slope, persons under the threshold in both.
SELECT code, libelle, annees, CAST(annee_debut AS TEXT) AS annee_debut, CAST(annee_fin AS TEXT) AS annee_fin, apl_debut, apl_fin, apl_ecart, apl_pente, sous_debut, sous_fin FROM serie_groupe
ORDER BY apl_ecart IS NULL, apl_ecart, code;
