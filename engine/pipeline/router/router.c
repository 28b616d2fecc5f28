/* mlg_router: opening, times, isochrones. */
#include "pipeline/router/router.h"

#include "analysis/catchment/straight_line_land.h"
#include "analysis/travel/model.h"
#include "base/memory.h"
#include "base/path.h"

#include <math.h>

enum { LAMBERT_93 = 2154 };

mlg_status mlg_positions_check(const char *what, const mlg_positions *points, mlg_error *err)
{
    for (int32_t i = 0; i < points->count; i++)
        if (!(fabs(points->x[i]) <= 1e9 && fabs(points->y[i]) <= 1e9))
            return mlg_fail(err, MLG_INPUT, "%s %d is at (%g, %g), which is not a position in metres", what, i,
                            points->x[i], points->y[i]);
    return MLG_OK;
}

/* ---- opening --------------------------------------------------------------------------------------------------- */

static mlg_status open_path(mlg_router *r, const char *path, int epsg, mlg_error *err)
{
    r->road = path && mlg_path_ends_with(path, ".network");
    if (r->road)
        MLG_TRY(mlg_copy_text(&r->network, path, err));
    else if (path)
        MLG_TRY(mlg_router_read_study(r, path, err));
    if (r->db && epsg != 0 && epsg != r->epsg)
        return mlg_fail(err, MLG_USAGE, "%s is in EPSG:%d, not in EPSG:%d: give its own code, or none", path,
                        r->epsg, epsg);
    if (!r->db)
        r->epsg = epsg != 0 ? epsg : LAMBERT_93;
    MLG_TRY(mlg_crs_need_metres(r->epsg, err));
    MLG_TRY(mlg_islands_read(&r->crow.islands, r->epsg, err));
    return r->road ? mlg_router_roads(r, err) : MLG_OK;
}

mlg_status mlg_router_open(mlg_router **out, const char *path, int epsg, mlg_error *err)
{
    mlg_router *r;
    *out = NULL;
    MLG_TRY(MLG_NEW(&r, 1, "a router", err));
    r->crow = mlg_crow_defaults();
    r->to_site = true;
    r->snap_m = mlg_config_travel_snap_metres(NULL);
    mlg_status st = open_path(r, path, epsg, err);
    if (st == MLG_OK)
        *out = r;
    else
        mlg_router_close(r);
    return st;
}

void mlg_router_close(mlg_router *r)
{
    if (!r)
        return;
    mlg_stmt_free(r->standing);
    mlg_stmt_free(r->outlines);
    mlg_db_close(r->db);
    mlg_stock_release(&r->stock);
    mlg_road_plane_free(r->plane);
    mlg_hierarchy_free(r->complete);
    mlg_one_to_many_free(r->one_to_many);
    mlg_snap_index_free(r->index);
    mlg_transform_free(r->to_degrees);
    mlg_graph_free(r->graph);
    free(r->network);
    free(r);
}

const char *mlg_router_model(const mlg_router *router)
{
    return router->road ? "road" : "crow";
}

int mlg_router_epsg(const mlg_router *router)
{
    return router->epsg;
}

/* ---- times ------------------------------------------------------------------------------------------------------- */

/* The distance of models/straight_line.c, for results identical to the last bit. */
static int32_t crow_time(const mlg_router *r, const mlg_positions *a, int32_t i, const mlg_positions *b, int32_t j,
                         uint8_t density_a, uint8_t density_b)
{
    return mlg_crow_time_ds(&r->crow, mlg_crow_distance_m(&r->crow, a->x[i], a->y[i], b->x[j], b->y[j]), density_a,
                            density_b);
}

static mlg_status crow_times(int32_t *time_ds, mlg_router *r, const mlg_positions *from, const mlg_positions *to,
                             mlg_error *err)
{
    uint8_t *from_density = NULL, *to_density = NULL, *to_island = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&to_island, (size_t)to->count, "islands", err));
    MLG_GO(MLG_NEW(&from_density, (size_t)from->count, "densities", err));
    MLG_GO(MLG_NEW(&to_density, (size_t)to->count, "densities", err));
    MLG_GO(mlg_router_densities(from_density, r, from, err));
    MLG_GO(mlg_router_densities(to_density, r, to, err));
    for (int32_t j = 0; j < to->count; j++)
        to_island[j] = mlg_island_at(&r->crow.islands, to->x[j], to->y[j]);
    for (int32_t i = 0; i < from->count; i++) {
        uint8_t island = mlg_island_at(&r->crow.islands, from->x[i], from->y[i]);
        for (int32_t j = 0; j < to->count; j++)
            time_ds[(size_t)i * (size_t)to->count + (size_t)j] =
                to_island[j] == island ? crow_time(r, from, i, to, j, from_density[i], to_density[j])
                                       : MLG_UNREACHABLE;
    }
done:
    free(to_island);
    free(from_density);
    free(to_density);
    return st;
}

/* Applies the time within a place to identical points, whatever the model, and the limit. */
static void settle_times(int32_t *time_ds, const mlg_router *r, const mlg_positions *from, const mlg_positions *to,
                         int32_t limit_ds)
{
    for (int32_t i = 0; i < from->count; i++)
        for (int32_t j = 0; j < to->count; j++) {
            int32_t *time = &time_ds[(size_t)i * (size_t)to->count + (size_t)j];
            if (from->x[i] == to->x[j] && from->y[i] == to->y[j])
                *time = r->intra_ds;
            if (*time > limit_ds)
                *time = MLG_UNREACHABLE;
        }
}

mlg_status mlg_router_times(int32_t *time_ds, mlg_router *r, const mlg_positions *from, const mlg_positions *to,
                            int32_t limit_ds, mlg_error *err)
{
    MLG_TRY(mlg_positions_check("origin", from, err));
    MLG_TRY(mlg_positions_check("destination", to, err));
    if (limit_ds < 0)
        return mlg_fail(err, MLG_USAGE, "a limit of %d deciseconds is negative", limit_ds);
    mlg_status st = r->road ? mlg_router_road_times(time_ds, r, from, to,
                                                    limit_ds > MLG_TIME_MAX ? MLG_TIME_MAX : limit_ds, err)
                            : crow_times(time_ds, r, from, to, err);
    if (st == MLG_OK)
        settle_times(time_ds, r, from, to, limit_ds);
    return st;
}

/* ---- isochrones ------------------------------------------------------------------------------------------------------ */

static mlg_status read_limits(int32_t *limit_ds, const double *minutes, int32_t count, mlg_error *err)
{
    const double longest = (double)MLG_TIME_MAX / MLG_DS_PER_MIN;
    for (int32_t k = 0; k < count; k++) {
        if (!(minutes[k] >= 0 && minutes[k] <= longest))
            return mlg_fail(err, MLG_USAGE, "an isochrone of %g minutes is out of range; give 0 to %.0f",
                            minutes[k], longest);
        limit_ds[k] = mlg_minutes_to_ds(minutes[k]);
        if (k > 0 && limit_ds[k] <= limit_ds[k - 1])
            return mlg_fail(err, MLG_USAGE,
                            "isochrones of %g and %g minutes are not in ascending order, at least 0.1 s apart",
                            minutes[k - 1], minutes[k]);
    }
    return MLG_OK;
}

static mlg_status as_blobs(mlg_blob *out, mlg_geom *const *shape, int32_t count, int epsg, mlg_error *err)
{
    for (int32_t k = 0; k < count; k++)
        MLG_TRY(mlg_geom_to_gpb(&out[k].bytes, &out[k].size, shape[k], epsg, err));
    return MLG_OK;
}

mlg_status mlg_router_isochrones(mlg_blob *out, mlg_router *r, double x, double y, const double *minutes,
                                 int32_t count, const mlg_isochrone_options *options, mlg_error *err)
{
    const mlg_isochrone_options none = { 0 };
    const mlg_positions point = { 1, &x, &y };
    mlg_geom **shape = NULL;
    int32_t *limit_ds = NULL;
    mlg_status st = MLG_OK;
    for (int32_t k = 0; k < count; k++)
        out[k] = (mlg_blob){ NULL, 0 };
    MLG_TRY(mlg_positions_check("point", &point, err));
    MLG_GO(MLG_NEW(&limit_ds, (size_t)count, "limits", err));
    MLG_GO(MLG_NEW(&shape, (size_t)count, "isochrones", err));
    MLG_GO(read_limits(limit_ds, minutes, count, err));
    if (r->road)
        MLG_GO(mlg_router_road_isochrones(shape, r, x, y, limit_ds, count, options ? options : &none, err));
    else
        MLG_GO(mlg_router_crow_isochrones(shape, r, x, y, limit_ds, count, err));
    MLG_GO(as_blobs(out, shape, count, r->epsg, err));
done:
    for (int32_t k = 0; k < count; k++) {
        if (shape)
            mlg_geom_free(shape[k]);
        if (st != MLG_OK) {
            free(out[k].bytes);
            out[k] = (mlg_blob){ NULL, 0 };
        }
    }
    free(shape);
    free(limit_ds);
    return st;
}
