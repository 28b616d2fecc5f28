-- Whose data the map is made of, for its caption.
-- Columns: producer, vintages, licence.
SELECT producteur, replace(replace(group_concat(DISTINCT millesime), ', ', ','), ',', ', '), licence FROM provenance
WHERE producteur IS NOT NULL GROUP BY producteur, licence ORDER BY producteur;
