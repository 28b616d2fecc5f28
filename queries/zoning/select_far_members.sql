-- Members of life territories that the study does not hold, by territory.
-- Columns: code of the territory, INSEE code, persons.
SELECT tvs, insee_com, population FROM tvs_hors_etude ORDER BY tvs, insee_com;
