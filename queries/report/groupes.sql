-- The people of each group beside everybody, by commune, the worst served first.
-- Columns: group, code, name, percent and persons of the group, APL of the group and of all its people, minutes of the group to the
-- nearest GP, pharmacy and emergency service, to which of them somebody has no trip, the same as the study travels, what the group lacks
-- and what everybody lacks.
SELECT g.groupe, g.code, g.libelle, g.part, g.population, g.apl, g.apl_ensemble, g.t_gp, g.t_pharma, g.t_urgence, g.sans_trajet,
       g.t_gp_etude, g.t_pharma_etude, g.t_urgence_etude, g.desert_lib AS desert, q.desert_lib AS desert_etude
FROM acces_groupe g LEFT JOIN acces_commune q ON q.insee_com = g.code
WHERE g.maille = 'commune'
ORDER BY g.groupe, g.apl IS NULL, g.apl, g.code;
