/* Lines and stops of public transport over the map, which the reader asks for. */
#ifndef MLG_OUTPUT_MAP_TRANSIT_H
#define MLG_OUTPUT_MAP_TRANSIT_H

#include "output/map/outline.h"

/* Adds a hidden group and the line of its legend; nothing without timetables. Segments that several lines share are drawn once; where
 * there are more than a few thousand of them or of stops, they are drawn on coarser cells, and the legend says so. */
mlg_status mlg_map_transit(mlg_text *out, mlg_text *legend, const mlg_map_grid *grid, mlg_db *db,
                           mlg_error *err) MLG_MUST_CHECK;

#endif
