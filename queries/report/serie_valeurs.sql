-- APL of each commune over the years, for the chart that follows one.
-- Columns: code, year, APL (NULL: unknown).
SELECT insee_com, annee, apl FROM serie_valeur ORDER BY insee_com, annee;
