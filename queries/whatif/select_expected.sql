-- Supply expected at the places of a study, by horizon.
-- :service  gp, nurse...
-- Columns: years from now, place, acts a year or full-time equivalents.
SELECT annees, code, offre FROM offre_attendue WHERE service = :service ORDER BY annees, code;
