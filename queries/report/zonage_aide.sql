-- Aids gained and lost.
-- Columns: aid, amount, per, for whom, persons gaining, losing, GPs gaining, losing, EUR gained, lost, conditions,
-- evidence, source.
SELECT libelle, montant, par, beneficiaires, habitants_gagnent, habitants_perdent, gp_gagnent, gp_perdent, enjeu_gagne,
       enjeu_perdu, conditions, preuve, source
FROM zonage_aide ORDER BY id;
