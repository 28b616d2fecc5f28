-- Aids gained and lost.
-- Columns: aid, amount, per, for whom, persons gaining, losing, GPs gaining, losing, EUR gained, lost, first and
-- last day (31/12/2025), conditions, evidence, source.
SELECT libelle, montant, par, beneficiaires, habitants_gagnent, habitants_perdent, gp_gagnent, gp_perdent, enjeu_gagne,
       enjeu_perdu, substr(debut, 9) || '/' || substr(debut, 6, 2) || '/' || substr(debut, 1, 4) AS debut,
       substr(fin, 9) || '/' || substr(fin, 6, 2) || '/' || substr(fin, 1, 4) AS fin, conditions, preuve, source
FROM zonage_aide ORDER BY id;
