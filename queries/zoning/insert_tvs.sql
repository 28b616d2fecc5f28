-- Writes a life territory.
-- :geom                outline, or NULL
-- :code                code
-- :libelle             name
-- :nature              what its composition is: tvs, bv2022, bvcv, grand-quartier, commune
-- :nb_communes         communes of the territory of the study
-- :population          their persons
-- :population_totale   persons of all its communes in the study
-- :region_majoritaire  region most of them live in
-- :part_region         percent of them there
-- :apl                 indicator of the rule, mean of the communes where it is known
-- :part_connue         percent of the people it is known for
-- :rang                its rank, 1 the lowest
-- :nb_gp               GPs
-- :nb_gp_60            GPs of 60 and over, or NULL
-- :cadre               selection, vivier or hors, or NULL
-- :zonage              class in force
-- :zonage_regle        class by the rule
-- :ecart               how they differ, or NULL
-- :echange             zone of exchange, or NULL
INSERT INTO tvs (geom, code, libelle, nature, nb_communes, population, population_totale, region_majoritaire, part_region,
  apl, part_connue, rang, nb_gp, nb_gp_60, cadre, zonage, zonage_regle, ecart, echange)
VALUES (:geom, :code, :libelle, :nature, :nb_communes, :population, :population_totale, :region_majoritaire, :part_region,
  :apl, :part_connue, :rang, :nb_gp, :nb_gp_60, :cadre, :zonage, :zonage_regle, :ecart, :echange);
