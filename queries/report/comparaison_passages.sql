-- Communes, then priority neighbourhoods, that pass a threshold, the most people first.
-- Columns: level, what is measured, direction, code, name, EPCI, persons, priority neighbourhoods there, unit, before, after, threshold.
WITH mesure (service, mesure, mot) AS (
  VALUES ('gp', 'apl', 'APL'), ('gp', 'temps', 'généraliste'), ('pharmacy', 'temps', 'pharmacie'), ('emergency', 'temps', 'urgences')
), place (maille, service, mesure, tombe, code, libelle, lib_epci, population, n_qpv, avant, apres, seuil) AS (
  SELECT 'commune', p.service, p.mesure, p.passage = 'tombe', p.insee_com, p.libelle, p.lib_epci, p.population,
    (SELECT a.n_qpv FROM acces_commune a WHERE a.insee_com = p.insee_com), p.avant, p.apres, p.seuil
  FROM comparaison_passage p
  UNION ALL
  SELECT 'quartier prioritaire', m.service, m.mesure,
    instr('; ' || q.passage, '; ' || m.mot || ' : passe ') > 0,
    q.code_qp, q.libelle, NULL, q.population, NULL,
    CASE m.mot WHEN 'APL' THEN q.apl_avant WHEN 'généraliste' THEN q.t_gp_avant WHEN 'pharmacie' THEN q.t_pharma_avant ELSE q.t_urgence_avant END,
    CASE m.mot WHEN 'APL' THEN q.apl WHEN 'généraliste' THEN q.t_gp WHEN 'pharmacie' THEN q.t_pharma ELSE q.t_urgence END, s.seuil
  FROM comparaison_qpv q JOIN mesure m ON instr('; ' || q.passage, '; ' || m.mot || ' : ') > 0
  JOIN comparaison_seuil s ON s.service = m.service AND s.mesure = m.mesure)
SELECT maille, service || '.' || mesure AS quoi, CASE WHEN tombe THEN 'passe du mauvais côté' ELSE 'repasse du bon côté' END AS passage,
  code, libelle, lib_epci, population, n_qpv,
  CASE WHEN mesure LIKE 'temps%' THEN 'minutes' ELSE (SELECT p.unite FROM parametre p WHERE p.etape = 'access' AND p.nom = 'mesure.' || service || '.' || replace(mesure, '_jugee', '')) END AS unite,
  avant, apres, seuil
FROM place ORDER BY maille, service <> 'gp' OR mesure <> 'apl', service, mesure, tombe DESC, population DESC, code;
