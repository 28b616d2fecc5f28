-- Writes who is farther than a limit of a request.
-- :nom           name of the request
-- :libelle       words for readers
-- :quand         time of the week, or NULL
-- :qui           who is counted
-- :sites         sites that count
-- :sites_fermes  sites that do not
-- :minutes       limit
-- :personnes     persons who are counted
-- :au_dela       of whom farther than the limit
-- :au_dela_sans  the same, whatever the hours
-- :passent       farther because sites are closed
-- :communes      communes whose time is over the limit
-- :t_moyen       mean time, or NULL
-- :inconnu       persons without any site within the search
INSERT INTO temps_bilan (nom, libelle, quand, qui, sites, sites_fermes, minutes, personnes, au_dela, au_dela_sans, passent, communes,
  t_moyen, inconnu)
VALUES (:nom, :libelle, :quand, :qui, :sites, :sites_fermes, :minutes, :personnes, :au_dela, :au_dela_sans, :passent, :communes,
  :t_moyen, :inconnu);
