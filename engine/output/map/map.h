/* The map of the report, and the small ones of its siting requests. Inline SVG on a grid of 50 m (100 m for large
 * territories), so that neighbours share their border and a département takes a few hundred kilobytes; above
 * MLG_MAP_SVG_MOST communes their outlines are data on a coarser grid, drawn by the script on a canvas under the
 * same SVG. */
#ifndef MLG_OUTPUT_MAP_MAP_H
#define MLG_OUTPUT_MAP_MAP_H

#include "base/text.h"
#include "output/tables/findings.h"

enum { MLG_MAP_SVG_MOST = 5000 };

/* Adds the tools, the map, its symbols and the legend of each layer. Nothing is added when no commune has an outline: *drawn is
 * then false. */
mlg_status mlg_map_add(mlg_text *page, bool *drawn, mlg_db *db, const mlg_findings *found,
                       mlg_error *err) MLG_MUST_CHECK;

/* One small map per siting request: the sites it opens and the minutes gained in each commune. For print and for comparison;
 * nothing without requests or outlines. */
mlg_status mlg_map_sitings(mlg_text *page, mlg_db *db, const mlg_findings *found, mlg_error *err) MLG_MUST_CHECK;

#endif
