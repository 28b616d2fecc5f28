/* Travel times given by a file (INSEE Metric, the output of a router, any table of pairs). */
#ifndef MLG_ANALYSIS_TRAVEL_GIVEN_TIMES_H
#define MLG_ANALYSIS_TRAVEL_GIVEN_TIMES_H

#include "analysis/common/places.h"

/* Column names; NULL: the usual ones are tried ("id1", "id2", "Dist_min"...). */
typedef struct mlg_given_columns {
    const char *origin, *destination, *minutes;
    /* text that stands for "no route"; NULL: 9999, as in INSEE Metric. An empty cell is one too */
    const char *no_route;
} mlg_given_columns;

typedef struct mlg_given_stats {
    int64_t rows, pairs;     /* read; kept */
    int64_t no_route;        /* said to have no way */
    int64_t unknown_origins; /* rows whose origin is no place of the study */
} mlg_given_stats;

typedef struct mlg_given mlg_given;

/* Rows whose origin is a place of the study. A destination is the code of a site, or of a commune: then of every site of that
 * commune. Minutes to the nearest decisecond. MLG_INPUT: a missing column, a time that is negative or no number, with its row.
 * Memory: 12 bytes a pair. O(rows). */
mlg_status mlg_given_read(mlg_given **out, mlg_given_stats *stats, const char *path,
                          const mlg_given_columns *columns, const mlg_places *places, const mlg_progress *progress,
                          mlg_error *err) MLG_MUST_CHECK;
void mlg_given_free(mlg_given *matrix);

/* Pairs to a destination, by its code: none when the file does not have it. Until the matrix is freed. */
void mlg_given_row(mlg_row *row, const mlg_given *matrix, const char *code);

/* The travel model from these sites: the pair of the site's own code when the file has it, else of its commune. A place where a
 * site stands is at intra_ds, whatever the file says. */
mlg_status mlg_given_travel(mlg_travel **travel, const mlg_given *matrix, const mlg_places *places,
                            const mlg_sites *sites, int32_t intra_ds, mlg_error *err) MLG_MUST_CHECK;

#endif
