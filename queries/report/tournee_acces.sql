-- APL of the communes without and with the rounds, the greatest change first.
-- Columns: request, commune, its name, APL before and after, change.
SELECT t.nom, t.insee_com, c.libelle, t.apl_avant, t.apl_apres, t.apl_apres - t.apl_avant AS ecart
FROM tournee_acces t LEFT JOIN commune c ON c.insee_com = t.insee_com
ORDER BY t.nom, ecart DESC, t.insee_com;
