-- What a study found for each commune it reports, for the sheet of a place.
-- Columns: code, persons, standardised persons, APL, minutes to a GP, a pharmacy, an emergency service, deserts in words, class of the zoning
-- in force, class by the rule of the study, name.
SELECT insee_com, population, pop_std, apl, t_gp, t_pharma, t_urgence, desert_lib, zonage, zonage_regle, libelle FROM acces_commune ORDER BY insee_com;
