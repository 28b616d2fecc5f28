/* The rounds of a tour apart from one another. The constraints that each person is served once (once per rank of repeats) or
 * receives no more consultations than lacking, those of the groups, and one visit per stop and day are relaxed: what is
 * left is the most profitable route of each round on its own (route.c), and a benefit that no plan exceeds. */
#ifndef MLG_ANALYSIS_TOUR_RELAX_H
#define MLG_ANALYSIS_TOUR_RELAX_H

#include "analysis/tour/reach.h"
#include "analysis/tour/route.h"

/* The caller moves the multipliers. Released with mlg_tour_relaxation_release(). */
typedef struct mlg_tour_relaxation {
    const mlg_tour_frame *frame;
    mlg_tour_router *router;
    const mlg_tour_watch *watch;
    atomic_bool late;
    int threads;
    bool required;   /* the bound holds for plans that miss no required visit */
    int32_t n_ranks; /* of a demand point: repeats, or 1 */
    int64_t at_least, at_most,
        on_day; /* the first multiplier of minima and of maxima of groups, of stops by day; before, persons by rank */
    int64_t n_prices;
    double *price, *slope; /* the multipliers, 0 or more; the subgradient there */
    double *worth;         /* [n_stops] worth of a visit at the current multipliers */
    double *profit;        /* [threads x n_stops] profit on one day */
    double *best;          /* [n_rounds] profit of the best route */
    mlg_tour_leg *route;   /* [n_rounds] */
    int32_t *taken;        /* [n_stops] visits in the routes */
    int64_t *order;        /* arcs of each stop, by increasing multiplier */
} mlg_tour_relaxation;

/* All multipliers 0. Lists the sets of stops of the rounds as long as there is time. */
mlg_status mlg_tour_relaxation_init(mlg_tour_relaxation *x, const mlg_tour_frame *frame,
                                    const mlg_tour_reach *reach, int threads, const mlg_tour_watch *watch,
                                    mlg_error *err) MLG_MUST_CHECK;
void mlg_tour_relaxation_release(mlg_tour_relaxation *x);

/* The bound at the current multipliers, and its subgradient; of no meaning when the time is over before the end: x->late. The same
 * bits at any number of threads. */
mlg_status mlg_tour_relaxation_evaluate(double *bound, mlg_tour_relaxation *x, mlg_error *err) MLG_MUST_CHECK;

/* Whether a multiplier can be other than 0. */
bool mlg_tour_relaxation_moves(const mlg_tour_relaxation *x, int64_t price);

#endif
