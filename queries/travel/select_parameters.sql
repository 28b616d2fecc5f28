-- How a study travels, as it recorded it, its coordinate system, and whether nothing is known of the land beyond its communes: their
-- outlines are approximate, and no source goes further, so that their edge may lie inland.
-- Columns: name, value.
SELECT nom, valeur FROM parametre WHERE etape = 'travel'
UNION ALL SELECT cle, valeur FROM etude WHERE cle = 'srs'
UNION ALL SELECT 'bord_inconnu', '1' FROM (SELECT min(approx) AS approx, count(*) AS communes FROM commune)
WHERE approx = 1 AND communes >= (SELECT max(lues) FROM provenance WHERE source LIKE 'communes[%');
