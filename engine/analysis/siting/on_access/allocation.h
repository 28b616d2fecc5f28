/* Allocation of additional supply when the objective is access itself. Potential access (APL, FCA) is linear in
 * supply: a unit at candidate j adds row_access to the demand points of its row, so that access = today + sum_j
 * x_j row_j.
 *
 *     least access     max of the least access              linear program, or branch and bound on the worst place
 *     persons over     most persons at or over a threshold  mixed integer program, or branch and bound
 *     shortfall        min sum persons x (threshold - A)+   (FGT1 x threshold x persons), linear program
 *     square shortfall, spread  the same squared (FGT2); min sum persons x (A - mean)^2 (MAEP: Wang and Tang 2013)
 *
 * Either any share of the supply anywhere (x_j >= 0, sum x_j = supply), or `antennas` different candidates with
 * supply / antennas each, or `units` of supply / units each, any number of them at a candidate (half-days of
 * consultations). The mean access is constant by conservation, and no goal.
 *
 * Worked example (two sites, three places of 1000, 2000 and 1500 persons, 7 units to place, mean aimed at 7 /
 * 4500): the least spread places 2.480190704 and 4.519809296, and is 9.395393620e-05. */
#ifndef MLG_ANALYSIS_SITING_ON_ACCESS_ALLOCATION_H
#define MLG_ANALYSIS_SITING_ON_ACCESS_ALLOCATION_H

#include "adapters/solver.h"
#include "analysis/common/outcome.h"

/* Relative tolerance of the threshold, a millionth: the linear solver is no more precise. */
#define MLG_ALMOST (1 - 1e-6)

typedef enum mlg_access_goal {
    MLG_GOAL_LEAST_ACCESS = 0,
    MLG_GOAL_PERSONS_OVER,
    MLG_GOAL_SHORTFALL,
    MLG_GOAL_SQUARE_SHORTFALL,
    MLG_GOAL_SPREAD
} mlg_access_goal;

/* The caller owns every array; all of them are only read. Access in any unit (acts a person and year), supply in
 * any unit (acts a year, fte). */
typedef struct mlg_allocation_problem {
    int32_t n_demand;
    const double *persons; /* n_demand, >= 0; places without persons do not count */
    const double *access;  /* n_demand: from the existing supply, >= 0 */
    int32_t n_candidates;
    const int64_t *row_start;  /* n_candidates + 1 */
    const int32_t *row_demand; /* each demand point at most once a row */
    const double *row_access;  /* access that one unit of supply adds, >= 0 */
    const double *most;        /* n_candidates: most supply there, 0: forbidden; NULL: no limit */
    double supply;             /* to place, all of it */
    int32_t antennas;          /* 0: shares; k: k equal antennas */
    mlg_access_goal goal;
    double threshold; /* of the shortfalls and of persons over; spread: the mean */
    int32_t units;    /* 0: shares or antennas; k: k equal units, antennas 0 */
} mlg_allocation_problem;

/* 0 means no limit. */
typedef struct mlg_allocation_options {
    int64_t max_nodes;  /* of the branch and bound, and of the linear solver */
    double max_seconds; /* wall-clock limit; the best placing found is returned with `stopped` set */
    mlg_solver_kind solver;
    const mlg_progress *progress; /* may be NULL */
} mlg_allocation_options;

/* 400,000 nodes, no clock. */
void mlg_allocation_options_init(mlg_allocation_options *options);

/* Released with mlg_allocation_answer_release(); `{ 0 }` may be released. */
typedef struct mlg_allocation_answer {
    double *supply;      /* n_candidates */
    double *access;      /* n_demand: after */
    double before;       /* value of the goal with the existing supply */
    double objective;    /* after */
    mlg_outcome outcome; /* bound: to the last digits of the arithmetic; proved: a gap under 1e-6 */
    int64_t nodes;
} mlg_allocation_answer;

void mlg_allocation_answer_release(mlg_allocation_answer *answer);

/* MLG_USAGE for negative, non-finite or inconsistent figures; MLG_DATA for more antennas than candidates that can
 * take one, for limits below the supply (says by how much), and for shares with a linear goal when built without
 * the solver, or when it found nothing within the limits; MLG_MEMORY; MLG_CANCELLED. Empty on failure. */
mlg_status mlg_allocation_solve(mlg_allocation_answer *out, const mlg_allocation_problem *problem,
                                const mlg_allocation_options *options, mlg_error *err) MLG_MUST_CHECK;

/* ---- parts, for the files allocation_*.c: their limit on seconds counts from start_s of mlg_clock_s() ------- */

/* True when more is better. */
bool mlg_goal_is_gain(mlg_access_goal goal);

/* Access after placing `supply` (n_candidates). O(arcs + demand). */
void mlg_allocation_access(double *access, const mlg_allocation_problem *problem, const double *supply);

/* Value of the goal. O(demand). */
double mlg_allocation_value(const mlg_allocation_problem *problem, const double *access);

/* Shares or units with a linear goal, by the linear solver. Fills supply and bound. */
mlg_status mlg_allocation_linear(mlg_allocation_answer *out, const mlg_allocation_problem *problem,
                                 const mlg_allocation_options *options, double start_s,
                                 mlg_error *err) MLG_MUST_CHECK;

/* Shares with a convex goal (square shortfall, spread): pairwise conditional gradients (Lacoste-Julien and Jaggi
 * 2015) with exact line search, until the duality gap is under 1e-11 of the objective. Fills supply and bound.
 * O(arcs) a step. */
mlg_status mlg_allocation_convex(mlg_allocation_answer *out, const mlg_allocation_problem *problem,
                                 const mlg_allocation_options *options, double start_s,
                                 mlg_error *err) MLG_MUST_CHECK;

/* Units with a convex goal: greedy, then exchanges; the bound is that of the shares. Fills supply and bound.
 * O(units x (candidates x arcs of a row + demand)). */
mlg_status mlg_allocation_units(mlg_allocation_answer *out, const mlg_allocation_problem *problem,
                                const mlg_allocation_options *options, double start_s,
                                mlg_error *err) MLG_MUST_CHECK;

/* Antennas, any goal: branch and bound. Convex goals and shortfalls are submodular in the set of antennas
 * (Nemhauser, Wolsey and Fisher 1978): the sum of single gains bounds the gain of several. Persons over is bounded
 * by the share of its lack that each antenna fills. Fills supply, bound and nodes. */
mlg_status mlg_allocation_antennas(mlg_allocation_answer *out, const mlg_allocation_problem *problem,
                                   const mlg_allocation_options *options, double start_s,
                                   mlg_error *err) MLG_MUST_CHECK;

#endif
