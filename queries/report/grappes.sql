-- Clusters that hold under the rate of false discoveries.
-- Columns: code, name, kind, APL, local index, p.
SELECT insee_com, libelle, genre, apl, moran, p FROM grappe WHERE retenue = 1
ORDER BY CASE genre WHEN 'bas-bas' THEN 1 WHEN 'haut-haut' THEN 2 ELSE 3 END, p, insee_com;
