-- What a loaded study holds.
-- Columns: communes of the territory, their population, neighbours, QPV, facilities of the territory, rejected rows.
SELECT (SELECT count(*) FROM commune WHERE perimetre = 1),
       (SELECT coalesce(sum(population), 0) FROM commune WHERE perimetre = 1),
       (SELECT count(*) FROM commune WHERE perimetre = 0),
       (SELECT count(*) FROM qpv),
       (SELECT count(*) FROM etablissement WHERE perimetre = 1),
       (SELECT count(*) FROM reject WHERE ligne > 0);
