-- The change that a scenario recorded last.
-- Columns: kind, service, place, before, after; made: 1, 0 outside its dates.
SELECT nature, service,
       nullif(trim(coalesce(code, '') || ' ' || coalesce(libelle, '') ||
                   iif(vers <> coalesce(code, ''), ' -> ' || vers || coalesce(' ' || lib_vers, ''), '')), ''),
       avant, apres, effet
FROM changement
ORDER BY id DESC
LIMIT 1;
