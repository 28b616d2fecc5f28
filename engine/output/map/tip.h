/* What a shape of the map says when it is pointed at. */
#ifndef MLG_OUTPUT_MAP_TIP_H
#define MLG_OUTPUT_MAP_TIP_H

#include "output/map/layers.h"

/* Ends a <path> that is still open: its <title> "name: APL 3.2, 3.4 before; emergency service at 37 min, 9 before (842 inhabitants)", the
 * figures of before where they differ; then `groups`, as the next function says them. */
void mlg_map_tip(mlg_text *out, const char *name, const mlg_map_facts *facts, const char *groups);

/* "; sans_voiture: 40 % of the people, APL 0.91", of NaN the APL is left out. */
void mlg_map_tip_group(mlg_text *out, const char *group, double share, double apl);

#endif
