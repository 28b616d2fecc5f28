-- Communes of the territory for each group of people who travel in their own way, in the order of their codes.
-- Columns: code, number of the group in report/groups_shown, its name, percent of the people who are of it, its APL, minutes to the nearest GP,
-- pharmacy and emergency service (NULL: unknown), then the least that each can be, and the people of the group.
SELECT a.code, (SELECT count(DISTINCT p.groupe) FROM groupe_part p WHERE p.id < g.id), a.groupe, a.part, a.apl, a.t_gp, a.t_pharma, a.t_urgence,
       a.t_gp_min, a.t_pharma_min, a.t_urgence_min, a.population
FROM acces_groupe a JOIN (SELECT groupe, min(id) AS id FROM groupe_part GROUP BY groupe) g ON g.groupe = a.groupe
WHERE a.maille = 'commune'
ORDER BY a.code, g.id;
