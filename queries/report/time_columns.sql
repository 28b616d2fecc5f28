-- Columns of times that the study added to the communes.
-- Columns: column, words of its request.
SELECT c.name, p.valeur FROM pragma_table_info('acces_commune') c
JOIN parametre p ON p.etape = 'times' AND p.nom = substr(c.name, 3) || '.libelle'
WHERE c.name LIKE 't\_%' ESCAPE '\' ORDER BY c.cid;
