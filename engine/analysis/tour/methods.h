/* The methods of the tour solver: a search for good plans, an upper bound, enumeration of small instances. */
#ifndef MLG_ANALYSIS_TOUR_METHODS_H
#define MLG_ANALYSIS_TOUR_METHODS_H

#include "analysis/tour/plan.h"
#include "analysis/tour/watch.h"

/* Improves `best` by large neighbourhood search (search.c): one step, which builds a plan, even when the time is over. */
mlg_status mlg_tour_search(mlg_tour_plan *best, uint64_t seed, int32_t iterations, mlg_tour_watch *watch,
                           int64_t *done, mlg_error *err) MLG_MUST_CHECK;

/* Lowers *bound to a benefit that no plan exceeds (bound.c): any plan when best->missed > 0, else a plan that
 * misses nothing. The same at any number of threads. */
mlg_status mlg_tour_bound(int64_t *bound, const mlg_tour_plan *best, int32_t rounds, int threads,
                          mlg_tour_watch *watch, mlg_error *err) MLG_MUST_CHECK;

/* Enumerates small instances (exact.c): *proved when `best` ends as an optimal plan. Skips large instances. */
mlg_status mlg_tour_enumerate(mlg_tour_plan *best, int64_t max_nodes, mlg_tour_watch *watch, bool *proved,
                              mlg_error *err) MLG_MUST_CHECK;

#endif
