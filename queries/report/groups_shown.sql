-- Groups of people who travel in their own way, in the order of the study, and what is known of any commune of theirs.
-- Columns: name, where its shares come from (NULL: given by the study), communes with a share, an APL, a time to a GP, a pharmacy, an
-- emergency service.
SELECT g.groupe,
       (SELECT i.nom || coalesce(', ' || max(i.millesime), '') || coalesce(', ' || (SELECT max(p.producteur) FROM provenance p
          WHERE p.source LIKE 'indicators%' AND p.millesime IS i.millesime HAVING count(*) = 1), '')
        FROM indicateur i
        WHERE i.nom = (SELECT valeur FROM parametre WHERE etape = 'access' AND nom = g.groupe || '.part') GROUP BY i.nom) AS source,
       count(a.part) AS part, count(a.apl) AS apl, count(coalesce(a.t_gp, a.t_gp_min)) AS gp, count(coalesce(a.t_pharma, a.t_pharma_min)) AS pharma,
       count(coalesce(a.t_urgence, a.t_urgence_min)) AS urgence
FROM (SELECT groupe, min(id) AS id FROM groupe_part GROUP BY groupe) g
LEFT JOIN acces_groupe a ON a.groupe = g.groupe AND a.maille = 'commune'
GROUP BY g.groupe
ORDER BY g.id;
