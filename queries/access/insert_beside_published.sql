-- Writes the computed figure of a commune beside the published one.
-- :insee_com     commune
-- :calculee      computed
-- :publiee       published
-- :millesime     vintage of the published figure
-- :ecart         the difference
-- :offre         part of the supply, or NULL
-- :demande       part of the persons, or NULL
-- :decroissance  part of the decay, or NULL
-- :trajet        part of the times, or NULL
-- :reste         what is left
-- :constat       accord, or the largest part
-- :entree        name of the entry, service and measure with a dot between: that of the uncertainty
INSERT INTO ecart_publie (geom, insee_com, libelle, population, calculee, publiee, millesime, ecart, offre, demande, decroissance, trajet,
  reste, constat, dans_intervalle, approx)
SELECT c.geom, c.insee_com, c.libelle, c.population, :calculee, :publiee, :millesime, :ecart, :offre, :demande, :decroissance, :trajet, :reste,
  :constat, CASE WHEN EXISTS (SELECT 1 FROM parametre p WHERE p.etape = 'uncertainty' AND p.nom = 'entree' AND p.valeur = :entree)
            THEN :publiee BETWEEN i.bas AND i.haut END, c.approx
FROM commune c LEFT JOIN incertitude i ON i.insee_com = c.insee_com
WHERE c.insee_com = :insee_com;
