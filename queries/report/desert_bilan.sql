-- People by kind of place and what they lack.
-- Columns: kind of place, communes, persons, persons under the APL threshold, far from a pharmacy, far from emergencies,
-- with one lack or more, with the three, with one unknown or more.
SELECT CASE groupe WHEN 'tous' THEN 'Ensemble' WHEN 'urbain' THEN 'Urbaines (densité 1 à 4)'
                   WHEN 'rural' THEN 'Rurales (densité 5 à 7)' WHEN 'moins_2000' THEN 'Moins de 2 000 habitants'
                   ELSE '2 000 habitants et plus' END AS groupe,
       nb_communes, population, sans_medecin, sans_pharmacie, sans_urgence, un_manque, trois_manques, inconnu
FROM desert_bilan
ORDER BY rowid;
