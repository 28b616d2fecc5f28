-- Writes the published accessibility of a place, to compare with. The last source of a vintage prevails; where several codes
-- make one commune, the row under its own code.
-- :service     gp, nurse, physio, midwife or dentist
-- :insee_com   INSEE code
-- :connue      1 when it is a commune of the study
-- :libelle     name, or NULL
-- :apl         professionals of all ages, in the unit of the service
-- :apl_65      professionals of 65 and under, the same unit, or NULL
-- :pop_std     standardised persons, or NULL
-- :population  persons, or NULL
-- :millesime   vintage
-- :propre      1 when the row bears the code of the commune itself
INSERT INTO apl_publiee (service, insee_com, connue, libelle, apl, apl_65, pop_std, population, millesime)
VALUES (:service, :insee_com, :connue, :libelle, :apl, :apl_65, :pop_std, :population, :millesime)
ON CONFLICT (service, insee_com, millesime) DO UPDATE SET apl = excluded.apl, apl_65 = excluded.apl_65,
  pop_std = excluded.pop_std, population = excluded.population
WHERE :propre;
