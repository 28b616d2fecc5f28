-- Priority neighbourhoods of the zoning that is filed, as the sheet Zonage_QPV of the national file has them; the code of the class is
-- put in words by who writes.
-- Columns: région and département of its first commune, territories (codes, names), code, name, communes (codes, names), class, persons.
SELECT (SELECT c.insee_reg FROM qpv_commune q JOIN commune c ON c.insee_com = q.insee_com WHERE q.code_qp = s.code ORDER BY c.insee_com LIMIT 1),
  (SELECT c.insee_dep FROM qpv_commune q JOIN commune c ON c.insee_com = q.insee_com WHERE q.code_qp = s.code ORDER BY c.insee_com LIMIT 1),
  (SELECT group_concat(code, ', ') FROM (SELECT DISTINCT t.code FROM qpv_commune q JOIN commune c ON c.insee_com = q.insee_com
     JOIN tvs t ON t.code = coalesce(c.tvs, c.insee_com) WHERE q.code_qp = s.code ORDER BY t.code)),
  (SELECT group_concat(libelle, ', ') FROM (SELECT DISTINCT t.code, t.libelle FROM qpv_commune q JOIN commune c ON c.insee_com = q.insee_com
     JOIN tvs t ON t.code = coalesce(c.tvs, c.insee_com) WHERE q.code_qp = s.code ORDER BY t.code)),
  s.code, s.libelle,
  (SELECT group_concat(insee_com, ', ') FROM (SELECT insee_com FROM qpv_commune WHERE code_qp = s.code ORDER BY insee_com)),
  (SELECT group_concat(libelle, ', ') FROM (SELECT c.libelle FROM qpv_commune q JOIN commune c ON c.insee_com = q.insee_com
     WHERE q.code_qp = s.code ORDER BY q.insee_com)),
  s.apres, s.population
FROM zonage_scenario s
WHERE s.maille = 'qpv'
ORDER BY s.code;
