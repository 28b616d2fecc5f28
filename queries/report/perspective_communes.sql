-- Access and supply of every commune, now and in some years.
-- Columns: service, code, name, persons, years, supply, access, what happens.
SELECT p.service, p.insee_com, c.libelle, c.population, p.annees, p.offre, p.acces,
       CASE p.bascule WHEN 'tombe' THEN 'passe sous le seuil' WHEN 'remonte' THEN 'repasse au-dessus' END AS bascule
FROM perspective p
JOIN commune c ON c.insee_com = p.insee_com
ORDER BY p.service, p.insee_com, p.annees;
