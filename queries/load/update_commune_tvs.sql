-- Life territory and région of the communes that no other source gives, as the zoning file puts them.
UPDATE commune SET
  lib_tvs = CASE WHEN tvs IS NULL THEN (SELECT z.lib_tvs FROM zonage z WHERE z.maille = 'commune' AND z.code = commune.insee_com)
            ELSE lib_tvs END,
  tvs = coalesce(tvs, (SELECT z.tvs FROM zonage z WHERE z.maille = 'commune' AND z.code = commune.insee_com)),
  insee_reg = coalesce(insee_reg, (SELECT z.region FROM zonage z WHERE z.maille = 'commune' AND z.code = commune.insee_com));
