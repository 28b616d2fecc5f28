-- A convention of the study, to be compared with that of the figures of France: a parameter, or the file that gives the supply of a
-- service (its SHA-256) where all of it comes from the communes that ship with Maillage.
-- :etape  step of the parameter, or supply
-- :nom    its name, or the service
-- Columns: value.
SELECT valeur FROM parametre WHERE etape = :etape AND nom = :nom
UNION ALL
SELECT max(CASE chemin WHEN 'maillage:france/communes.csv' THEN sha256 END) FROM provenance
WHERE :etape = 'supply' AND source LIKE 'supply%' AND note = :nom HAVING min(chemin LIKE 'maillage:france/%') = 1;
