-- Places of practice under the tariff of the health insurance, commune by commune, the lowest share first.
-- Columns: indicator, code, name, persons, places of practice, those under the tariff, their share in percent.
SELECT p.nom AS indicateur, c.insee_com, COALESCE(c.libelle, c.insee_com) AS libelle, c.population, n.valeur AS lieux,
       round(p.valeur * n.valeur / 100) AS opposables, p.valeur AS part
FROM indicateur p JOIN indicateur n ON n.insee_com = p.insee_com AND n.nom = p.nom || '_lieux'
JOIN commune c ON c.insee_com = p.insee_com AND c.perimetre = 1
ORDER BY p.nom, p.valeur, n.valeur DESC, c.insee_com;
