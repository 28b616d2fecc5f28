/* Times from sites to places by any travel model. Analyses know this interface and nothing else of travel.
 *
 * A site is where care is given, a place is where people live; both are numbered from 0 and given when a
 * model is built. Times are int32 deciseconds. A model is immutable once built and may be read by any number
 * of threads, each with its own scratch.
 */
#ifndef MLG_NETWORK_MODELS_MODEL_H
#define MLG_NETWORK_MODELS_MODEL_H

#include "network/time.h"

typedef struct mlg_travel mlg_travel;
typedef struct mlg_travel_scratch mlg_travel_scratch;

int32_t mlg_travel_sites(const mlg_travel *travel);
int32_t mlg_travel_places(const mlg_travel *travel);
void mlg_travel_free(mlg_travel *travel);

/* About 12 bytes a place, for one thread. MLG_MEMORY. */
mlg_status mlg_travel_scratch_new(mlg_travel_scratch **scratch, const mlg_travel *travel,
                                  mlg_error *err) MLG_MUST_CHECK;
void mlg_travel_scratch_free(mlg_travel_scratch *scratch);

/* Every place with time <= limit_ds from the site: closed at the limit, analyses close tighter if they want.
 * A negative limit gives an empty row. `site` in [0, sites) (asserted). O(what the model visits + places/64). */
mlg_status mlg_travel_row(const mlg_travel *travel, int32_t site, int32_t limit_ds, mlg_travel_scratch *scratch,
                          mlg_row *row, mlg_error *err) MLG_MUST_CHECK;

/* Says that the rows of site[n] (NULL: of all sites) up to limit_ds will be asked for: a model that computes rows together
 * faster than one by one does so now and keeps them. Rows are the same without it. To be called while no other thread reads the
 * model. MLG_CANCELLED, MLG_MEMORY. */
mlg_status mlg_travel_ahead(const mlg_travel *travel, const int32_t *site, int32_t n, int32_t limit_ds,
                            const mlg_progress *progress, mlg_error *err) MLG_MUST_CHECK;

/* The nearest of all sites for each place, when the model has a shorter way than all rows: site_out[places], the lowest among
 * equals, MLG_NOWHERE beyond limit_ds; time_out[places], MLG_UNREACHABLE there. *known false: it has none, nothing is written. */
mlg_status mlg_travel_nearest(bool *known, const mlg_travel *travel, int32_t limit_ds, int32_t *site_out,
                              int32_t *time_out, const mlg_progress *progress, mlg_error *err) MLG_MUST_CHECK;

/* One scratch a thread, for mlg_parallel(). `{ 0 }` is an empty crew. `threads` as in mlg_thread_count(). */
typedef struct mlg_travel_crew {
    int threads;
    mlg_travel_scratch **scratch; /* [threads] */
} mlg_travel_crew;

mlg_status mlg_travel_crew_init(mlg_travel_crew *crew, const mlg_travel *travel, int threads,
                                mlg_error *err) MLG_MUST_CHECK;
void mlg_travel_crew_release(mlg_travel_crew *crew);

/* The rows of all sites up to limit_ds, kept, in deciseconds: 8 bytes a pair. The same at any thread count. `rows` is
 * empty on failure. MLG_MEMORY. O(two searches a site). */
mlg_status mlg_travel_rows(mlg_sparse_rows *rows, const mlg_travel *travel, int32_t limit_ds, int threads,
                           mlg_error *err) MLG_MUST_CHECK;

/* ---- the models ---------------------------------------------------------------------------------------- */

/* Given times: time_ds[sites x places], row a site, each >= 0 or MLG_UNREACHABLE; copied.
 * MLG_INPUT names the first bad cell. A row costs O(places). */
mlg_status mlg_travel_table(mlg_travel **travel, int32_t sites, int32_t places, const int32_t *time_ds,
                            mlg_error *err) MLG_MUST_CHECK;

/* Given times, sparse: site j reaches place[k] in time_ds[k] for k in start[j] .. start[j + 1]; what is not listed is
 * unreachable; of a pair listed twice the shorter time counts. Copied. MLG_INPUT names the first bad entry. A row costs
 * O(its entries). */
mlg_status mlg_travel_pairs(mlg_travel **travel, int32_t sites, int32_t places, const int64_t *start,
                            const int32_t *place, const int32_t *time_ds, mlg_error *err) MLG_MUST_CHECK;

/* Positions in a projected plane. */
typedef struct mlg_points {
    int32_t count;
    const double *x_m, *y_m; /* [count] */
    const uint8_t *density;  /* [count] level 1..7 of the INSEE communal grid, 0 unknown; NULL: all unknown */
} mlg_points;

/* Straight line: time = terminal + detour * distance / speed, where the speed is the harmonic mean of the
 * speeds at both ends (half of the way at each). Symmetric. Rounded to the nearest decisecond. */
typedef struct mlg_crow_params {
    double detour;       /* length by road over straight length, >= 1 */
    double terminal_s;   /* added to every trip between two places: reaching the car, parking */
    double speed_kmh[8]; /* by density level; [0] where it is unknown */
    double intra_s;      /* from a site to the place it stands at */
} mlg_crow_params;

/* Fitted parameters; straight_line.c says on what, and what they reached. */
mlg_crow_params mlg_crow_defaults(void);

/* Time of one trip between two different places; MLG_UNREACHABLE when it does not fit. */
int32_t mlg_crow_time_ds(const mlg_crow_params *params, double distance_m, uint8_t density_a, uint8_t density_b);

/* Straight distance covered in limit_ds, m: the inverse of mlg_crow_time_ds() but for rounding; 0 when the terminal time
 * alone is longer. */
double mlg_crow_reach_m(const mlg_crow_params *params, int32_t limit_ds, uint8_t density_a, uint8_t density_b);

/* site_place[sites]: the place a site stands at, or MLG_NOWHERE; NULL: none does. Everything is copied.
 * MLG_USAGE: a parameter out of range. MLG_INPUT: a coordinate that is not a number, a density above 7, a
 * place that does not exist. Build O(places + sites); a row visits the cells within reach. */
mlg_status mlg_travel_crow(mlg_travel **travel, const mlg_crow_params *params, const mlg_points *places,
                           const mlg_points *sites, const int32_t *site_place, mlg_error *err) MLG_MUST_CHECK;

/* ---- for those who write a model ------------------------------------------------------------------------ */

typedef struct mlg_travel_model {
    const char *name;
    /* Calls mlg_travel_reach() for every place within limit_ds (>= 0), in any order. */
    mlg_status (*search)(const void *data, int32_t site, int32_t limit_ds, mlg_travel_scratch *scratch,
                         mlg_error *err);
    void (*release)(void *data); /* frees `data` */
    /* Work space of the model itself, one a scratch; NULL when it needs none. */
    mlg_status (*work_new)(void **work, const void *data, mlg_error *err);
    void (*work_free)(void *work);
    /* As mlg_travel_ahead() and mlg_travel_nearest(); NULL: the model has nothing faster. */
    mlg_status (*ahead)(void *data, const int32_t *site, int32_t n, int32_t limit_ds, const mlg_progress *progress,
                        mlg_error *err);
    mlg_status (*nearest)(bool *known, void *data, int32_t limit_ds, int32_t *site_out, int32_t *time_out,
                          const mlg_progress *progress, mlg_error *err);
} mlg_travel_model;

/* The work space that work_new() made for this scratch. */
void *mlg_travel_work(const mlg_travel_scratch *scratch);

/* Takes `data`, which is released also when this fails. */
mlg_status mlg_travel_new(mlg_travel **travel, const mlg_travel_model *model, void *data, int32_t sites,
                          int32_t places, mlg_error *err) MLG_MUST_CHECK;

/* Notes a place with its time, not above the limit of the row; the shortest of repeated calls counts. O(1). */
void mlg_travel_reach(mlg_travel_scratch *scratch, int32_t place, int32_t time_ds);

#endif
