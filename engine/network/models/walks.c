#include "network/models/walks.h"

#include "base/memory.h"
#include "network/models/road.h"

#include <math.h>

/* ---- on streets ---- */

static mlg_status by_street(mlg_sparse_rows *out, const mlg_walk_ground *ground, const mlg_walk_points *from,
                            const mlg_walk_points *to, int32_t limit_ds, mlg_error *err)
{
    mlg_road_model *model = NULL;
    mlg_travel *travel = NULL;
    mlg_status st;
    MLG_GO(mlg_road_model_new(&model, ground->graph, to->snaps, to->count, MLG_FROM_SITE, err));
    MLG_GO(mlg_road_model_keep(model, &(mlg_road_model_options){ .threads = ground->threads }, err));
    MLG_GO(mlg_travel_road(&travel, model, from->snaps, from->count, NULL, 0, err));
    st = mlg_travel_rows(out, travel, limit_ds, ground->threads, err);
done:
    mlg_travel_free(travel);
    mlg_road_model_free(model);
    return st;
}

/* ---- in straight lines ---- */

/* The points whose position is known, and their numbers. */
typedef struct {
    double *x_m, *y_m;
    int32_t *number, count;
} placed;

static void placed_release(placed *p)
{
    free(p->x_m);
    free(p->y_m);
    free(p->number);
}

static mlg_status placed_init(placed *p, const mlg_walk_points *points, mlg_error *err)
{
    const size_t n = (size_t)points->count;
    *p = (placed){ 0 };
    MLG_TRY(MLG_NEW(&p->x_m, n, "walks", err));
    MLG_TRY(MLG_NEW(&p->y_m, n, "walks", err));
    MLG_TRY(MLG_NEW(&p->number, n, "walks", err));
    for (int32_t i = 0; i < points->count; i++)
        if (!isnan(points->x_m[i]) && !isnan(points->y_m[i])) {
            p->x_m[p->count] = points->x_m[i];
            p->y_m[p->count] = points->y_m[i];
            p->number[p->count++] = i;
        }
    return MLG_OK;
}

/* Renumbers from points with a position to all points. */
static mlg_status widen(mlg_sparse_rows *out, const mlg_sparse_rows *in, const placed *from, const placed *to,
                        int32_t n_rows, int32_t n_columns, mlg_error *err)
{
    MLG_TRY(mlg_sparse_init(out, n_rows, n_columns, in->start[in->n_rows], err));
    for (int32_t r = 0; r < in->n_rows; r++)
        out->start[from->number[r] + 1] = in->start[r + 1] - in->start[r];
    for (int32_t r = 0; r < n_rows; r++)
        out->start[r + 1] += out->start[r];
    for (int64_t e = 0; e < in->start[in->n_rows]; e++) {
        out->column[e] = to->number[in->column[e]];
        out->value[e] = in->value[e];
    }
    return MLG_OK;
}

static mlg_status by_line(mlg_sparse_rows *out, const mlg_walk_ground *ground, const mlg_walk_points *from,
                          const mlg_walk_points *to, int32_t limit_ds, mlg_error *err)
{
    mlg_crow_params params = { .detour = ground->detour, .islands = ground->islands };
    placed a = { 0 }, b = { 0 };
    mlg_travel *travel = NULL;
    mlg_sparse_rows rows = { 0 };
    mlg_status st;
    for (int level = 0; level < 8; level++)
        params.speed_kmh[level] = ground->speed_kmh;
    MLG_GO(placed_init(&a, from, err));
    MLG_GO(placed_init(&b, to, err));
    const mlg_points sites = { .count = a.count, .x_m = a.x_m, .y_m = a.y_m };
    const mlg_points places = { .count = b.count, .x_m = b.x_m, .y_m = b.y_m };
    MLG_GO(mlg_travel_crow(&travel, &params, &places, &sites, NULL, err));
    MLG_GO(mlg_travel_rows(&rows, travel, limit_ds, ground->threads, err));
    st = widen(out, &rows, &a, &b, from->count, to->count, err);
done:
    mlg_travel_free(travel);
    mlg_sparse_release(&rows);
    placed_release(&a);
    placed_release(&b);
    return st;
}

mlg_status mlg_walks(mlg_sparse_rows *out, const mlg_walk_ground *ground, const mlg_walk_points *from,
                     const mlg_walk_points *to, int32_t limit_ds, mlg_error *err)
{
    *out = (mlg_sparse_rows){ 0 };
    return ground->graph ? by_street(out, ground, from, to, limit_ds, err)
                         : by_line(out, ground, from, to, limit_ds, err);
}
