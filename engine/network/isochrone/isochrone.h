/* Isochrones: the land reached within a time, drawn from the reached network.
 *
 * Definition. Land belongs to the nearest road that points can attach to (not motorways, tunnels or ferries), reached
 * or not, by the rule that attaches points (snap.h). Its time is that of its foot on that road plus a walk from there
 * in a straight line; land farther than `reach_m` from the road is not reached. The far side of a river, land behind
 * a road that cannot be driven and land without roads therefore stay outside; roads are cut where the limit falls.
 * The limit is inclusive: a time equal to it is inside.
 *
 * Worked example: limit 10 min, a straight road driven at 1 km per minute that passes a point P, 500 m before its
 * end, at 9 min, walking at 50 m per minute. The land is inside up to 50 m from the road beside P, and up to 25 m
 * beside the end (9.5 min).
 *
 * Method. A grid with a step of a third of the resolution, in whole sixteenths of a metre, aligned on multiples of
 * the step. The owner of each vertex comes from a distance transform with exact distances to pieces of road (eight
 * neighbours, four sweeps: Danielsson, "Euclidean distance mapping", CGIP 14, 1980) and gives its time. The vertices
 * of each square crossed by a reached road then take the time of that road if it is less, so that no reached road
 * falls between two vertices. Each square is split into two triangles, which makes contours unambiguous; crossings
 * lie on sixteenths of the step, strictly inside the edges of the grid.
 *
 * Guaranteed by construction:
 *  - every vertex of the shape (junctions included) of a road that points attach to is inside once its time is below
 *    the limit by the time to walk half the resolution;
 *  - one that is not reached is outside, or has a reached road within the resolution;
 *  - rings never touch: polygons are valid, with holes;
 *  - the isochrone of a limit contains that of any shorter limit exactly.
 * Limitations: junctions inside motorways and tunnels have no land (one cannot get off there), and water within
 * `reach_m` of a reached road counts as land. Islands of the network own their land, although a point within the
 * snapping radius of the main network would be attached to it. */
#ifndef MLG_NETWORK_ISOCHRONE_ISOCHRONE_H
#define MLG_NETWORK_ISOCHRONE_ISOCHRONE_H

#include "adapters/geom/geometry.h"
#include "network/roads/snap.h"

/* The shapes of the roads in a projected system, in metres: built once, then read by any number of threads. 16 bytes
 * per point. The graph must outlive it. */
typedef struct mlg_road_plane mlg_road_plane;

/* `crs` as in crs.h, projected. MLG_INPUT: an unknown system, or one that cannot represent some road of the
 * graph. O(points). */
mlg_status mlg_road_plane_new(mlg_road_plane **out, const mlg_graph *graph, const char *crs,
                              mlg_error *err) MLG_MUST_CHECK;
void mlg_road_plane_free(mlg_road_plane *plane);

typedef struct mlg_isochrone_request {
    const mlg_road_plane *plane;
    const mlg_snap *sites; /* those that are not attached reach nothing */
    int32_t n_sites;
    bool to_sites;           /* times to the sites; else from them */
    const int32_t *limit_ds; /* ascending, each in 0..MLG_TIME_MAX, inclusive */
    int32_t n_limits;
    double resolution_m; /* at least 1 */
    double reach_m;      /* off the road, > 0 */
    double walk_kmh;     /* off the road; 0: that of the profile */
} mlg_isochrone_request;

/* One multipolygon per limit, in the system of the plane, empty when nothing is reached: out[n_limits], freed by the
 * caller, all NULL on failure. The time from or to the nearest site counts, by a search up to the last limit.
 * MLG_USAGE: a parameter out of range, or a grid of more than 2^26 vertices. MLG_MEMORY. O(search + segments +
 * vertices of the grid x 40); 16 bytes per vertex. */
mlg_status mlg_isochrone(mlg_geom **out, const mlg_isochrone_request *request, mlg_error *err) MLG_MUST_CHECK;

/* The same from given times at the nodes: time_ds[n_nodes], MLG_UNREACHABLE where unknown or beyond the last limit.
 * Sites then only count on their own segments. */
mlg_status mlg_isochrone_of_times(mlg_geom **out, const mlg_isochrone_request *request, const int32_t *time_ds,
                                  mlg_error *err) MLG_MUST_CHECK;

/* Times at the points of a grid: point (i, j) has index j x columns + i and lies at (x_m + i x step_x_m, y_m + j x step_y_m). */
typedef struct mlg_time_grid {
    double x_m, y_m, step_x_m, step_y_m;
    int32_t columns, rows;
    const float *time_ds; /* HUGE_VALF where not reached */
} mlg_time_grid;

/* The land where the time is at most the limit, between the points by interpolation; halfway to a point that is not reached. Longer
 * limits contain shorter ones. MLG_USAGE: an empty grid, or more than 2^26 points. O(points). */
mlg_status mlg_isochrone_of_grid(mlg_geom **out, const mlg_time_grid *grid, int32_t limit_ds,
                                 mlg_error *err) MLG_MUST_CHECK;

#endif
