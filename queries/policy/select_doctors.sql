-- GPs of the territory, one row a line of supply.
-- Columns: commune, heads (or full times where the study counts those), age (NULL unknown).
SELECT o.insee_com, o.medecins, o.age FROM offre o JOIN acces_commune a ON a.insee_com = o.insee_com
WHERE o.service = 'gp' AND o.scenario = 'actuel' ORDER BY o.insee_com, o.id;
