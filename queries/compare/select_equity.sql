-- Indices of inequality of a result.
-- Columns: service, measure, group, mean, Gini, D10/D1, Theil, Palma, concentration, share under the threshold.
SELECT service, mesure, groupe, moyenne, gini, d10_d1, theil, palma, concentration, fgt0 FROM equite WHERE par = '' ORDER BY service, mesure, groupe;
