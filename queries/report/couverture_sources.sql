-- Share of the buffer that each kind of data covers: of the people around the territory, those of départements where it has a row.
-- Départements of ten communes or 10,000 inhabitants in the buffer: in smaller ones there may be nothing to have.
-- Columns: kind of data, percent of the people, départements, those without any row, their names.
WITH nom (code, nom) AS (VALUES
  ('01', 'Ain'), ('02', 'Aisne'), ('03', 'Allier'), ('04', 'Alpes-de-Haute-Provence'), ('05', 'Hautes-Alpes'), ('06',
  'Alpes-Maritimes'), ('07', 'Ardèche'), ('08', 'Ardennes'), ('09', 'Ariège'), ('10', 'Aube'), ('11', 'Aude'), ('12',
  'Aveyron'), ('13', 'Bouches-du-Rhône'), ('14', 'Calvados'), ('15', 'Cantal'), ('16', 'Charente'), ('17',
  'Charente-Maritime'), ('18', 'Cher'), ('19', 'Corrèze'), ('2A', 'Corse-du-Sud'), ('2B', 'Haute-Corse'), ('21',
  'Côte-d’Or'), ('22', 'Côtes-d’Armor'), ('23', 'Creuse'), ('24', 'Dordogne'), ('25', 'Doubs'), ('26', 'Drôme'), ('27',
  'Eure'), ('28', 'Eure-et-Loir'), ('29', 'Finistère'), ('30', 'Gard'), ('31', 'Haute-Garonne'), ('32', 'Gers'), ('33',
  'Gironde'), ('34', 'Hérault'), ('35', 'Ille-et-Vilaine'), ('36', 'Indre'), ('37', 'Indre-et-Loire'), ('38', 'Isère'),
  ('39', 'Jura'), ('40', 'Landes'), ('41', 'Loir-et-Cher'), ('42', 'Loire'), ('43', 'Haute-Loire'), ('44',
  'Loire-Atlantique'), ('45', 'Loiret'), ('46', 'Lot'), ('47', 'Lot-et-Garonne'), ('48', 'Lozère'), ('49', 'Maine-et-Loire'),
  ('50', 'Manche'), ('51', 'Marne'), ('52', 'Haute-Marne'), ('53', 'Mayenne'), ('54', 'Meurthe-et-Moselle'), ('55', 'Meuse'),
  ('56', 'Morbihan'), ('57', 'Moselle'), ('58', 'Nièvre'), ('59', 'Nord'), ('60', 'Oise'), ('61', 'Orne'), ('62',
  'Pas-de-Calais'), ('63', 'Puy-de-Dôme'), ('64', 'Pyrénées-Atlantiques'), ('65', 'Hautes-Pyrénées'), ('66',
  'Pyrénées-Orientales'), ('67', 'Bas-Rhin'), ('68', 'Haut-Rhin'), ('69', 'Rhône'), ('70', 'Haute-Saône'), ('71',
  'Saône-et-Loire'), ('72', 'Sarthe'), ('73', 'Savoie'), ('74', 'Haute-Savoie'), ('75', 'Paris'), ('76', 'Seine-Maritime'),
  ('77', 'Seine-et-Marne'), ('78', 'Yvelines'), ('79', 'Deux-Sèvres'), ('80', 'Somme'), ('81', 'Tarn'), ('82',
  'Tarn-et-Garonne'), ('83', 'Var'), ('84', 'Vaucluse'), ('85', 'Vendée'), ('86', 'Vienne'), ('87', 'Haute-Vienne'), ('88',
  'Vosges'), ('89', 'Yonne'), ('90', 'Territoire de Belfort'), ('91', 'Essonne'), ('92', 'Hauts-de-Seine'), ('93',
  'Seine-Saint-Denis'), ('94', 'Val-de-Marne'), ('95', 'Val-d’Oise'), ('971', 'Guadeloupe'), ('972', 'Martinique'), ('973',
  'Guyane'), ('974', 'La Réunion'), ('976', 'Mayotte')
), zone AS (
  SELECT insee_dep AS dep, COUNT(*) AS n, SUM(COALESCE(population, 0)) AS habitants FROM commune WHERE perimetre = 0 GROUP BY insee_dep
  HAVING COUNT(*) >= 10 OR SUM(COALESCE(population, 0)) >= 10000
), donnee (rang, genre, insee_com) AS (
  SELECT 1, 'établissements', insee_com FROM etablissement
  UNION SELECT 2, 'offre : ' || CASE service WHEN 'gp' THEN 'médecins généralistes' WHEN 'nurse' THEN 'infirmiers' WHEN 'physio' THEN 'kinésithérapeutes'
      WHEN 'midwife' THEN 'sages-femmes' WHEN 'dentist' THEN 'chirurgiens-dentistes' WHEN 'speech_therapist' THEN 'orthophonistes' WHEN 'pharmacy' THEN 'pharmacies' ELSE service END, insee_com FROM offre WHERE scenario = 'actuel'
  UNION SELECT 3, 'population', insee_com FROM commune WHERE population IS NOT NULL
  UNION SELECT 4, 'tranches d’âge', l.insee_com FROM lieu l JOIN lieu_age a ON a.code = l.code
  UNION SELECT 5, 'densité', insee_com FROM commune WHERE densite > 0
  UNION SELECT 6, 'carreaux', insee_com FROM carreau
  UNION SELECT 7, 'APL publiée', insee_com FROM apl_publiee
), couvert AS (
  SELECT DISTINCT d.rang, d.genre, c.insee_dep AS dep FROM donnee d JOIN commune c ON c.insee_com = d.insee_com WHERE c.perimetre = 0
), genre AS (SELECT DISTINCT rang, genre FROM donnee)
SELECT g.genre AS source,
       100.0 * SUM(CASE WHEN k.dep IS NOT NULL THEN z.habitants ELSE 0 END) / NULLIF(SUM(z.habitants), 0) AS part,
       COUNT(*) AS departements, COUNT(CASE WHEN k.dep IS NULL THEN 1 END) AS sans_ligne,
       (SELECT group_concat(nom, ', ') FROM (
          SELECT COALESCE(n.nom, m.dep) AS nom FROM zone m LEFT JOIN nom n ON n.code = m.dep
          WHERE NOT EXISTS (SELECT 1 FROM couvert x WHERE x.genre = g.genre AND x.dep = m.dep) ORDER BY m.habitants DESC)) AS noms
FROM genre g JOIN zone z LEFT JOIN couvert k ON k.genre = g.genre AND k.dep = z.dep
GROUP BY g.rang, g.genre ORDER BY g.rang, g.genre;
