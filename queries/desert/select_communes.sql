-- Communes of the territory and what deserts are judged on, by code.
-- Columns: insee_com, name, persons, standardised persons, APL, minutes to a pharmacy and to emergencies, density
-- level (0 unknown), approximate outline; the flags that stand there, in words too.
SELECT insee_com, libelle, population, pop_std, apl, t_pharma, t_urgence, coalesce(densite, 0), approx, desert, desert_lib
FROM acces_commune ORDER BY insee_com;
