-- The trend of a group of communes, or of a priority neighbourhood.
-- :maille       epci, tvs or qpv
-- :code
-- :libelle
-- :annees       years known
-- :annee_debut  first of them
-- :annee_fin    last of them
-- :apl_debut    APL in the first
-- :apl_fin      in the last
-- :apl_ecart    last less first
-- :apl_pente    a year
-- :sous_debut   persons under the threshold in the first
-- :sous_fin     in the last
INSERT INTO serie_groupe (maille, code, libelle, annees, annee_debut, annee_fin, apl_debut, apl_fin, apl_ecart, apl_pente, sous_debut, sous_fin)
VALUES (:maille, :code, :libelle, :annees, :annee_debut, :annee_fin, :apl_debut, :apl_fin, :apl_ecart, :apl_pente, :sous_debut, :sous_fin);
