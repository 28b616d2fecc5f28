-- How unequally each measure is shared among persons.
-- Columns: service, measure, group, communes, persons, mean, Gini, D10/D1, Theil, its parts between kinds of space, within them
-- between communes with a QPV and without, and between the groups of the study, Palma, concentration and Erreygers by income, persons without income, threshold,
-- share of persons under it (percent), mean gap, mean squared gap.
SELECT service, mesure,
       CASE groupe WHEN 'tous' THEN 'Ensemble' WHEN 'urbain' THEN 'Urbaines (densité 1 à 4)'
                   WHEN 'rural' THEN 'Rurales (densité 5 à 7)' WHEN 'qpv' THEN 'Avec un QPV' WHEN 'hors_qpv' THEN 'Sans QPV'
                   ELSE coalesce(libelle, groupe) END AS groupe,
       nb_communes, population, moyenne, gini, d10_d1, theil, theil_entre, theil_dans, theil_entre_qpv, theil_entre_groupes, palma,
       concentration, erreygers, sans_revenu AS sans_revenu, seuil, 100 * fgt0 AS fgt0, fgt1, fgt2
FROM equite
ORDER BY id;
