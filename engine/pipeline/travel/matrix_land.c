/* A matrix over land: pairs, or a map of the time to the nearest point. */
#include "base/memory.h"
#include "base/path.h"
#include "pipeline/travel/matrix_inner.h"

bool mlg_matrix_by_land(const mlg_matrix_job *j)
{
    return j->study && mlg_config_goes_by_land(mlg_study_file_config(j->study), j->options->mode);
}

bool mlg_matrix_is_map(const mlg_matrix_job *j)
{
    return mlg_matrix_by_land(j) && mlg_path_ends_with(j->path, ".tif");
}

static mlg_status find_cells(int32_t **cell, bool **off, mlg_matrix_job *j, const mlg_matrix_points *points,
                             mlg_error *err)
{
    const mlg_positions positions = { points->count, points->x, points->y };
    MLG_TRY(MLG_NEW(cell, (size_t)points->count, "points of a matrix", err));
    MLG_TRY(MLG_NEW(off, (size_t)points->count, "points of a matrix", err));
    MLG_TRY(mlg_study_land_cells(*cell, &j->transit.trial.study, &j->transit.places, &positions, err));
    for (int32_t i = 0; i < points->count; i++)
        (*off)[i] = (*cell)[i] < 0;
    return MLG_OK;
}

typedef struct {
    int32_t *from, *to; /* [origins], [destinations] */
} cells;

static mlg_status land_times(int32_t *time_ds, const mlg_matrix_job *j, const void *context, int32_t first,
                             int32_t n, mlg_error *err)
{
    const cells *c = context;
    return mlg_study_land_times(time_ds, &j->transit.trial.study, c->from + first, n, c->to, j->to.count, err);
}

mlg_status mlg_matrix_write_land(mlg_matrix_job *j, mlg_error *err)
{
    cells c = { .from = NULL };
    mlg_status st = find_cells(&c.from, &j->from_off, j, &j->from, err);
    if (st == MLG_OK)
        st = find_cells(&c.to, &j->to_off, j, &j->to, err);
    if (st == MLG_OK)
        st = mlg_matrix_write_pairs(j, land_times, &c, err);
    free(c.from);
    free(c.to);
    return st;
}

/* To the nearest of the destinations; where only origins are named, from the nearest of them. */
mlg_status mlg_matrix_write_map(mlg_matrix_job *j, mlg_error *err)
{
    const bool backwards = j->options->to != NULL || !j->options->from;
    const mlg_matrix_points *points = backwards ? &j->to : &j->from;
    bool *off = NULL;
    int32_t *cell = NULL;
    mlg_status st = find_cells(&cell, &off, j, points, err);
    if (st == MLG_OK)
        st = mlg_study_land_map(&j->reached_cells, &j->open_cells, &j->transit.trial.study,
                                j->outputs.items[0].aside, cell, points->count, backwards, j->options->within_min,
                                err);
    for (int32_t i = 0; st == MLG_OK && i < points->count; i++)
        j->count[off[i] ? MLG_MATRIX_DESTINATION_OFF : MLG_MATRIX_REACHED]++;
    free(cell);
    free(off);
    return st;
}
