-- Tables that are handed over: what people read, layers in the order of a map, then tables by theme. Points of demand and their squares,
-- loaded files, working tables stay in the study.
-- Columns: table, title, description, geometry (NULL: a table without), coordinate system.
WITH handed_over (place, name) AS (
  VALUES (1, 'acces_commune'), (2, 'sensibilite'), (2, 'incertitude'), (2, 'ecart_publie'), (3, 'acces_carreau'), (3, 'acces_groupe'), (4, 'desert'), (4, 'comparaison'), (4, 'comparaison_qpv'), (4, 'serie'), (5, 'tvs'), (6, 'bassin'), (7, 'site'),
    (8, 'arret'), (9, 'tournee'), (9, 'ligne_tc'), (9, 'arret_tc'), (9, 'zone_tad'), (10, 'qpv'), (11, 'etablissement'), (12, 'commune'),
    (19, 'temps'), (19, 'temps_bilan'), (20, 'equite'), (21, 'sensibilite_niveau'), (21, 'incertitude_bilan'), (21, 'ecart_publie_bilan'), (22, 'besoin'), (23, 'besoin_zone'), (24, 'perspective'), (25, 'perspective_bilan'),
    (26, 'desert_bilan'), (27, 'desert_combinaison'), (28, 'desert_typologie'), (29, 'desert_commune'), (30, 'desert_zone'),
    (31, 'grappe'), (32, 'vulnerabilite'), (33, 'vulnerabilite_rang'), (34, 'site_bilan'), (35, 'site_front'), (36, 'site_variante'), (36, 'site_equite'),
    (37, 'tournee_bilan'), (38, 'tournee_acces'), (38, 'tournee_acces_qpv'), (39, 'bassin_site'), (40, 'jauge'), (41, 'zonage_controle'), (42, 'scenario'), (42, 'changement'), (42, 'comparaison_unite'), (42, 'comparaison_seuil'),
    (42, 'comparaison_passage'), (42, 'comparaison_groupe'), (42, 'comparaison_equite'), (42, 'comparaison_accueil'), (42, 'comparaison_absent'), (42, 'commune_fusion'),
    (42, 'serie_annee'), (42, 'serie_groupe'), (42, 'serie_valeur'), (42, 'serie_cible'), (42, 'serie_absent'),
    (43, 'scenario_changement'), (44, 'zonage_scenario'), (45, 'zonage_transition'), (46, 'zonage_jauge'), (47, 'zonage_aide'),
    (48, 'zonage_voisin'), (49, 'zonage_seuil'), (50, 'zonage_rang'), (51, 'tvs_hors_etude'),
    (59, 'reseau'), (60, 'secret'), (61, 'provenance'), (62, 'parametre'), (63, 'etude')
)
SELECT c.table_name, c.identifier, c.description, g.geometry_type_name, g.srs_id
FROM handed_over h
JOIN gpkg_contents c ON c.table_name = h.name
LEFT JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
ORDER BY h.place;
