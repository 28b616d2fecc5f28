/* Travel times from sites to places by any travel model: the only interface to travel that analyses use.
 *
 * A site is where care is provided, a place is where people live; both are numbered from 0 and fixed when the model
 * is built. Times are int32 deciseconds. A model is immutable once built and may be read by any number of threads,
 * each with its own scratch.
 */
#ifndef MLG_NETWORK_MODELS_MODEL_H
#define MLG_NETWORK_MODELS_MODEL_H

#include "network/models/islands.h"
#include "network/time.h"

typedef struct mlg_travel mlg_travel;
typedef struct mlg_travel_scratch mlg_travel_scratch;

int32_t mlg_travel_sites(const mlg_travel *travel);
int32_t mlg_travel_places(const mlg_travel *travel);
void mlg_travel_free(mlg_travel *travel);

/* For one thread: about 12 bytes per place. MLG_MEMORY. */
mlg_status mlg_travel_scratch_new(mlg_travel_scratch **scratch, const mlg_travel *travel,
                                  mlg_error *err) MLG_MUST_CHECK;
void mlg_travel_scratch_free(mlg_travel_scratch *scratch);

/* Every place within limit_ds of the site, inclusive; analyses may apply a stricter limit. A negative limit gives an
 * empty row. `site` in [0, sites) (asserted). O(what the model visits + places / 64). */
mlg_status mlg_travel_row(const mlg_travel *travel, int32_t site, int32_t limit_ds, mlg_travel_scratch *scratch,
                          mlg_row *row, mlg_error *err) MLG_MUST_CHECK;

/* Announces that the rows of site[n] (NULL: all sites) up to limit_ds will be requested, so that a model that computes rows
 * faster in batches can compute and keep them now. The rows are the same without it. No other thread may read the model
 * meanwhile. MLG_CANCELLED, MLG_MEMORY. */
mlg_status mlg_travel_ahead(const mlg_travel *travel, const int32_t *site, int32_t n, int32_t limit_ds,
                            const mlg_progress *progress, mlg_error *err) MLG_MUST_CHECK;

/* The nearest site of each place, if the model can find it faster than by all rows: site_out[places], the lowest number at
 * equal times, MLG_NOWHERE beyond limit_ds; time_out[places], MLG_UNREACHABLE there. Else *known is false and nothing is
 * written. */
mlg_status mlg_travel_nearest(bool *known, const mlg_travel *travel, int32_t limit_ds, int32_t *site_out,
                              int32_t *time_out, const mlg_progress *progress, mlg_error *err) MLG_MUST_CHECK;

/* One scratch per thread, for mlg_parallel(). `{ 0 }` is an empty crew. `threads` as in mlg_thread_count(). */
typedef struct mlg_travel_crew {
    int threads;
    mlg_travel_scratch **scratch; /* [threads] */
} mlg_travel_crew;

mlg_status mlg_travel_crew_init(mlg_travel_crew *crew, const mlg_travel *travel, int threads,
                                mlg_error *err) MLG_MUST_CHECK;
void mlg_travel_crew_release(mlg_travel_crew *crew);

/* The rows of all sites up to limit_ds as one sparse matrix, in deciseconds: 8 bytes per pair. Independent of the number
 * of threads. `rows` is empty on failure. MLG_MEMORY. O(two searches per site). */
mlg_status mlg_travel_rows(mlg_sparse_rows *rows, const mlg_travel *travel, int32_t limit_ds, int threads,
                           mlg_error *err) MLG_MUST_CHECK;

/* ---- the models ---------------------------------------------------------------------------------------- */

/* Given times: site j reaches place[k] in time_ds[k] for k in start[j] .. start[j + 1] - 1. Unlisted pairs are
 * unreachable; of duplicate pairs the shorter time counts. Copied. MLG_INPUT names the first invalid entry. A row costs
 * O(its entries). */
mlg_status mlg_travel_pairs(mlg_travel **travel, int32_t sites, int32_t places, const int64_t *start,
                            const int32_t *place, const int32_t *time_ds, mlg_error *err) MLG_MUST_CHECK;

/* Positions in a projected plane. */
typedef struct mlg_points {
    int32_t count;
    const double *x_m, *y_m; /* [count] */
    const uint8_t *density;  /* [count] level 1..7 of the INSEE density grid, 0 unknown; NULL: all unknown */
} mlg_points;

enum { MLG_COMMONEST_DENSITY = 6 }; /* most communes are dispersed rural */

/* Straight line: time = terminal + detour * distance / speed, where the speed is the harmonic mean of the speeds at both
 * ends (half of the distance at each). Symmetric. Rounded to the nearest decisecond. */
typedef struct mlg_crow_params {
    double detour;       /* length by road / straight length, >= 1 */
    double terminal_s;   /* added to every trip between two places: reaching the car, parking */
    double speed_kmh[8]; /* by density level; [0] where unknown, by default that of the commonest level */
    double intra_s;      /* from a site to its own place */
    mlg_islands
        islands; /* no trip between two of them, or one and the mainland, or across an estuary but by its bridges */
} mlg_crow_params;

/* The defaults of the study file; straight_line.c documents the data they were fitted on. */
mlg_crow_params mlg_crow_defaults(void);

/* Straight distance between two positions on the same land, by the bridges of an estuary that lies between them. */
double mlg_crow_distance_m(const mlg_crow_params *params, double ax, double ay, double bx, double by);

/* Time of a trip between two different places; MLG_UNREACHABLE on overflow. */
int32_t mlg_crow_time_ds(const mlg_crow_params *params, double distance_m, uint8_t density_a, uint8_t density_b);

/* Straight distance covered in limit_ds, in metres: the inverse of mlg_crow_time_ds() up to rounding; 0 when the terminal
 * time alone is longer. */
double mlg_crow_reach_m(const mlg_crow_params *params, int32_t limit_ds, uint8_t density_a, uint8_t density_b);

/* site_place[sites]: the place at which a site is, or MLG_NOWHERE; NULL: none is at a place. Everything is copied.
 * MLG_USAGE: a parameter out of range. MLG_INPUT: a coordinate that is not a number, a density above 7, a place that does
 * not exist. O(places + sites) to build; a row visits the grid cells within reach. */
mlg_status mlg_travel_crow(mlg_travel **travel, const mlg_crow_params *params, const mlg_points *places,
                           const mlg_points *sites, const int32_t *site_place, mlg_error *err) MLG_MUST_CHECK;

/* ---- writing a model ------------------------------------------------------------------------ */

typedef struct mlg_travel_model {
    const char *name;
    /* Calls mlg_travel_reach() for every place within limit_ds (>= 0), in any order. */
    mlg_status (*search)(const void *data, int32_t site, int32_t limit_ds, mlg_travel_scratch *scratch,
                         mlg_error *err);
    void (*release)(void *data); /* frees `data` */
    /* Working memory of the model, one per scratch; NULL when it needs none. */
    mlg_status (*work_new)(void **work, const void *data, mlg_error *err);
    void (*work_free)(void *work);
    /* As mlg_travel_ahead() and mlg_travel_nearest(); NULL: not supported. */
    mlg_status (*ahead)(void *data, const int32_t *site, int32_t n, int32_t limit_ds, const mlg_progress *progress,
                        mlg_error *err);
    mlg_status (*nearest)(bool *known, void *data, int32_t limit_ds, int32_t *site_out, int32_t *time_out,
                          const mlg_progress *progress, mlg_error *err);
} mlg_travel_model;

/* The working memory that work_new() made for this scratch. */
void *mlg_travel_work(const mlg_travel_scratch *scratch);

/* Takes ownership of `data`, which is released even on failure. */
mlg_status mlg_travel_new(mlg_travel **travel, const mlg_travel_model *model, void *data, int32_t sites,
                          int32_t places, mlg_error *err) MLG_MUST_CHECK;

/* Records a place with its time, not above the limit of the row; the shortest of repeated calls counts. O(1). */
void mlg_travel_reach(mlg_travel_scratch *scratch, int32_t place, int32_t time_ds);

#endif
