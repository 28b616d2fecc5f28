/* What helps to find one's way on the map of the report: neighbouring communes, names of towns, stops of rounds. */
#ifndef MLG_OUTPUT_MAP_SURROUNDINGS_H
#define MLG_OUTPUT_MAP_SURROUNDINGS_H

#include "output/map/outline.h"
#include "output/tables/findings.h"

/* One path of the neighbouring communes that reach into `view`, in metres. O(points of the neighbours). */
mlg_status mlg_map_neighbours(mlg_text *out, const mlg_map_grid *grid, const mlg_box *view, mlg_db *db,
                              mlg_error *err) MLG_MUST_CHECK;

/* Data of the script, which writes as many names as fit: communes in `view`, the most populous first, those of the territory before its
 * neighbours. */
mlg_status mlg_map_names(mlg_text *page, const mlg_map_grid *grid, const mlg_box *view, mlg_db *db,
                         mlg_error *err) MLG_MUST_CHECK;

/* Borders of the areas of which a site is the nearest, as a hidden group of the layer of each request for rings ("b0"); *any is false when
 * there is none. O(points of the areas). */
mlg_status mlg_map_catchments(mlg_text *out, bool *any, const mlg_map_grid *grid, const mlg_findings *found,
                              mlg_db *db, mlg_error *err) MLG_MUST_CHECK;

/* Numbered badges on the stops of the first request for rounds, in the order of their first session, as a hidden
 * group of that layer ("m"); *any is false when there is none. `r`: their radius in cells. */
mlg_status mlg_map_stops(mlg_text *out, bool *any, const mlg_map_grid *grid, double r, mlg_db *db,
                         mlg_error *err) MLG_MUST_CHECK;

#endif
