-- Priority neighbourhoods of a class of the zoning that is filed, for the annexes of the order.
-- :classe  ZIP to ZV
-- Columns: code, name, communes with their INSEE codes.
SELECT s.code, s.libelle, (SELECT group_concat(n, ', ') FROM (SELECT c.libelle || ' (' || c.insee_com || ')' AS n FROM qpv_commune q
  JOIN commune c ON c.insee_com = q.insee_com WHERE q.code_qp = s.code ORDER BY c.insee_com))
FROM zonage_scenario s
WHERE s.maille = 'qpv' AND s.apres = :classe
ORDER BY s.code;
