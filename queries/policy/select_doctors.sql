-- GPs of the territory whom the study counts, one row a line of supply: not those above the last age that it counts.
-- Columns: commune, heads (or full times where the study counts those), age (NULL unknown).
SELECT o.insee_com, o.medecins, o.age FROM offre o JOIN acces_commune a ON a.insee_com = o.insee_com
WHERE o.service = 'gp' AND o.scenario = 'actuel' AND NOT coalesce(o.age > (
    SELECT CAST(p.valeur AS REAL) FROM parametre p WHERE p.etape = 'access' AND p.nom = 'age_max' AND p.valeur GLOB '[0-9]*'), 0)
ORDER BY o.insee_com, o.id;
