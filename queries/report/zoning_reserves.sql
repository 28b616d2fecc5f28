-- What a reader of the annexes must know before its figures, most important first.
-- Columns: a sentence.
SELECT phrase FROM (
  SELECT 1 AS ordre, printf('%d territoire%s (%s habitants, %s %% de la population) %s pas de classe.', count(*), CASE WHEN count(*) > 1 THEN 's' ELSE '' END,
      replace(printf('%,d', CAST(round(sum(t.population)) AS INTEGER)), ',', char(8239)),
      replace(printf('%.1f', 100 * sum(t.population) / (SELECT sum(population) FROM tvs)), '.', ','),
      CASE WHEN count(*) > 1 THEN 'n’ont' ELSE 'n’a' END) AS phrase
    FROM tvs t WHERE t.zonage IS NULL AND t.nature <> 'commune' AND EXISTS (SELECT 1 FROM zonage) HAVING count(*) > 0
  UNION ALL
  SELECT 2, printf('L’indicateur est connu pour moins de 95 %% des habitants de %d territoire%s (%s habitants) : ni rang, ni cadre, ni classe selon la règle ; la liste est à la fin, aux contrôles.',
      count(*), CASE WHEN count(*) > 1 THEN 's' ELSE '' END, replace(printf('%,d', CAST(round(sum(t.population)) AS INTEGER)), ',', char(8239)))
    FROM zonage_controle k JOIN tvs t ON t.code = k.code WHERE k.motif = 'indicateur connu pour moins de 95 % des habitants' HAVING count(*) > 0
  UNION ALL
  SELECT 3, CASE WHEN sum(population) FILTER (WHERE avant <> 'inconnu' AND apres <> 'inconnu') > 0
      THEN printf('La classe d’avant ou d’après est inconnue pour %s habitants : aucune aide n’est comptée pour eux, ni gagnée ni perdue.',
        replace(printf('%,d', CAST(round(sum(population) FILTER (WHERE 'inconnu' IN (avant, apres))) AS INTEGER)), ',', char(8239)))
      WHEN max(avant <> 'inconnu') = 0 THEN 'Aucune classe n’est connue avant : ni jauge du zonage de départ, ni aide gagnée ou perdue.'
      ELSE 'Aucune classe n’est connue à la fois avant et après : aucune aide n’est comptée, ni gagnée ni perdue.' END
    FROM zonage_transition HAVING sum(population) FILTER (WHERE 'inconnu' IN (avant, apres)) > 0
  UNION ALL
  SELECT 4, upper(substr(motif, 1, 1)) || substr(motif, 2) || ' : ' || detail || '.' FROM zonage_controle
    WHERE maille IN ('region', 'jauge') OR (maille = 'qpv' AND code = '') OR motif = 'indicateur inconnu')
ORDER BY ordre, phrase;
