-- Communes that cross the threshold of access, by horizon, those with the most people first.
-- Columns: years, code, name, persons, access now, access then, what happens.
SELECT CASE p.annees WHEN 1 THEN 'Dans 1 an' ELSE 'Dans ' || p.annees || ' ans' END AS horizon, p.insee_com, c.libelle,
       c.population, n.acces AS maintenant, p.acces, CASE p.bascule WHEN 'tombe' THEN 'passe sous le seuil'
                                                                    ELSE 'repasse au-dessus' END AS bascule
FROM perspective p
JOIN commune c ON c.insee_com = p.insee_com
JOIN perspective n ON n.service = p.service AND n.insee_com = p.insee_com AND n.annees = 0
WHERE p.bascule IS NOT NULL
ORDER BY p.service, p.annees, p.bascule DESC, c.population DESC, p.insee_com;
