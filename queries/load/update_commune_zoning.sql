-- Class of every commune: its own when it is zoned by name, else that of its life territory.
UPDATE commune SET zonage = coalesce(
  (SELECT z.zonage FROM zonage z WHERE z.maille = 'commune' AND z.code = commune.insee_com),
  (SELECT z.zonage FROM zonage z WHERE z.maille = 'tvs' AND z.code = commune.tvs));
