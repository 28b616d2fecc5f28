/* The most profitable route of one round: the pricing problem of the bound. */
#ifndef MLG_ANALYSIS_TOUR_ROUTE_H
#define MLG_ANALYSIS_TOUR_ROUTE_H

#include "analysis/tour/plan.h"
#include "analysis/tour/reach.h"
#include "analysis/tour/watch.h"

/* Best routes of the rounds, for any profits of the stops. */
typedef struct mlg_tour_router mlg_tour_router;

/* Lists the sets of stops of the rounds, by up to `threads` threads, as long as there is time. The watch outlives the router. */
mlg_status mlg_tour_router_new(mlg_tour_router **router, const mlg_tour_frame *frame, const mlg_tour_reach *reach,
                               int threads, const mlg_tour_watch *watch, mlg_error *err) MLG_MUST_CHECK;
void mlg_tour_router_free(mlg_tour_router *router);

/* The most profitable route of one round. Returns an upper bound of its profit, exact when the pool of
 * the round is complete, or neither max_nodes nor the end of the time is reached; `route` is the best route found. profit[n_stops] may be
 * negative. `worker` is in [0, threads): one call at a time each. */
double mlg_tour_router_best(const mlg_tour_router *router, int worker, int32_t round, const double *profit,
                            int64_t max_nodes, mlg_tour_leg *route);

#endif
