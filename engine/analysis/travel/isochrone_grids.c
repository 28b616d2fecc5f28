/* Isochrones of travel that knows times at points alone: over land at the cells of its grid, by timetable at the points of one made for
 * the purpose. */
#include "analysis/travel/model_inner.h"
#include "analysis/travel/trips.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/parallel.h"

#include <math.h>

static mlg_status draw(mlg_geom **reached, const mlg_time_grid *grid, const mlg_config_catchment *ask,
                       mlg_error *err)
{
    for (unsigned k = 0; k < ask->minutes_count; k++)
        MLG_TRY(mlg_isochrone_of_grid(&reached[k], grid, mlg_minutes_to_ds(ask->minutes[k]), err));
    return MLG_OK;
}

/* ---- over land ---- */

/* The times of the search go from north to south. */
static void turn_over(float *time_ds, const double *time_s, const mlg_grid *grid)
{
    for (int32_t r = 0; r < grid->rows; r++)
        for (int32_t c = 0; c < grid->columns; c++) {
            const double s = time_s[(size_t)r * (size_t)grid->columns + (size_t)c];
            time_ds[(size_t)(grid->rows - 1 - r) * (size_t)grid->columns + (size_t)c] =
                isinf(s) ? HUGE_VALF : (float)(10 * s);
        }
}

mlg_status mlg_land_isochrones(mlg_geom **reached, mlg_study *study, const mlg_places *places,
                               const mlg_sites *sites, const mlg_config_catchment *ask, mlg_error *err)
{
    const mlg_positions points = { sites->count, sites->x_m, sites->y_m };
    mlg_grid_search *search = NULL;
    int32_t *cell = NULL;
    float *time_ds = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&cell, (size_t)sites->count, "sites", err));
    MLG_GO(mlg_study_land_cells(cell, study, places, &points, err));
    const mlg_grid *grid = &study->travel->land.grid;
    MLG_GO(mlg_grid_search_new(&search, grid, err));
    MLG_GO(MLG_NEW(&time_ds, (size_t)grid->rows * (size_t)grid->columns, "a map", err));
    turn_over(time_ds,
              mlg_grid_times(search, cell, sites->count, mlg_roads_direction(study) == MLG_TO_SITE,
                             60 * ask->minutes[ask->minutes_count - 1] + 1),
              grid);
    const mlg_time_grid times = { .x_m = grid->west_m + grid->width_m / 2,
                                  .y_m = grid->north_m - (grid->rows - 0.5) * grid->height_m,
                                  .step_x_m = grid->width_m,
                                  .step_y_m = grid->height_m,
                                  .columns = grid->columns,
                                  .rows = grid->rows,
                                  .time_ds = time_ds };
    st = draw(reached, &times, ask, err);
done:
    mlg_grid_search_free(search);
    free(cell);
    free(time_ds);
    return st;
}

/* ---- by timetable ---- */

/* A grid over the places of the territory and a little around them. */
typedef struct {
    mlg_time_grid times;
    double *x_m, *y_m; /* of its points */
    float *time_ds;
} sheet;

static void sheet_release(sheet *s)
{
    free(s->x_m);
    free(s->y_m);
    free(s->time_ds);
}

static mlg_status sheet_init(sheet *s, const mlg_places *places, double step_m, mlg_error *err)
{
    enum { MOST_POINTS = 20000 };
    const double around_m = 2000;
    double west = HUGE_VAL, east = -HUGE_VAL, south = HUGE_VAL, north = -HUGE_VAL;
    *s = (sheet){ .times = { .columns = 0 } };
    for (int32_t i = 0; i < places->count; i++) {
        if (!places->in_territory[i])
            continue;
        west = fmin(west, places->x_m[i] - around_m);
        east = fmax(east, places->x_m[i] + around_m);
        south = fmin(south, places->y_m[i] - around_m);
        north = fmax(north, places->y_m[i] + around_m);
    }
    if (!(east > west))
        return MLG_OK;
    step_m = fmax(step_m, ceil(sqrt((east - west) * (north - south) / MOST_POINTS)));
    s->times = (mlg_time_grid){ .x_m = west,
                                .y_m = south,
                                .step_x_m = step_m,
                                .step_y_m = step_m,
                                .columns = (int32_t)((east - west) / step_m) + 1,
                                .rows = (int32_t)((north - south) / step_m) + 1 };
    const size_t n = (size_t)s->times.columns * (size_t)s->times.rows;
    MLG_TRY(MLG_NEW(&s->x_m, n, "a map", err));
    MLG_TRY(MLG_NEW(&s->y_m, n, "a map", err));
    MLG_TRY(MLG_NEW(&s->time_ds, n, "a map", err));
    s->times.time_ds = s->time_ds;
    for (size_t v = 0; v < n; v++) {
        s->x_m[v] = west + step_m * (double)(v % (size_t)s->times.columns);
        s->y_m[v] = south + step_m * (double)(v / (size_t)s->times.columns);
        s->time_ds[v] = HUGE_VALF;
    }
    return MLG_OK;
}

/* The percentile of every pair of points and sites. */
typedef struct {
    const mlg_study_trips *trips;
    int32_t *time_ds; /* [origins x destinations] of the search */
    int32_t **room;   /* [threads][samples] */
} gathering;

static mlg_status take(void *context, int32_t origin, const int32_t *time_ds, int worker, mlg_error *err)
{
    const gathering *g = context;
    const mlg_transit *t = &g->trips->trips.transit;
    const int32_t n = t->egress.n_columns, samples = mlg_transit_samples(t);
    (void)err;
    for (int32_t d = 0; d < n; d++)
        g->time_ds[(int64_t)origin * n + d] =
            mlg_transit_percentile(time_ds + d, samples, n, g->trips->options->percent, g->room[worker]);
    return MLG_OK;
}

static mlg_status gather(gathering *g, const mlg_study *study, mlg_error *err)
{
    const mlg_transit *t = &g->trips->trips.transit;
    const int threads = mlg_thread_count(study->threads);
    mlg_status st;
    MLG_GO(MLG_NEW(&g->room, (size_t)threads, "journeys", err));
    for (int i = 0; i < threads; i++)
        MLG_GO(MLG_NEW(&g->room[i], (size_t)mlg_transit_samples(t), "journeys", err));
    MLG_GO(MLG_NEW(&g->time_ds, (size_t)t->access.n_rows * (size_t)t->egress.n_columns, "journeys", err));
    st = mlg_transit_from_all(t, threads, study->progress, take, g, err);
done:
    for (int i = 0; g->room && i < threads; i++)
        free(g->room[i]);
    free(g->room);
    return st;
}

/* The nearest site counts. `across`: searches went out from the points. */
static void keep_nearest(sheet *s, const gathering *g, int32_t points, int32_t sites, bool across)
{
    for (int32_t p = 0; p < points; p++)
        for (int32_t k = 0; k < sites; k++) {
            const int32_t time_ds = g->time_ds[across ? (int64_t)p * sites + k : (int64_t)k * points + p];
            if (time_ds != MLG_UNREACHABLE)
                s->time_ds[p] = fminf(s->time_ds[p], (float)time_ds);
        }
}

static mlg_status fill(sheet *s, mlg_study *study, const mlg_places *places, const mlg_sites *sites,
                       mlg_error *err)
{
    const mlg_positions points = { s->times.columns * s->times.rows, s->x_m, s->y_m };
    const mlg_positions ends = { sites->count, sites->x_m, sites->y_m };
    const bool to_site = mlg_roads_direction(study) == MLG_TO_SITE;
    mlg_study_trips trips;
    gathering g = { .trips = &trips };
    mlg_status st =
        mlg_study_trips_init(&trips, study, places, to_site ? &points : &ends, to_site ? &ends : &points, err);
    if (st == MLG_OK)
        st = gather(&g, study, err);
    if (st == MLG_OK)
        keep_nearest(s, &g, points.count, sites->count, to_site != trips.options->arrivals);
    free(g.time_ds);
    mlg_study_trips_release(&trips);
    return st;
}

mlg_status mlg_timetable_isochrones(mlg_geom **reached, mlg_study *study, const mlg_places *places,
                                    const mlg_sites *sites, const mlg_config_catchment *ask, mlg_error *err)
{
    const double asked_m = ask->resolution_metres ? *ask->resolution_metres : 250;
    sheet s;
    mlg_status st = sheet_init(&s, places, asked_m, err);
    if (st == MLG_OK && s.times.columns > 0) {
        st = fill(&s, study, places, sites, err);
        if (st == MLG_OK)
            st = draw(reached, &s.times, ask, err);
        if (st == MLG_OK)
            st = mlg_study_note_number_of(study, "catchment", ask->name, "resolution", s.times.step_x_m,
                                          MLG_REPORT_MARK("m entre les points dont le temps est calculé"),
                                          ask->resolution_metres ? "etude" : "defaut", err);
    }
    sheet_release(&s);
    return st;
}
