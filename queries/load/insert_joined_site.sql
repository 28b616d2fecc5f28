-- Gives a facility already loaded another category; nothing when it is not there or has it.
-- :code       FINESS number
-- :categorie  category
INSERT INTO etablissement (geom, code, libelle, categorie, insee_com, precision, horaires, perimetre)
SELECT geom, code, libelle, :categorie, insee_com, precision, horaires, perimetre FROM etablissement
WHERE code = :code ORDER BY fid LIMIT 1
ON CONFLICT (code, categorie) DO NOTHING;
