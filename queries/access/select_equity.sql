-- Communes of the territory with the value of a measure, by code.
-- :service  gp, nurse...
-- :mesure   name of the measure
-- :par      what the study groups communes by: a column of `commune`, else the name of an indicator; NULL: nothing
-- Columns: value (NULL unknown), persons (0 unknown), urbain, rural or NULL, 1 when a QPV lies in it, median income (NULL
-- unknown), code of the group (NULL: none), its name, its rank among the groups from 0.
WITH k AS (
  SELECT a.valeur, coalesce(c.population, 0) AS personnes, c.espace,
    EXISTS (SELECT 1 FROM qpv_commune q WHERE q.insee_com = c.insee_com) AS avec_qpv, r.revenu,
    nullif(CASE :par WHEN 'siren_epci' THEN c.siren_epci WHEN 'insee_dep' THEN c.insee_dep WHEN 'insee_reg' THEN c.insee_reg
      WHEN 'densite' THEN CAST(nullif(c.densite, 0) AS TEXT) WHEN 'tvs' THEN c.tvs WHEN 'zonage' THEN c.zonage
      ELSE (SELECT printf('%.15g', i.valeur) FROM indicateur i WHERE i.nom = :par AND i.insee_com = c.insee_com
            AND i.valeur IS NOT NULL) END, '') AS code,
    CASE :par WHEN 'siren_epci' THEN c.lib_epci WHEN 'tvs' THEN c.lib_tvs END AS libelle, c.insee_com
  FROM commune c
  JOIN acces a ON a.code = c.insee_com AND a.service = :service AND a.mesure = :mesure
  LEFT JOIN revenu r ON r.insee_com = c.insee_com
  WHERE c.perimetre = 1
)
SELECT valeur, personnes, espace, avec_qpv, revenu, code, libelle, dense_rank() OVER (ORDER BY code IS NULL, code) - 1
FROM k
ORDER BY insee_com;
