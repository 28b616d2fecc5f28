/* Optimal allocation of persons to sites with a capacity (transportation problem).
 *
 * Serves as many persons as the capacities and the limit allow and, among all such allocations, returns one of
 * least total travel time. The people of a place may go to several sites. No rank favours anyone, but some people
 * travel further than their nearest site so that others, who have no alternative, are served. Persons and
 * deciseconds are integers: the result is exact.
 *
 * Method: places are added one by one; each group follows the cheapest path, which may move people already served
 * to other sites (successive shortest paths with potentials: Edmonds and Karp, JACM 19, 1972; Tomizawa, Networks
 * 1, 1971). The search stops at the first site with spare capacity, or at the node of the unserved, which costs
 * more than any path. */
#ifndef MLG_ANALYSIS_CATCHMENT_CAPACITY_OPTIMAL_H
#define MLG_ANALYSIS_CATCHMENT_CAPACITY_OPTIMAL_H

#include "network/models/model.h"

typedef struct mlg_assignment {
    int64_t served, unserved; /* persons */
    int64_t person_ds;        /* total time of those served, one way */
} mlg_assignment;

/* pairs: sites by places, times in deciseconds, places of a site ascending and each once. flow[pairs]: persons of
 * each pair. persons[places], capacity[sites], each in 0..2^40. Among allocations of equal total, returns the same
 * one in every run. MLG_INPUT: an amount out of range. MLG_DATA: more than 2^31 pairs, or a total that does not
 * fit 62 bits. MLG_CANCELLED, MLG_MEMORY. O(paths x pairs seen by a search x log); there is one path per place,
 * and one more each time a site fills up or a whole group moves. 2,000 places, 100 sites, 93,000 pairs: 0.01 s
 * with twice the capacity needed, 0.1 s with 1.1 times, 1.6 s with 0.8 times; 10,000 places, 300 sites, 363,000
 * pairs, 1.1 times: 10 s. */
mlg_status mlg_assign(int64_t *flow, mlg_assignment *total, mlg_sparse_view pairs, const int64_t *persons,
                      const int64_t *capacity, const mlg_progress *progress, mlg_error *err) MLG_MUST_CHECK;

#endif
