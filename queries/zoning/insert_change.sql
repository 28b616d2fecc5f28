-- Writes a change a scenario asks for.
-- :cote            A or B
-- :nature          regle, seuil, apl, offre or zonage
-- :maille          tvs, commune, qpv or NULL
-- :code            code, or NULL
-- :libelle         name, or NULL
-- :avant           before, or NULL
-- :apres           after, or NULL
-- :justification   reason given, or NULL
-- :refus           why it should be refused, or NULL
INSERT INTO scenario_changement (cote, nature, maille, code, libelle, avant, apres, justification, refus)
VALUES (:cote, :nature, :maille, :code, :libelle, :avant, :apres, :justification, :refus);
