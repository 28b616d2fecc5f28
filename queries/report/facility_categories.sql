-- Categories of facilities that the study asks about: of its services, its catchments, the existing sites of its siting; where it asks
-- about none, all of them. The rarest in the territory first.
-- Columns: category, facilities of the territory, of the study.
WITH asked AS (
  SELECT valeur FROM parametre WHERE (etape = 'access' AND nom LIKE 'categories.%') OR (etape = 'catchment' AND nom LIKE '%.categorie')
                                  OR (etape = 'siting' AND nom LIKE '%.existants')
)
SELECT categorie, SUM(perimetre), COUNT(*) FROM etablissement
WHERE NOT EXISTS (SELECT 1 FROM asked) OR EXISTS (SELECT 1 FROM asked WHERE instr(', ' || valeur || ', ', ', ' || categorie || ', ') > 0)
GROUP BY categorie ORDER BY SUM(perimetre), categorie;
