-- Conventions and parameters behind the figures, in French where the name is known.
-- Columns: stage, parameter, value (decimal comma), unit, origin. Signs and apostrophes as French print has them.
SELECT CASE etape WHEN 'access' THEN 'Accessibilité' WHEN 'desert' THEN 'Déserts' WHEN 'siting' THEN 'Implantation'
                  WHEN 'travel' THEN 'Trajets' WHEN 'zoning' THEN 'Zonage' WHEN 'catchment' THEN 'Bassins'
                  WHEN 'load' THEN 'Chargement'
                  WHEN 'need' THEN 'Besoins' WHEN 'outlook' THEN 'Perspectives' WHEN 'sensitivity' THEN 'Sensibilité' ELSE etape END AS etape,
       CASE etape || '.' || nom
            WHEN 'access.decay' THEN 'Décroissance avec le temps de trajet'
            WHEN 'access.closure' THEN 'Bornes de temps fermées'
            WHEN 'access.base_std' THEN 'Base de la population standardisée'
            WHEN 'access.acts' THEN 'Actes par an et par médecin'
            WHEN 'access.age_limit' THEN 'Âge limite des médecins comptés'
            WHEN 'desert.seuil_apl' THEN 'Seuil d’APL'
            WHEN 'desert.seuil_pharma' THEN 'Seuil de trajet à la pharmacie'
            WHEN 'desert.seuil_urgence' THEN 'Seuil de trajet aux urgences'
            WHEN 'desert.rules' THEN 'Règle des déserts'
            WHEN 'zoning.rules' THEN 'Règle de zonage'
            WHEN 'travel.model' THEN 'Modèle de trajet'
            WHEN 'travel.detour' THEN 'Coefficient de détour'
            WHEN 'travel.terminal' THEN 'Temps terminal'
            WHEN 'travel.intra' THEN 'Trajet interne à une commune'
            ELSE nom END AS nom,
       CASE WHEN nom = 'closure' AND valeur LIKE 'right%' THEN 'à droite (t ≤ limite)'
            WHEN nom = 'closure' AND valeur LIKE 'left%' THEN 'à gauche (t < limite)'
            WHEN nom = 'base_std' AND valeur = 'ages' THEN 'tranches d’âge'
            WHEN nom = 'base_std' AND valeur = 'donnee' THEN 'population standardisée donnée'
            WHEN nom = 'base_std' AND valeur = 'population' THEN 'population totale, sans standardisation'
            WHEN nom = 'model' AND valeur = 'crow' THEN 'à vol d’oiseau corrigé'
            WHEN valeur GLOB '*[^0-9.]*'
              THEN replace(replace(replace(replace(valeur, '<=', '≤'), '>=', '≥'), ' x ', ' × '), '''', '’')
            ELSE replace(valeur, '.', ',') END AS valeur, replace(unite, '''', '’') AS unite,
       replace(CASE WHEN origine LIKE 'etude%' THEN 'étude' || substr(origine, 6)
                    WHEN origine LIKE 'defaut:%' THEN 'défaut' || char(160) || ': ' || trim(substr(origine, 8))
                    WHEN origine LIKE 'defaut%' THEN 'défaut' || substr(origine, 7) ELSE origine END, '''', '’') AS origine
FROM parametre
ORDER BY parametre.etape, parametre.nom;
