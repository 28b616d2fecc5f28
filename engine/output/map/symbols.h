/* Points of the maps of the report: facilities, proposed sites, and the keys that explain them. */
#ifndef MLG_OUTPUT_MAP_SYMBOLS_H
#define MLG_OUTPUT_MAP_SYMBOLS_H

#include "output/map/outline.h"
#include "output/palette.h"

/* <defs> of the symbols and of the hatching of what is unknown; `r` is half the size of a symbol, in cells. */
void mlg_map_shapes(mlg_text *page, double r, const mlg_look *look);

/* A <g> with the facilities of the territory; each category gets a key in `legend`. */
mlg_status mlg_map_facilities(mlg_text *out, mlg_text *legend, const mlg_map_grid *grid, mlg_db *db,
                              mlg_error *err) MLG_MUST_CHECK;

/* One <g> per siting request, of class "antennes" and named by its layer (data-couche="g0"): numbered badges.
 * Request < 0: all of them, hidden unless the layer `first` shows them; otherwise that one alone, without a name. */
mlg_status mlg_map_proposals(mlg_text *out, const mlg_map_grid *grid, mlg_db *db, int request, const char *first,
                             double r, mlg_error *err) MLG_MUST_CHECK;

/* A disc of radius `r` around (0, 0) with its rank. */
void mlg_map_badge(mlg_text *out, int rank, double r);

/* The key of those badges: one, with its rank in words. */
void mlg_map_proposal_key(mlg_text *legend, const char *words, const char *shown);

#endif
