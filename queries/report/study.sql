-- What was asked, one row.
-- Columns: title, territory, year of the geographic code, coordinate system, version, buffer, decay of the APL, basis of
-- standardised population, travel model, rule of the deserts, rule of the zoning, title of the result it is compared with, vintages.
SELECT (SELECT valeur FROM etude WHERE cle = 'titre') AS titre,
       (SELECT valeur FROM etude WHERE cle = 'territoire') AS territoire,
       (SELECT valeur FROM etude WHERE cle = 'cog') AS cog,
       (SELECT valeur FROM etude WHERE cle = 'srs') AS srs,
       (SELECT valeur FROM etude WHERE cle = 'version') AS version,
       (SELECT valeur FROM etude WHERE cle = 'tampon') AS tampon,
       (SELECT valeur FROM parametre WHERE etape = 'access' AND nom = 'decay') AS decay,
       (SELECT valeur FROM parametre WHERE etape = 'access' AND nom = 'base_std') AS base_std,
       (SELECT valeur FROM parametre WHERE etape = 'travel' AND nom = 'modele') AS trajet,
       (SELECT valeur FROM parametre WHERE etape = 'desert' AND nom = 'rules') AS regle_desert,
       (SELECT valeur FROM parametre WHERE etape = 'zoning' AND nom = 'regle') AS regle_zonage,
       (SELECT valeur FROM parametre WHERE etape = 'compare' AND nom = 'avant') AS comparee_a,
       (SELECT group_concat(millesime, ', ') FROM (SELECT DISTINCT millesime FROM provenance
         WHERE source LIKE 'supply%' AND note = 'gp' AND millesime IS NOT NULL ORDER BY millesime)) AS millesime_offre,
       (SELECT group_concat(millesime, ', ') FROM (SELECT DISTINCT millesime FROM provenance
         WHERE millesime IS NOT NULL
           AND source LIKE CASE WHEN EXISTS (SELECT 1 FROM provenance WHERE source LIKE 'population%')
                                THEN 'population%' ELSE 'communes%' END ORDER BY millesime)) AS millesime_population;
