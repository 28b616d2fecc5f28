/* Capacitated p-median, maximal covering, set covering and p-center.
 *
 *     nearest  min sum w_i t_ij x_ij, everyone whom a candidate reaches is served, `sites` new ones open
 *     most     max sum w_i x_ij within limit_s
 *     all      fewest new sites that serve everyone within limit_s whom a candidate reaches there
 *     longest  min max t_ij over the people served, everyone whom a candidate reaches is, at most `sites` new ones open
 *     s.t.     sum_j x_ij <= 1;  sum_i w_i x_ij <= capacity_j y_j;  x_ij <= y_j;  x_ij 0 or 1, or a share (split)
 *
 * nearest: Lagrangian relaxation of the assignment constraints leaves one knapsack per site (solved exactly by
 * dynamic programming where capacities are small, else bounded by its linear relaxation); regret assignment with
 * shifts and exchanges, iterated interchange of sites, and fixing of sites and assignments by reduced cost give the upper
 * bound (Mulvey and Beck 1984; Beasley 1993). A linear solver solves what remains, with these knapsacks as rows, `most` and `all`; `longest` asks `all` at one time after another. On a time limit
 * the best solution found is returned. */
#ifndef MLG_ANALYSIS_SITING_CAPACITY_CAPACITATED_H
#define MLG_ANALYSIS_SITING_CAPACITY_CAPACITATED_H

#include "base/sparse_rows.h"
#include "analysis/siting/problem.h"

typedef enum mlg_serve_goal {
    MLG_SERVE_NEAREST = 0,
    MLG_SERVE_MOST,
    MLG_SERVE_ALL,
    MLG_SERVE_LONGEST
} mlg_serve_goal;

typedef struct mlg_serve_problem {
    mlg_siting_problem base; /* all: sites is not used; nearest: penalty_s is charged to unreached persons */
    mlg_serve_goal goal;
    int32_t limit_s;         /* most and all; nearest: longer times do not count, INT32_MAX for none */
    const int64_t *capacity; /* n_candidates, persons, >= 0; existing sites have one too */
    bool split;              /* a demand point may be served by several sites */
    bool cost_a_place;       /* nearest: cost is the time of a demand point, not times its persons (OR-Library) */
} mlg_serve_problem;

/* Released with mlg_serve_answer_release(). */
typedef struct mlg_serve_answer {
    int32_t *chosen; /* n_chosen new sites, ascending, the forced ones included */
    int32_t n_chosen;
    double *served;   /* arcs of base.row_demand: persons */
    double before;    /* by the existing sites alone; nearest, longest: NaN when they cannot serve everyone */
    double objective; /* persons x seconds, persons, sites, seconds */
    double served_persons, unreached_persons;
    mlg_outcome outcome;
} mlg_serve_answer;

void mlg_serve_answer_release(mlg_serve_answer *answer);

/* After MLG_DATA, outcome.proved tells that there is no answer, not that none was found within the limits or without the solver.
 * MLG_USAGE and MLG_MEMORY as mlg_siting_pmedian(), options too. MLG_DATA: capacity below
 * the demand (says by how much), a demand point larger than any site that reaches it (nearest, all), no solution
 * within the limits. */
mlg_status mlg_siting_serve(mlg_serve_answer *out, const mlg_serve_problem *problem,
                            const mlg_siting_options *options, mlg_error *err) MLG_MUST_CHECK;

/* The goal `longest`, by answers of the above to `all`; MLG_DATA also when `sites` sites are too few (says how many are needed). center.c */
mlg_status mlg_siting_serve_center(mlg_serve_answer *out, const mlg_serve_problem *problem,
                                   const mlg_siting_options *options, mlg_error *err) MLG_MUST_CHECK;

/* ---- parts, for the files of this folder --------------------------------------------------------------------- */

typedef struct mlg_serve {
    const mlg_serve_problem *p;
    mlg_sparse_rows rows; /* demand point to candidates that are or may be open, by time */
    uint8_t *open;        /* candidates: open in the current solution, existing sites included */
    int32_t *site;        /* a demand point, not split: its site in the current assignment, -1: none */
    int64_t *worth;       /* a demand point: cost of one second, its persons or 1 */
    int64_t *room;        /* candidates: capacity left in the current assignment */
    int32_t *order;       /* demand points */
    int64_t *key;
    uint8_t *best;      /* candidates: open in the incumbent */
    int32_t *best_site; /* a demand point, not split */
    double value;       /* of the incumbent, lower is better; HUGE_VAL: none */
    double hopeless;    /* an assignment that costs as much before its exchanges is left as it is */
    double constant;    /* penalties of unreached persons, added to the objective */
    double lower;       /* bound on the same scale as value */
    uint8_t *fate;      /* candidates: MLG_SITE_* decided by reduced cost */
    double start_s;     /* clock when the problem was given */
    uint8_t *useless;   /* arcs of `rows` that no better solution uses, by reduced cost; not split only */
    double *price;      /* a demand point: its multiplier in the bound; NULL: there are no whole knapsacks */
    double *filled;     /* candidates: value of the knapsack at these multipliers, <= 0 */
} mlg_serve;

/* Heuristic assignment to the sites flagged in s->open, left in s->site (not split). Returns its cost, HUGE_VAL
 * when it leaves out someone who must be served; `most`: minus the persons served. O(demand x (log demand +
 * sites)), and demand squared for the exchanges. */
double mlg_serve_assign(mlg_serve *s);

/* Makes s->open the incumbent when its cost is lower. */
void mlg_serve_offer(mlg_serve *s, double cost);

/* `nearest`: Lagrangian bound with the solutions it meets, interchange of sites, fixing by reduced cost. */
mlg_status mlg_serve_bound(mlg_serve *s, const mlg_siting_options *options, mlg_error *err) MLG_MUST_CHECK;

#endif
