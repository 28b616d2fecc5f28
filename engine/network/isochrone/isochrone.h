/* Isochrones: the land reached within a time, drawn from the reached network.
 *
 * Definition. Land belongs to the nearest stretch of road that takes points (motorways, tunnels, ferries do not),
 * reached or not, as points do when they attach (snap.h). Its time is that of the foot on that stretch plus the
 * walk from there in a straight line; beyond `reach_m` of the road nothing is reached. So the far side of a river,
 * land behind a road that cannot be driven, and land without roads stay out; edges are cut where the limit falls.
 * The limit is closed: a time equal to it is inside.
 *
 * Worked example: limit 10 min, a straight road that is passed 500 m before its end at 9 min, at 1 km a minute,
 * walking 50 m a minute: the land beside the place passed at 9 min is inside up to 50 m from the road, beside the
 * end (9.5 min) up to 25 m.
 *
 * How: a grid of a third of the resolution, in whole sixteenths of metres, on multiples of it; the owner of each
 * vertex by a distance transform that keeps exact distances to pieces of road (eight neighbours, four sweeps:
 * Danielsson, "Euclidean distance mapping", CGIP 14, 1980), its time, then the vertices of each square that a
 * reached road passes take the time of the road if it is less: no reached road falls between two vertices. Each
 * square is cut in two triangles, so that a limit crosses in one way only; crossings lie on sixteenths of the
 * step, inside the edges of the grid.
 *
 * What holds, by construction:
 *  - every point of shape (junctions too) of a road that takes points is inside once its time is less than the
 *    limit by the walk of half of the resolution;
 *  - one that is not reached is outside, or has a reached road within the resolution;
 *  - rings never touch: polygons are valid, with holes;
 *  - the isochrone of a limit holds that of a shorter one, exactly.
 * What does not: junctions inside motorways and tunnels have no land (one cannot get off there), and water within
 * `reach_m` of a reached road is land like any other. Islands of the network own their land, though a point within
 * the snapping radius of the main network would be attached there. */
#ifndef MLG_NETWORK_ISOCHRONE_ISOCHRONE_H
#define MLG_NETWORK_ISOCHRONE_ISOCHRONE_H

#include "adapters/geom/geometry.h"
#include "network/roads/snap.h"

/* The shapes of the roads in a projected system, metres: made once, read by any number of threads. 16 bytes a
 * point of shape. The graph must outlive it. */
typedef struct mlg_road_plane mlg_road_plane;

/* `crs` as in crs.h, projected. MLG_INPUT: a system that is not known, or in which roads of the graph have no
 * place. O(points). */
mlg_status mlg_road_plane_new(mlg_road_plane **out, const mlg_graph *graph, const char *crs,
                              mlg_error *err) MLG_MUST_CHECK;
void mlg_road_plane_free(mlg_road_plane *plane);

typedef struct mlg_isochrone_request {
    const mlg_road_plane *plane;
    const mlg_snap *sites; /* the nearest counts; those that are not attached reach nothing */
    int32_t n_sites;
    bool to_sites;           /* times of those who come to the sites; else of those who leave them */
    const int32_t *limit_ds; /* rising, each in 0..MLG_TIME_MAX, closed */
    int32_t n_limits;
    double resolution_m; /* at least 1 */
    double reach_m;      /* off the road, > 0 */
    double walk_kmh;     /* off the road; 0: that of the profile */
} mlg_isochrone_request;

/* One multipolygon a limit, in the system of the plane, empty when nothing is reached: out[n_limits], freed by the
 * caller, all NULL on failure. Times: a search within the last limit. MLG_USAGE: a parameter out of range, or a
 * grid of more than 2^26 vertices. MLG_MEMORY. O(search + segments + vertices of the grid x 40); 16 bytes a
 * vertex. */
mlg_status mlg_isochrone(mlg_geom **out, const mlg_isochrone_request *request, mlg_error *err) MLG_MUST_CHECK;

/* The same from the times at the nodes, deciseconds, MLG_UNREACHABLE where unknown or beyond the last limit:
 * time_ds[n_nodes]. The sites count on their own segments only. */
mlg_status mlg_isochrone_of_times(mlg_geom **out, const mlg_isochrone_request *request, const int32_t *time_ds,
                                  mlg_error *err) MLG_MUST_CHECK;

#endif
