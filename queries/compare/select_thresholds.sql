-- Thresholds that deserts are judged by, NULL where the result has none.
-- Columns: APL, minutes to a pharmacy, to an emergency service; minutes beyond which a doctor is too far.
SELECT max(CASE WHEN etape = 'desert' AND nom = 'seuil_apl' THEN CAST(valeur AS REAL) END),
  max(CASE WHEN etape = 'desert' AND nom = 'limite_pharmacie' THEN CAST(valeur AS REAL) END),
  max(CASE WHEN etape = 'desert' AND nom = 'limite_urgence' THEN CAST(valeur AS REAL) END),
  max(CASE WHEN etape = 'need' AND nom = 'limite' THEN CAST(valeur AS REAL) END)
FROM parametre;
