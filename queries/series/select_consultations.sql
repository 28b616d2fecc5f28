-- Consultations deployed in the territory of a result, over the communes that tell them.
-- :nom  indicator of the study
-- Columns: sum, NULL where none does.
SELECT sum(i.valeur) FROM indicateur i JOIN acces_commune a ON a.insee_com = i.insee_com WHERE i.nom = :nom;
