-- The area that each commune of the territory is judged with; a commune that has none is one by itself.
-- :maille  tvs | epci | commune
-- Columns: commune, code of its area, name of the area.
SELECT a.insee_com,
  coalesce(CASE :maille WHEN 'tvs' THEN c.tvs WHEN 'epci' THEN c.siren_epci END, a.insee_com),
  coalesce(CASE :maille WHEN 'tvs' THEN c.lib_tvs WHEN 'epci' THEN c.lib_epci END, a.libelle)
FROM acces_commune a JOIN commune c ON c.insee_com = a.insee_com ORDER BY a.insee_com;
