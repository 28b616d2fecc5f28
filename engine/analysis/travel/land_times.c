/* Times over land between any points, and as a map. */
#include "analysis/travel/model_inner.h"
#include "analysis/travel/trips.h"
#include "base/memory.h"
#include "base/parallel.h"

#include <math.h>

mlg_status mlg_study_land_cells(int32_t *cell, mlg_study *study, const mlg_places *places,
                                const mlg_positions *points, mlg_error *err)
{
    MLG_TRY(mlg_study_open_travel(study, places, err));
    const mlg_grid *grid = &study->travel->land.grid;
    for (int32_t i = 0; i < points->count; i++) {
        cell[i] = mlg_grid_cell(grid, points->x[i], points->y[i]);
        if (cell[i] >= 0 && !mlg_grid_passable(grid, cell[i]))
            cell[i] = -1;
    }
    return MLG_OK;
}

/* ---- pairs ---- */

typedef struct {
    mlg_grid_search **search; /* [threads] */
    const int32_t *from, *to;
    int32_t n_to, *time_ds;
} land_pairs;

static mlg_status search_one(void *context, int32_t origin, int worker, mlg_error *err)
{
    const land_pairs *p = context;
    const double longest_s = (double)MLG_TIME_MAX / 10;
    (void)err;
    const double *time_s = mlg_grid_times(p->search[worker], &p->from[origin], 1, false, longest_s);
    int32_t *row = p->time_ds + (int64_t)origin * p->n_to;
    for (int32_t k = 0; k < p->n_to; k++) {
        const bool reached = p->to[k] >= 0 && !isinf(time_s[p->to[k]]);
        row[k] = reached ? (int32_t)lround(10 * time_s[p->to[k]]) : MLG_UNREACHABLE;
    }
    return MLG_OK;
}

mlg_status mlg_study_land_times(int32_t *time_ds, const mlg_study *study, const int32_t *from, int32_t n_from,
                                const int32_t *to, int32_t n_to, mlg_error *err)
{
    const int threads = mlg_thread_count(study->threads);
    land_pairs p = { .from = from, .to = to, .n_to = n_to, .time_ds = time_ds };
    MLG_TRY(MLG_NEW(&p.search, (size_t)threads, "a grid", err));
    mlg_status st = MLG_OK;
    for (int i = 0; st == MLG_OK && i < threads; i++)
        st = mlg_grid_search_new(&p.search[i], &study->travel->land.grid, err);
    if (st == MLG_OK)
        st = mlg_parallel(n_from, threads, search_one, &p, err);
    for (int i = 0; i < threads; i++)
        mlg_grid_search_free(p.search[i]);
    free(p.search);
    return st;
}

/* ---- a map ---- */

mlg_status mlg_study_land_map(int64_t *reached, int64_t *open, const mlg_study *study, const char *path,
                              const int32_t *cell, int32_t n, bool backwards, double limit_min, mlg_error *err)
{
    const mlg_land *l = &study->travel->land;
    const int32_t cells = l->grid.rows * l->grid.columns;
    mlg_grid_search *search;
    double *minutes = NULL;
    *reached = *open = 0;
    MLG_TRY(mlg_grid_search_new(&search, &l->grid, err));
    mlg_status st = MLG_NEW(&minutes, (size_t)cells, "a map", err);
    if (st == MLG_OK) {
        const double *time_s =
            mlg_grid_times(search, cell, n, backwards, isnan(limit_min) ? (double)INFINITY : 60 * limit_min);
        for (int32_t i = 0; i < cells; i++) {
            minutes[i] = isinf(time_s[i]) ? (double)NAN : time_s[i] / 60;
            *reached += !isinf(time_s[i]);
            *open += mlg_grid_passable(&l->grid, i);
        }
        st = mlg_raster_write(path, &l->speed, minutes, study->epsg, err);
    }
    free(minutes);
    mlg_grid_search_free(search);
    return st;
}
