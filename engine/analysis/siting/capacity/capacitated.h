/* Sites that serve only so many: capacitated p-median, covering and set covering.
 *
 *     nearest  min sum w_i t_ij x_ij, everyone whom a candidate reaches is served, `sites` new ones open
 *     most     max sum w_i x_ij within limit_s
 *     all      fewest new sites that serve everyone within limit_s whom a candidate reaches there
 *     s.t.     sum_j x_ij <= 1;  sum_i w_i x_ij <= capacity_j y_j;  x_ij <= y_j;  x_ij 0 or 1, or any share (split)
 *
 * nearest: Lagrangian relaxation of the assignment, one knapsack a site (whole by dynamic programming where capacities are
 * small, else its linear bound), regret assignment with shifts and exchanges, exchanges of sites, fixing of sites and assignments by reduced
 * cost (Mulvey and Beck 1984; Beasley 1993); then CBC on what is left, and for the two others. A time limit keeps the
 * best found. */
#ifndef MLG_ANALYSIS_SITING_CAPACITY_CAPACITATED_H
#define MLG_ANALYSIS_SITING_CAPACITY_CAPACITATED_H

#include "base/sparse_rows.h"
#include "analysis/siting/problem.h"

typedef enum mlg_serve_goal { MLG_SERVE_NEAREST = 0, MLG_SERVE_MOST, MLG_SERVE_ALL } mlg_serve_goal;

typedef struct mlg_serve_problem {
    mlg_siting_problem base; /* all: sites is not used; nearest: penalty_s is charged to who is not reached */
    mlg_serve_goal goal;
    int32_t limit_s;         /* most and all; nearest: longer times do not count, INT32_MAX for none */
    const int64_t *capacity; /* n_candidates, persons, >= 0; of the sites that stand too */
    bool split;              /* a demand point may go to several sites */
    bool cost_a_place;       /* nearest: a demand point costs its time once, not times its persons (OR-Library) */
} mlg_serve_problem;

/* Released with mlg_serve_answer_release(). */
typedef struct mlg_serve_answer {
    int32_t *chosen; /* n_chosen new sites, ascending, the forced ones included */
    int32_t n_chosen;
    double *served;   /* arcs of base.row_demand: persons */
    double before;    /* most: persons the standing sites serve; nearest: NaN when they cannot serve everyone */
    double objective; /* persons x seconds, persons, sites */
    double served_persons, unreached_persons;
    mlg_outcome outcome;
} mlg_serve_answer;

void mlg_serve_answer_release(mlg_serve_answer *answer);

/* MLG_USAGE and MLG_MEMORY as mlg_siting_pmedian(), options too; max_seconds limits CBC. MLG_DATA: capacity below the
 * demand (by how much), a demand point no site can hold (nearest, all), no answer in the limits. */
mlg_status mlg_siting_serve(mlg_serve_answer *out, const mlg_serve_problem *problem,
                            const mlg_siting_options *options, mlg_error *err) MLG_MUST_CHECK;

/* ---- parts, for the files siting_serve*.c ------------------------------------------------------------------------ */

typedef struct mlg_serve {
    const mlg_serve_problem *p;
    mlg_sparse_rows rows; /* demand point to candidates that stand or may open, by time */
    uint8_t *open;        /* candidates: the set looked at, standing sites included */
    int32_t *site;        /* a demand point, not split: its site in the assignment looked at, -1: none */
    int64_t *worth;       /* a demand point: what its times are multiplied by, its persons or 1 */
    int64_t *room;        /* candidates: left in the assignment looked at */
    int32_t *order;       /* demand points */
    int64_t *key;
    uint8_t *best;      /* candidates open in the best answer; n_best_open */
    int32_t *best_site; /* a demand point, not split */
    double value;       /* of the best: less is better; HUGE_VAL: none */
    double constant;    /* added to the objective: the penalties of who is not reached */
    double lower;       /* bound on the same scale as value */
    uint8_t *fate;      /* candidates: MLG_SITE_* decided by reduced cost */
    uint8_t *useless;   /* arcs of `rows` that no better answer uses, by reduced cost; whole demand points only */
} mlg_serve;

/* Cost of the best assignment found to the sites flagged in s->open, HUGE_VAL when someone who must be is not served;
 * `most`: minus the persons served. Leaves it in s->site (not split). O(demand x (log demand + sites)), and demand squared
 * for the exchanges. */
double mlg_serve_assign(mlg_serve *s);

/* Takes s->open into the best answer when its cost is less. */
void mlg_serve_offer(mlg_serve *s, double cost);

/* Lagrangian bound of `nearest`, sets met on the way, exchanges of sites, fixing. */
mlg_status mlg_serve_bound(mlg_serve *s, const mlg_siting_options *options, mlg_error *err) MLG_MUST_CHECK;

#endif
