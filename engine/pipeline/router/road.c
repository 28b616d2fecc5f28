/* mlg_router by road: the network beside a study, points attached to it, isochrones. */
#include "pipeline/router/router.h"

#include "analysis/travel/model.h"
#include "base/memory.h"

#include <stdio.h>
#include <string.h>

mlg_status mlg_router_roads(mlg_router *r, mlg_error *err)
{
    char crs[32];
    if (r->one_to_many)
        return MLG_OK;
    snprintf(crs, sizeof crs, "EPSG:%d", r->epsg);
    mlg_status st = r->graph ? MLG_OK : mlg_graph_load(&r->graph, NULL, r->network, err);
    if (st == MLG_INPUT && r->db)
        mlg_hint(err, "run the study again: it builds the network next to its GeoPackage, under the same name");
    MLG_TRY(st);
    if (!r->index)
        MLG_TRY(mlg_snap_index_new(&r->index, r->graph, err));
    if (!r->to_degrees)
        MLG_TRY(mlg_transform_new(&r->to_degrees, crs, "EPSG:4326", err));
    st = mlg_one_to_many_new(&r->one_to_many, r->graph, err);
    return mlg_while(err, st, "%s", r->network);
}

mlg_status mlg_router_attach(mlg_snap **snaps, mlg_router *r, const mlg_positions *points, mlg_error *err)
{
    const mlg_snap_options options = { .radius_m = r->snap_m, .threads = points->count < 1000 ? 1 : 0 };
    int32_t count[MLG_SNAP_STATUSES];
    size_t n = (size_t)points->count, failed;
    double *lon = NULL, *lat = NULL;
    mlg_status st = MLG_OK;
    *snaps = NULL;
    MLG_TRY(mlg_router_roads(r, err));
    MLG_GO(MLG_NEW(&lon, n, "coordinates", err));
    MLG_GO(MLG_NEW(&lat, n, "coordinates", err));
    MLG_GO(MLG_NEW(snaps, n, "points on roads", err));
    if (n > 0) {
        memcpy(lon, points->x, n * sizeof *lon);
        memcpy(lat, points->y, n * sizeof *lat);
    }
    mlg_transform_points(r->to_degrees, lon, lat, n, &failed);
    st = mlg_snap_points(*snaps, count, r->index, lon, lat, points->count, &options, err);
done:
    free(lon);
    free(lat);
    return st;
}

mlg_status mlg_router_road_isochrones(mlg_geom **out, mlg_router *r, double x, double y, const int32_t *limit_ds,
                                      int32_t count, const mlg_isochrone_options *options, mlg_error *err)
{
    char crs[32];
    mlg_snap *snap = NULL;
    const mlg_positions point = { 1, &x, &y };
    mlg_status st = MLG_OK;
    MLG_GO(mlg_router_attach(&snap, r, &point, err));
    snprintf(crs, sizeof crs, "EPSG:%d", r->epsg);
    if (!r->plane)
        MLG_GO(mlg_road_plane_new(&r->plane, r->graph, crs, err));
    const mlg_isochrone_request ask = {
        .plane = r->plane,
        .sites = snap,
        .n_sites = 1,
        .to_sites = r->to_site,
        .limit_ds = limit_ds,
        .n_limits = count,
        .resolution_m =
            options->resolution_m != 0 ? options->resolution_m : mlg_config_catchment_resolution_metres(NULL),
        .reach_m = options->reach_m != 0 ? options->reach_m : mlg_config_catchment_reach_metres(NULL),
    };
    st = mlg_isochrone(out, &ask, err);
done:
    free(snap);
    return st;
}
