/* Travel times read from a file (INSEE Metric, the output of a router, any table of pairs). */
#ifndef MLG_ANALYSIS_TRAVEL_GIVEN_TIMES_H
#define MLG_ANALYSIS_TRAVEL_GIVEN_TIMES_H

#include "analysis/common/places.h"

typedef enum mlg_given_twice { MLG_GIVEN_SHORTEST, MLG_GIVEN_LONGEST, MLG_GIVEN_REFUSE } mlg_given_twice;

/* Column names; NULL: tries the usual ones ("id1", "id2", "Dist_min"...). */
typedef struct mlg_given_columns {
    const char *origin, *destination, *minutes;
    /* text that stands for "no route"; NULL: 9999, as in INSEE Metric. An empty cell is one too */
    const char *no_route;
    mlg_given_twice twice; /* which of two different times for one pair counts */
    bool both_ways;        /* a pair without its reverse counts both ways */
} mlg_given_columns;

typedef struct mlg_given_stats {
    int64_t rows, pairs;     /* read; kept */
    int64_t no_route;        /* rows marked as having no route */
    int64_t unknown_origins; /* rows whose origin is not a place of the study */
    int64_t diagonal;        /* pairs of a place and itself */
    int64_t no_diagonal;     /* destinations that are places without such a pair, when others have one */
    int64_t between;         /* pairs of two other places that are both destinations */
    int64_t one_way;         /* of these, without their reverse */
    int64_t ordered;         /* all pairs of two other places */
    int64_t conflicts;       /* pairs with several times that differ */
} mlg_given_stats;

typedef struct mlg_given mlg_given;

/* Reads the rows whose origin is a place of the study. A destination is the code of a site or of a commune; that
 * of a commune stands for all its sites. A pair that is given several times counts once. Minutes are rounded to the nearest decisecond. MLG_INPUT: a missing
 * column, a time that is negative or not a number, with its row, or two times for one pair, when that is refused.
 * Memory: 16 bytes a pair. O(rows log rows). */
mlg_status mlg_given_read(mlg_given **out, mlg_given_stats *stats, const char *path,
                          const mlg_given_columns *columns, const mlg_places *places, const mlg_progress *progress,
                          mlg_error *err) MLG_MUST_CHECK;
void mlg_given_free(mlg_given *matrix);

/* Whether the file gives the time of some place to itself. */
bool mlg_given_has_own_times(const mlg_given *matrix);

/* Pairs of a destination, by its code; empty when the file does not have it. Valid until the matrix is freed. */
void mlg_given_row(mlg_row *row, const mlg_given *matrix, const char *code);

/* Travel model between these sites and the places: uses the pairs of the code of the site when the file has it,
 * else those of its commune. A site located at a place is *intra_ds from it. With NULL that is the time of the file;
 * a file without any time of a place to itself leaves it at 0, one that has some leaves the others out of reach. */
mlg_status mlg_given_travel(mlg_travel **travel, const mlg_given *matrix, const mlg_places *places,
                            const mlg_sites *sites, const int32_t *intra_ds, mlg_error *err) MLG_MUST_CHECK;

#endif
