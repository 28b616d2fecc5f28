/* A network with some roads closed or slower: a copy, the network itself stays as it is.
 *
 * Roads are told by a line. ACROSS: every road that the line cuts, whatever its direction, as a flood or a barrier does; a road that only ends on the
 * line is not cut. ALONG: the roads that the line follows, sampled every 5 m: a sample is on the line within 15 m of it, where both go the same way
 * within 30 degrees; a segment is followed when at least 50 m of it are, or half of it. The whole segment, from junction to junction, is closed or slow:
 * nobody drives through. A segment closed both ways attaches no point any more: who lives there walks to the next road.
 *
 * Metric: the plane tangent at the middle of the line. */
#ifndef MLG_NETWORK_ROADS_ALTER_H
#define MLG_NETWORK_ROADS_ALTER_H

#include "network/roads/graph.h"

typedef enum mlg_road_reach { MLG_ROADS_ACROSS, MLG_ROADS_ALONG } mlg_road_reach;

typedef struct mlg_alteration {
    mlg_road_reach reach;
    int32_t count;           /* points of the line, 2 or more */
    const double *lon, *lat; /* [count] degrees */
    bool forward, backward;  /* ALONG: the directions concerned, with the line and against it */
    double kmh;              /* the speed of these roads; 0: they are closed */
} mlg_alteration;

/* Adds to time_ds[2 x segments], the time of each edge as in edge_time_ds, what the line does: -1 for an edge that closes, the time at that speed for
 * one that is slower or faster; NULL: not asked for. touched[2 x segments]: 1 for each edge concerned, others stay. Edges already closed stay closed, and are not touched.
 * MLG_INPUT: a line of one point, or that is not in degrees. O(points x points of the line) in the box of the line. */
mlg_status mlg_graph_touch(int32_t *time_ds, uint8_t *touched, const mlg_graph *graph, const mlg_alteration *what,
                           mlg_error *err) MLG_MUST_CHECK;

/* The same network with other times by edge, -1 closed: arcs of a closed edge are left out. An edge that the network has closed cannot be opened. Freed
 * with mlg_graph_free(); the other may be freed before. O(bytes). */
mlg_status mlg_graph_alter(mlg_graph **out, const mlg_graph *graph, const int32_t *time_ds,
                           mlg_error *err) MLG_MUST_CHECK;

#endif
