-- What one more GP in the commune that lacks them most would change: access now and then, with any supply one likes.
--   sqlite3 study.gpkg < access.sql
.load mod_maillage
CREATE TEMP TABLE worst AS
SELECT code FROM acces JOIN lieu USING (code) WHERE service = 'gp' AND mesure = 'apl' AND perimetre = 1 ORDER BY valeur, code LIMIT 1;

SELECT c.libelle, round(a.valeur, 2) AS now, round(v.access, 2) AS with_one_more, apl_class(a.valeur) || ' to ' || apl_class(v.access) AS class
FROM apl('SELECT code, x, y, l.pop_std FROM lieu l JOIN commune c ON c.insee_com = l.code ORDER BY code',
         'SELECT x, y, 5400.0 * (coalesce(sum(quantite), 0) + (c.insee_com IN (SELECT code FROM worst)))
          FROM commune c LEFT JOIN offre o ON o.insee_com = c.insee_com AND o.service = ''gp'' GROUP BY c.insee_com',
         (SELECT valeur FROM parametre WHERE etape = 'access' AND nom = 'decay')) v
JOIN acces a ON a.code = v.id AND a.service = 'gp' AND a.mesure = 'apl'
JOIN commune c ON c.insee_com = v.id
WHERE v.access > a.valeur * 1.01
ORDER BY v.access - a.valeur DESC, v.id LIMIT 3;

-- On tests/studies/small, by its test:
--> Étrun|2.59|2.98|3 to 3
--> Camblain|1.9|2.3|2 to 2
--> Brias|2.16|2.55|2 to 3
