-- What the annexes say at their top.
-- Columns: title of the study, title of the zoning that is filed, title of its rule, 1 when a refusal was passed over, mesh, indicator,
-- sources with their vintage, each once, thresholds and ceilings of the rule with their evidence, day of the aids, 31/12/2025, and what it is the day of.
SELECT (SELECT valeur FROM etude WHERE cle = 'titre'), s.nom, s.regle, s.force,
  (SELECT valeur FROM parametre WHERE etape = 'zoning' AND nom = 'maille'),
  (SELECT valeur FROM parametre WHERE etape = 'zoning' AND nom = 'indicateur'),
  (SELECT group_concat(source, ' ; ')
   FROM (SELECT coalesce(producteur, replace(chemin, rtrim(chemin, replace(chemin, '/', '')), '')) || coalesce(' (' || millesime || ')', '') AS source
         FROM provenance GROUP BY 1 ORDER BY min(id))),
  (SELECT group_concat(CASE nom WHEN 'seuil_zip' THEN 'sélection nationale jusqu’à ' WHEN 'seuil_vivier' THEN 'vivier jusqu’à '
     WHEN 'limites_classes' THEN 'classes : ' WHEN 'plafond_zip' THEN 'plafond de population en ZIP ' WHEN 'plafond_zac' THEN 'plafond de population en ZAC '
     ELSE '' END || replace(valeur, '.', ',') || CASE WHEN nom LIKE 'plafond%' THEN ' %' ELSE '' END, ' ; ')
   FROM (SELECT nom, valeur FROM parametre WHERE etape = 'zoning'
           AND nom IN ('seuil_zip', 'seuil_vivier', 'plafond_zip', 'plafond_zac', 'limites_classes', 'regle_preuve')
         ORDER BY instr('seuil_zip seuil_vivier plafond_zip plafond_zac limites_classes regle_preuve', nom))),
  (SELECT CASE WHEN valeur = 'aucune' THEN 'aucune' WHEN valeur GLOB '????-??-??' THEN substr(valeur, 9) || '/' || substr(valeur, 6, 2) || '/' || substr(valeur, 1, 4)
     || CASE WHEN origine LIKE 'date du zonage%' THEN ', date du projet' ELSE CASE WHEN origine LIKE 'millésime%' THEN ', année du zonage en vigueur' ELSE ', date de la règle' END
                 || ' : une autre se donne par la clé date du scénario' END END
   FROM parametre WHERE etape = 'zoning' AND nom = 'aides_date')
FROM scenario s WHERE s.cote = 'B';
