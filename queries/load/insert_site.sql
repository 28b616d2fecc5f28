-- Writes a facility; the same one met again in a later source replaces it.
-- :geom       point
-- :code       FINESS number or any identifier
-- :libelle    name
-- :categorie  category
-- :insee_com  commune it stands in
-- :precision  adresse or commune
-- :horaires   opening hours, or NULL
-- :perimetre  1 in the territory, 0 neighbour
INSERT INTO etablissement (geom, code, libelle, categorie, insee_com, precision, horaires, perimetre)
VALUES (:geom, :code, :libelle, :categorie, :insee_com, :precision, :horaires, :perimetre)
ON CONFLICT (code, categorie) DO UPDATE SET geom = excluded.geom, libelle = excluded.libelle,
  insee_com = excluded.insee_com, precision = excluded.precision, horaires = excluded.horaires, perimetre = excluded.perimetre;
