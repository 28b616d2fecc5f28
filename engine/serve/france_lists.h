/* France as the desk shows it: found by words, and on a map. */
#ifndef MLG_SERVE_FRANCE_LISTS_H
#define MLG_SERVE_FRANCE_LISTS_H

#include "base/error.h"

/* Everything that can be chosen, as JSON in memory: { "communes": [ [ code, name, lon, lat, people, epci, departement ], ... ], "epci":
 * { code: name }, "departements": { code: [ name, region ] }, "regions": { code: name } }. Communes without a position and municipal
 * districts are left out. Freed with free(). O(communes). */
mlg_status mlg_france_lists(char **out, mlg_error *err) MLG_MUST_CHECK;

#endif
