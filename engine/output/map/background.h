/* The background of the map of the page: coast, main roads, rivers, where the study travels on roads (analysis/whatif/background.h). */
#ifndef MLG_OUTPUT_MAP_BACKGROUND_H
#define MLG_OUTPUT_MAP_BACKGROUND_H

#include "output/map/outline.h"

/* A group of one path a kind, brought to the grid of the drawing, and a key for each in `legend`; nothing without one. */
mlg_status mlg_map_background(mlg_text *out, mlg_text *legend, const mlg_map_grid *grid, mlg_db *db,
                              mlg_error *err) MLG_MUST_CHECK;

#endif
