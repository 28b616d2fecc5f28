/* Internals of a router: travel parameters of a study, densities, roads, sites. */
#ifndef MLG_PIPELINE_ROUTER_H
#define MLG_PIPELINE_ROUTER_H

#include "adapters/crs.h"
#include "adapters/db/database.h"
#include "network/hierarchy/hierarchy.h"
#include "network/isochrone/isochrone.h"
#include "network/models/model.h"
#include "network/search/one_to_many.h"

/* The sites requested last; arrays of `count`. `{ 0 }` is empty. */
typedef struct mlg_stock {
    char *what;
    int32_t count;
    size_t room;
    mlg_near_site *site; /* times unused */
    uint8_t *density;
    bool *at_centre; /* is at the place of its commune */
    uint8_t *island; /* as by mlg_island_at(); NULL by road */
    mlg_snap *snap;  /* by road */
} mlg_stock;

struct mlg_router {
    bool road;
    int epsg;
    mlg_db *db; /* of the study; NULL: none */
    mlg_stmt *standing, *outlines;
    mlg_stock stock;
    mlg_crow_params crow;
    bool open_edge; /* the outlines may end inland */
    int32_t intra_ds;
    /* by road; all but the first four are made by the first request */
    char *network;
    bool to_site;
    double snap_m;
    mlg_graph *graph;
    mlg_snap_index *index;
    mlg_transform *to_degrees;
    mlg_one_to_many *one_to_many;
    mlg_road_plane *plane;
    mlg_hierarchy *complete;      /* for large matrices */
    const mlg_progress *progress; /* borrowed from the caller; NULL: none */
};

/* Rejects points that are not positions in metres; `what` names them. */
mlg_status mlg_positions_check(const char *what, const mlg_positions *points, mlg_error *err) MLG_MUST_CHECK;

/* Reads the travel parameters of a study for mlg_router_open(). */
mlg_status mlg_router_read_study(mlg_router *r, const char *path, mlg_error *err) MLG_MUST_CHECK;

/* density[points]: levels 1 to 7, 0 unknown. O(log places) per point. */
mlg_status mlg_router_densities(uint8_t *density, mlg_router *r, const mlg_positions *points,
                                mlg_error *err) MLG_MUST_CHECK;

mlg_status mlg_router_crow_isochrones(mlg_geom **out, mlg_router *r, double x, double y, const int32_t *limit_ds,
                                      int32_t count, mlg_error *err) MLG_MUST_CHECK;

/* Loads the network; does nothing when it is loaded. */
mlg_status mlg_router_roads(mlg_router *r, mlg_error *err) MLG_MUST_CHECK;

/* Attaches points to the network. The caller frees *snaps[points]. */
mlg_status mlg_router_attach(mlg_snap **snaps, mlg_router *r, const mlg_positions *points,
                             mlg_error *err) MLG_MUST_CHECK;

/* mlg_router_times() by road, without the time within a place: time_ds[from x to], limit_ds at most MLG_TIME_MAX. O(from x
 * search) for few origins or nearby destinations; else a hierarchy is built once, then O((from + to) x climb + from x to). */
mlg_status mlg_router_road_times(int32_t *time_ds, mlg_router *r, const mlg_positions *from,
                                 const mlg_positions *to, int32_t limit_ds, mlg_error *err) MLG_MUST_CHECK;

mlg_status mlg_router_road_isochrones(mlg_geom **out, mlg_router *r, double x, double y, const int32_t *limit_ds,
                                      int32_t count, const mlg_isochrone_options *options,
                                      mlg_error *err) MLG_MUST_CHECK;

void mlg_stock_release(mlg_stock *stock);

#endif
