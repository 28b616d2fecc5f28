-- Proposed sites of every siting request, in their order.
-- Columns: request, model, rank, code of the candidate, commune, name, persons brought within `minutes`, minutes, full-time
-- equivalents, persons to whom it is the nearest, those for a doctor there, what is lost without it, unit of that, wanted by the study.
SELECT s.nom, s.modele, s.rang, s.code, s.insee_com, COALESCE(s.libelle, s.code) AS libelle, s.personnes, s.minutes,
       s.medecins, s.desservis, s.par_medecin, s.perte, b.unite_perte, CASE s.force WHEN 1 THEN 'oui' ELSE '' END AS force
FROM site s LEFT JOIN site_bilan b ON b.nom = s.nom
ORDER BY b.id, s.nom, s.rang;
