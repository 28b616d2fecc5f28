/* Who is served where when sites have a capacity: the best for all together (transportation problem).
 *
 * Serves as many persons as the capacities and the limit allow and, of all ways to do so, takes one with the least
 * total time. People of a place may go to several sites. Nobody is better off because of a rank; but some go
 * further than their nearest site so that others, who have no choice, are served. Whole persons, whole
 * deciseconds: exact.
 *
 * How: places enter one by one; each group goes along the cheapest path, which may move people served before to
 * other sites (successive shortest paths with potentials: Edmonds and Karp, JACM 19, 1972; Tomizawa, Networks 1,
 * 1971). The search stops at the first site with room, or at staying unserved, which costs more than any path. */
#ifndef MLG_ANALYSIS_CATCHMENT_CAPACITY_OPTIMAL_H
#define MLG_ANALYSIS_CATCHMENT_CAPACITY_OPTIMAL_H

#include "network/models/model.h"

typedef struct mlg_assignment {
    int64_t served, unserved; /* persons */
    int64_t person_ds;        /* total time of those served, one way */
} mlg_assignment;

/* pairs: sites by places, times in deciseconds, places of a site ascending and each once. flow[pairs]: persons of each
 * pair. persons[places], capacity[sites], each in 0..2^40. Equal totals: one of them, the same in every run.
 * MLG_INPUT: an amount out of range. MLG_DATA: more than 2^31 pairs, or a total that does not fit 62 bits.
 * MLG_CANCELLED, MLG_MEMORY. O(paths x pairs seen by a search x log); there is a path a place, and one more each time
 * a site fills or a group moves as a whole. 2,000 places, 100 sites, 93,000 pairs: 0.01 s with twice the capacity
 * needed, 0.1 s with 1.1 times, 1.6 s with 0.8 times; 10,000 places, 300 sites, 363,000 pairs, 1.1 times: 10 s. */
mlg_status mlg_assign(int64_t *flow, mlg_assignment *total, mlg_sparse_view pairs, const int64_t *persons,
                      const int64_t *capacity, const mlg_progress *progress, mlg_error *err) MLG_MUST_CHECK;

#endif
