-- Writes what becomes of an aid.
-- :aide                its name
-- :libelle             in words
-- :montant             EUR a doctor, or NULL
-- :par                 fois, an, demi-journée or NULL
-- :beneficiaires       whom it is for
-- :habitants_gagnent   persons where it opens
-- :habitants_perdent   persons where it closes
-- :gp_gagnent          GPs where it opens, or NULL
-- :gp_perdent          GPs where it closes, or NULL
-- :enjeu_gagne         EUR, or NULL
-- :enjeu_perdu         EUR, or NULL
-- :conditions          conditions, or NULL
-- :debut               first day, 2026-01-01, or NULL
-- :fin                 last day, or NULL
-- :preuve              evidence, in words
-- :source              source
INSERT INTO zonage_aide (aide, libelle, montant, par, beneficiaires, habitants_gagnent, habitants_perdent, gp_gagnent, gp_perdent, enjeu_gagne, enjeu_perdu, conditions, debut, fin, preuve, source)
VALUES (:aide, :libelle, :montant, :par, :beneficiaires, :habitants_gagnent, :habitants_perdent, :gp_gagnent, :gp_perdent, :enjeu_gagne, :enjeu_perdu, :conditions, :debut, :fin, :preuve, :source);
