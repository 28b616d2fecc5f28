-- The area that each commune of the territory is judged with; a commune that has none is one by itself.
-- :maille  tvs | epci | commune
-- Columns: commune, code of its area, name of the area, first commune of the area.
SELECT commune, code, nom, min(commune) OVER (PARTITION BY code)
FROM (
  SELECT a.insee_com AS commune,
    coalesce(CASE :maille WHEN 'tvs' THEN c.tvs WHEN 'epci' THEN c.siren_epci END, a.insee_com) AS code,
    coalesce(CASE :maille WHEN 'tvs' THEN c.lib_tvs WHEN 'epci' THEN c.lib_epci END, a.libelle) AS nom
  FROM acces_commune a JOIN commune c ON c.insee_com = a.insee_com
)
ORDER BY commune;
