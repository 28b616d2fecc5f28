-- The computed figure beside the published one, the largest differences first.
-- Columns: code, name, persons, computed, published, difference, its parts, what makes most of it, whether the published figure is within the
-- interval of the uncertainty.
SELECT insee_com, libelle, population, calculee, publiee, ecart, offre, demande, decroissance, trajet, reste,
       CASE constat WHEN 'accord' THEN 'd’accord' WHEN 'offre' THEN 'l’offre' WHEN 'demande' THEN 'la population comptée' WHEN 'decroissance' THEN 'la décroissance' WHEN 'trajet' THEN 'les trajets' ELSE 'autre chose' END AS constat,
       CASE dans_intervalle WHEN 1 THEN 'oui' WHEN 0 THEN 'non' END AS dans_intervalle
FROM ecart_publie
ORDER BY constat = 'accord', abs(ecart) DESC, insee_com;
