-- Communes of the territory with the value of a measure, by code.
-- :service  gp, nurse...
-- :mesure   name of the measure
-- :par      what the study groups communes by: a column of `commune`, else the name of an indicator; NULL: nothing
-- Columns: value (NULL unknown), persons (0 unknown), urbain, rural or NULL, 1 when a QPV lies in it, median income (NULL
-- unknown), code of the group (NULL: none), its name.
SELECT a.valeur, coalesce(c.population, 0), c.espace, EXISTS (SELECT 1 FROM qpv_commune q WHERE q.insee_com = c.insee_com), r.revenu,
  nullif(CASE :par WHEN 'siren_epci' THEN c.siren_epci WHEN 'insee_dep' THEN c.insee_dep WHEN 'insee_reg' THEN c.insee_reg
    WHEN 'densite' THEN CAST(nullif(c.densite, 0) AS TEXT) WHEN 'tvs' THEN c.tvs WHEN 'zonage' THEN c.zonage
    ELSE (SELECT printf('%.15g', i.valeur) FROM indicateur i WHERE i.nom = :par AND i.insee_com = c.insee_com
          AND i.valeur IS NOT NULL) END, ''),
  CASE :par WHEN 'siren_epci' THEN c.lib_epci WHEN 'tvs' THEN c.lib_tvs END
FROM acces a
JOIN commune c ON c.insee_com = a.code
LEFT JOIN revenu r ON r.insee_com = c.insee_com
WHERE a.service = :service AND a.mesure = :mesure AND c.perimetre = 1
ORDER BY a.code;
