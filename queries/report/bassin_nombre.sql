-- How many sites and GPs stand within a time of each demand point.
-- Columns: request, demand point, limit (min), sites, GPs.
SELECT nom, code, minutes, sites, gp FROM bassin_nombre ORDER BY nom, minutes, code;
