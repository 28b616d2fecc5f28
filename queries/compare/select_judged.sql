-- The published APL that deserts are judged on, in a result that is.
-- Columns: code, APL.
SELECT p.insee_com, CASE i.valeur WHEN 'APL publiée, tous âges' THEN p.apl ELSE p.apl_65 END
FROM apl_publiee p JOIN parametre i ON i.etape = 'desert' AND i.nom = 'indicateur' AND i.valeur LIKE 'APL publiée%'
WHERE p.service = 'gp' AND p.millesime = coalesce((SELECT valeur FROM parametre WHERE etape = 'desert' AND nom = 'indicateur_millesime'),
  (SELECT max(millesime) FROM apl_publiee WHERE service = 'gp'));
