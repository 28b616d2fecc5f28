/* Priority neighbourhoods (QPV), over the communes of the map. */
#ifndef MLG_OUTPUT_MAP_QUARTERS_H
#define MLG_OUTPUT_MAP_QUARTERS_H

#include "output/map/layers.h"
#include "output/map/outline.h"

/* Adds their outlines, and counts them in the layers of a difference, whose classes they have. */
mlg_status mlg_map_quarters(mlg_text *out, const mlg_map_grid *grid, mlg_map_layer *layers, int count,
                            const mlg_look *look, mlg_db *db, mlg_error *err) MLG_MUST_CHECK;

#endif
