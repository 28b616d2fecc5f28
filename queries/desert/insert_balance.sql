-- Writes the people of a kind of place and what they lack.
-- :groupe          tous, urbain, rural, moins_2000 or 2000_et_plus
-- :nb_communes     communes
-- :population      persons
-- :sans_medecin    persons under the APL threshold, or NULL
-- :sans_pharmacie  persons beyond the limit to a pharmacy, or NULL
-- :sans_urgence    persons beyond the limit to emergencies, or NULL
-- :un_manque       persons with one of the three or more, or NULL
-- :trois_manques   persons with the three, or NULL
-- :inconnu         persons for whom one of the three or more is unknown
INSERT INTO desert_bilan (groupe, nb_communes, population, sans_medecin, sans_pharmacie, sans_urgence, un_manque,
  trois_manques, inconnu)
VALUES (:groupe, :nb_communes, :population, :sans_medecin, :sans_pharmacie, :sans_urgence, :un_manque, :trois_manques, :inconnu);
