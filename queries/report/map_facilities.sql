-- Facilities of the territory for the map, rarest category first.
-- Columns: point, name, category in words, rank of the category (from 0), facilities of the category.
WITH nombre (categorie, n, rang) AS (
  SELECT categorie, COUNT(*), ROW_NUMBER() OVER (ORDER BY COUNT(*), categorie) - 1
  FROM etablissement WHERE perimetre = 1 AND geom IS NOT NULL GROUP BY categorie
)
SELECT e.geom, COALESCE(e.libelle, e.code),
       CASE e.categorie WHEN 'hopital' THEN 'Hôpital' WHEN 'urgences' THEN 'Service d’urgences'
                        WHEN 'centre_sante' THEN 'Centre de santé' WHEN 'csapa' THEN 'CSAPA (addictologie)'
                        WHEN 'prevention' THEN 'Centre de prévention'
                        WHEN 'soins_non_programmes' THEN 'Soins non programmés' WHEN '620' THEN 'Pharmacie' WHEN '124' THEN 'Centre de santé' WHEN '603' THEN 'Maison de santé'
                        WHEN '355' THEN 'Centre hospitalier' WHEN 'csipa' THEN 'CSIPA et antennes'
                        WHEN 'pharmacy' THEN 'Pharmacie' WHEN 'emergency' THEN 'Service d’urgences' ELSE replace(e.categorie, '_', ' ') END,
       nombre.rang, nombre.n
FROM etablissement e JOIN nombre ON nombre.categorie = e.categorie
WHERE e.perimetre = 1 AND e.geom IS NOT NULL
ORDER BY nombre.rang, e.code;
