-- The trend of each group of communes and of each priority neighbourhood.
-- Columns: level, code, name, years known, first and last, APL in both, change, slope, persons under the threshold in both.
SELECT CASE maille WHEN 'epci' THEN 'intercommunalité' WHEN 'tvs' THEN 'territoire de vie-santé' ELSE 'quartier prioritaire' END AS maille,
  code, libelle, annees, CAST(annee_debut AS TEXT) AS annee_debut, CAST(annee_fin AS TEXT) AS annee_fin, apl_debut, apl_fin, apl_ecart, apl_pente, sous_debut, sous_fin
FROM serie_groupe
ORDER BY CASE serie_groupe.maille WHEN 'epci' THEN 0 WHEN 'tvs' THEN 1 ELSE 2 END, apl_ecart IS NULL, apl_ecart, code;
