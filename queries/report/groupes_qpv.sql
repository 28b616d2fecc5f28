-- The people of each group beside everybody, by priority neighbourhood that touches the territory: columns as in report/groupes.
SELECT g.groupe, g.code, g.libelle, g.part, g.population, g.apl, g.apl_ensemble, g.t_gp, g.t_pharma, g.t_urgence, g.sans_trajet,
       g.t_gp_etude, g.t_pharma_etude, g.t_urgence_etude, g.desert_lib AS desert, q.desert_lib AS desert_etude
FROM acces_groupe g JOIN qpv q ON q.code_qp = g.code
WHERE g.maille = 'qpv'
  AND EXISTS (SELECT 1 FROM qpv_commune p JOIN commune c ON c.insee_com = p.insee_com WHERE p.code_qp = g.code AND c.perimetre = 1)
ORDER BY g.groupe, g.apl IS NULL, g.apl, g.code;
