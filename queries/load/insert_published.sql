-- Writes the published accessibility of a commune, to compare with. The last source of a vintage prevails; where several codes
-- make one commune, the row under its own code.
-- :insee_com  INSEE code
-- :apl        doctors of all ages, acts a year and standardised inhabitant
-- :apl_65     doctors of 65 and under, the same unit, or NULL
-- :millesime  vintage
-- :propre     1 when the row bears the code of the commune itself
INSERT INTO apl_publiee (insee_com, apl, apl_65, millesime) VALUES (:insee_com, :apl, :apl_65, :millesime)
ON CONFLICT (insee_com, millesime) DO UPDATE SET apl = excluded.apl, apl_65 = excluded.apl_65
WHERE :propre;
