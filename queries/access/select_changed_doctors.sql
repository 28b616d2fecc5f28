-- Communes whose GPs are not those that the layer of communes shows.
-- Columns: code.
SELECT a.insee_com FROM acces_commune a WHERE a.nb_gp IS NOT
  CASE WHEN EXISTS (SELECT 1 FROM offre o WHERE o.service = 'gp' AND o.scenario = 'actuel')
       THEN coalesce((SELECT sum(o.medecins) FROM offre o WHERE o.service = 'gp' AND o.scenario = 'actuel'
                      AND o.insee_com = a.insee_com), 0) END;
