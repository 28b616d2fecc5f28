-- Targets and how far they are.
-- Columns: indicator, target, its year, first value and year, last value and year, left, expected, ahead.
SELECT CASE indicateur WHEN 'under' THEN 'habitants sous le seuil' WHEN 'covered_pct' THEN 'part d’habitants couverts, %' WHEN 'apl' THEN 'APL moyenne'
  WHEN 'doctors' THEN 'médecins généralistes' WHEN 'consultations' THEN 'consultations déployées' END AS indicateur, cible, CAST(annee_cible AS TEXT) AS annee_cible, debut, CAST(annee_debut AS TEXT) AS annee_debut, fin, CAST(annee_fin AS TEXT) AS annee_fin, reste, attendu, avance
FROM serie_cible ORDER BY id;
