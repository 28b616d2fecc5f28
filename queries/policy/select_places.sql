-- Communes of the territory of a result, for a policy.
-- Columns: code, name, x and y of the centre (m), standardised persons, APL, GPs whom the study counts, as in select_doctors (NULL: none), persons.
SELECT a.insee_com, a.libelle, c.x, c.y, coalesce(a.pop_std, a.population), a.apl,
  (SELECT sum(o.medecins) FROM offre o WHERE o.service = 'gp' AND o.scenario = 'actuel' AND o.insee_com = a.insee_com
     AND NOT coalesce(o.age > (SELECT CAST(p.valeur AS REAL) FROM parametre p WHERE p.etape = 'access' AND p.nom = 'age_max'
                                 AND p.valeur GLOB '[0-9]*'), 0)),
  a.population
FROM acces_commune a JOIN commune c ON c.insee_com = a.insee_com ORDER BY a.insee_com;
