-- Who goes from which class to which.
-- Columns: before, after, territories, communes, neighbourhoods, persons, GPs, of 60 and over.
SELECT avant, apres, nb_tvs, nb_communes, nb_qpv, population, nb_gp, nb_gp_60
FROM zonage_transition ORDER BY avant = apres, population DESC;
