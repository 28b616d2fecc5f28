-- Life territory of the communes that no composition gives, as the zoning file puts them.
UPDATE commune SET (tvs, lib_tvs) = (SELECT z.tvs, z.lib_tvs FROM zonage z
  WHERE z.maille = 'commune' AND z.code = commune.insee_com)
WHERE tvs IS NULL;
