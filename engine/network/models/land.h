/* Travel model over land: from cell to cell of a grid of speeds (grid/grid.h). */
#ifndef MLG_NETWORK_MODELS_LAND_H
#define MLG_NETWORK_MODELS_LAND_H

#include "network/grid/grid.h"
#include "network/models/model.h"

/* The grid must outlive it. place_cell[places], site_cell[sites]: the cell that each is in, -1 outside the grid; copied. A trip is from
 * centre to centre; one within a cell takes no time, and from a site to its own place, site_place as in mlg_travel_road(), intra_ds.
 * Nothing reaches a point outside the grid or on a barrier. to_site: people travel to the site; else care does. A row is one search of
 * the grid. MLG_MEMORY. */
mlg_status mlg_travel_land(mlg_travel **travel, const mlg_grid *grid, const int32_t *place_cell, int32_t places,
                           const int32_t *site_cell, int32_t sites, const int32_t *site_place, bool to_site,
                           int32_t intra_ds, mlg_error *err) MLG_MUST_CHECK;

#endif
