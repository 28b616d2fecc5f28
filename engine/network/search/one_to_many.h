/* Times between one point on a road network and any others: a search from the point, then a look at each of the others.
 *
 * A point is attached as snap.h does it; its time is the least of the ways through the nodes of its segment and, when both stand
 * on one segment, the way along it. The same whole deciseconds as the rows of models/road.h, which serve many sites and fixed places. */
#ifndef MLG_NETWORK_SEARCH_ONE_TO_MANY_H
#define MLG_NETWORK_SEARCH_ONE_TO_MANY_H

#include "network/roads/snap.h"
#include "network/search/dijkstra.h"

/* Of one thread: that of a search. */
typedef struct mlg_one_to_many mlg_one_to_many;

/* The graph must outlive it. O(nodes + arcs). MLG_INPUT: a graph whose arcs do not fit its nodes. MLG_MEMORY. */
mlg_status mlg_one_to_many_new(mlg_one_to_many **out, const mlg_graph *graph, mlg_error *err) MLG_MUST_CHECK;
void mlg_one_to_many_free(mlg_one_to_many *one_to_many);

typedef struct mlg_one_to_many_request {
    const mlg_snap *point;
    bool to_point;         /* times of those who come to the point; else of those who leave it */
    int32_t limit_ds;      /* 0..MLG_TIME_MAX, closed */
    const mlg_snap *other; /* the search ends once these are reached; NULL: all that is within the limit */
    int32_t n_other;
} mlg_one_to_many_request;

/* Searches; `point` is copied. One that is not attached reaches nothing. O(nodes within the limit x log). MLG_USAGE: a limit out of
 * range. MLG_MEMORY. */
mlg_status mlg_one_to_many_search(mlg_one_to_many *one_to_many, const mlg_one_to_many_request *request,
                                  mlg_error *err) MLG_MUST_CHECK;

/* Between the point of the last search and another, one of `other` where these were given; MLG_UNREACHABLE beyond its limit. O(1). */
int32_t mlg_one_to_many_time(const mlg_one_to_many *one_to_many, const mlg_snap *other);

/* Number of nodes settled by the last search; 0 before the first. O(1). */
int32_t mlg_one_to_many_settled(const mlg_one_to_many *one_to_many);

#endif
