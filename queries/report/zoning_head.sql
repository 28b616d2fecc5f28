-- What the annexes say at their top.
-- Columns: title of the study, title of the zoning that is filed, title of its rule, 1 when a refusal was passed over, mesh, indicator,
-- sources with their vintage.
SELECT (SELECT valeur FROM etude WHERE cle = 'titre'), s.nom, s.regle, s.force,
  (SELECT valeur FROM parametre WHERE etape = 'zoning' AND nom = 'maille'),
  (SELECT valeur FROM parametre WHERE etape = 'zoning' AND nom = 'indicateur'),
  (SELECT group_concat(coalesce(producteur, source) || coalesce(' (' || millesime || ')', ''), ' ; ') FROM provenance)
FROM scenario s WHERE s.cote = 'B';
