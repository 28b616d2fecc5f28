-- GPs of the territory whom the study counts, one row a line of supply: not those above the last age that it counts.
-- Columns: commune, heads (or full times where the study counts those; of acts, within the bounds of an activity), age (NULL unknown).
WITH bound AS (
  SELECT max(CASE WHEN nom = 'actes_min' THEN CAST(valeur AS REAL) END) AS least,
    max(CASE WHEN nom = 'actes_max' AND valeur GLOB '[0-9]*' THEN CAST(valeur AS REAL) END) AS most
  FROM parametre WHERE etape = 'access' AND nom IN ('actes_min', 'actes_max')
)
SELECT o.insee_com,
  CASE WHEN o.unite <> 'actes' THEN o.medecins
    ELSE o.medecins * min(max(max(coalesce(o.activite, 0), o.quantite), coalesce(b.least, 0)), coalesce(b.most, 1e99))
      / max(coalesce(o.activite, 0), o.quantite) END,
  o.age
FROM bound b JOIN offre o JOIN acces_commune a ON a.insee_com = o.insee_com
WHERE o.service = 'gp' AND o.scenario = 'actuel' AND NOT coalesce(o.age > (
    SELECT CAST(p.valeur AS REAL) FROM parametre p WHERE p.etape = 'access' AND p.nom = 'age_max' AND p.valeur GLOB '[0-9]*'), 0)
ORDER BY o.insee_com, o.id;
