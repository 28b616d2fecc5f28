-- Territories near a threshold.
-- Columns: code, name, threshold, indicator, difference, commune, acts, doctors.
SELECT code, libelle, seuil, apl, ecart, commune, actes, medecins FROM zonage_seuil ORDER BY abs(ecart), code;
