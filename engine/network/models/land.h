/* Travel model over land: from cell to cell of a grid of speeds (grid/grid.h). */
#ifndef MLG_NETWORK_MODELS_LAND_H
#define MLG_NETWORK_MODELS_LAND_H

#include "network/grid/grid.h"
#include "network/models/model.h"

typedef struct mlg_land_options {
    bool to_site;          /* people travel to the site; else care does */
    const char *rows_path; /* file of rows; NULL: in memory */
    int64_t most_bytes;    /* of rows kept; 0: the usual */
    bool prepare_only;     /* announced rows are not computed */
    int threads;
} mlg_land_options;

typedef struct mlg_land_report {
    int64_t searched; /* searches of the grid */
    int64_t kept;     /* rows reused */
    int64_t missing;  /* rows announced under `prepare_only` and found nowhere */
    char rows[256];   /* remark on their file; may be empty */
} mlg_land_report;

/* A grid with the places on it, and the rows of times computed so far. */
typedef struct mlg_land_model mlg_land_model;

/* The grid must outlive it. place_cell[places]: the cell that each is in, -1 outside the grid; copied. MLG_MEMORY. O(cells). */
mlg_status mlg_land_model_new(mlg_land_model **out, const mlg_grid *grid, const int32_t *place_cell,
                              int32_t places, const mlg_land_options *options, mlg_error *err) MLG_MUST_CHECK;
void mlg_land_model_free(mlg_land_model *model); /* NULL is allowed */

mlg_land_report mlg_land_model_figures(const mlg_land_model *model);

/* What the file of rows is known by: the grid, the places and the direction. */
uint64_t mlg_land_model_fingerprint(const mlg_land_model *model);

/* Writes the rows to their file, if it has one and some are new; a file that cannot be written is told in the report. */
mlg_status mlg_land_model_save(mlg_land_model *model, mlg_error *err) MLG_MUST_CHECK;

/* The model must outlive it. site_cell[sites]: as place_cell; copied. A trip is from centre to centre; one within a cell takes no time,
 * and from a site to its own place, site_place as in mlg_travel_road(), intra_ds. Nothing reaches a point outside the grid or on a barrier.
 * A row is one search of the grid, kept when it was announced. MLG_MEMORY. */
mlg_status mlg_travel_land(mlg_travel **travel, mlg_land_model *model, const int32_t *site_cell, int32_t sites,
                           const int32_t *site_place, int32_t intra_ds, mlg_error *err) MLG_MUST_CHECK;

#endif
