-- What doctors are counted in, in French; NULL without supply of general practice.
-- Columns: words.
SELECT CASE WHEN count(*) = 0 THEN NULL
            WHEN sum(unite <> 'personnes') = 0 THEN 'médecins'
            WHEN sum(unite = 'personnes') = 0 THEN 'équivalents temps plein'
            ELSE 'médecins, et équivalents temps plein où l’offre est donnée en ETP ou en actes' END
FROM offre WHERE service = 'gp' AND scenario = 'actuel';
