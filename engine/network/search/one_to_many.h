/* Times between one point on a road network and any others: one search from the point, then a lookup for each of the others.
 *
 * Points are attached as in snap.h. The time is the least over the nodes of the segments and, when both points are on the same
 * segment, along it. Times equal those of models/road.h, which serves many sites and fixed places, to the decisecond. */
#ifndef MLG_NETWORK_SEARCH_ONE_TO_MANY_H
#define MLG_NETWORK_SEARCH_ONE_TO_MANY_H

#include "network/roads/snap.h"
#include "network/search/dijkstra.h"

/* For one thread. Memory: that of a search. */
typedef struct mlg_one_to_many mlg_one_to_many;

/* The graph must outlive it. O(nodes + arcs). MLG_INPUT: an inconsistent graph. MLG_MEMORY. */
mlg_status mlg_one_to_many_new(mlg_one_to_many **out, const mlg_graph *graph, mlg_error *err) MLG_MUST_CHECK;
void mlg_one_to_many_free(mlg_one_to_many *one_to_many);

typedef struct mlg_one_to_many_request {
    const mlg_snap *point;
    bool to_point;         /* times to the point; else from it */
    int32_t limit_ds;      /* 0..MLG_TIME_MAX, inclusive */
    const mlg_snap *other; /* the search stops once these are settled; NULL: at the limit */
    int32_t n_other;
} mlg_one_to_many_request;

/* Searches from or to `point`, which is copied; a point that is not attached reaches nothing. O(settled nodes + their arcs).
 * MLG_USAGE: a limit out of range. MLG_MEMORY. */
mlg_status mlg_one_to_many_search(mlg_one_to_many *one_to_many, const mlg_one_to_many_request *request,
                                  mlg_error *err) MLG_MUST_CHECK;

/* Time between the point of the last search and another, which is one of `other` if that was given; MLG_UNREACHABLE beyond the
 * limit. O(1). */
int32_t mlg_one_to_many_time(const mlg_one_to_many *one_to_many, const mlg_snap *other);

/* Number of nodes settled by the last search; 0 before the first. O(1). */
int32_t mlg_one_to_many_settled(const mlg_one_to_many *one_to_many);

#endif
