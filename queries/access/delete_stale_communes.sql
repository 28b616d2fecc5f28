-- Empties the layer of communes but for those of the territory whose outline is as it was: insert_commune_access then writes their figures in place.
DELETE FROM acces_commune WHERE NOT EXISTS (
  SELECT 1 FROM commune c WHERE c.insee_com = acces_commune.insee_com AND c.perimetre = 1 AND c.geom IS acces_commune.geom);
