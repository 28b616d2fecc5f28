/* Where to open new sites: the p-median (least travel) and the max covering problem (most people within reach).
 *
 * p-median     opens `sites` candidates so that sum(persons x seconds to the nearest open site) is least
 *              (Hakimi 1964; ReVelle and Swain 1970).
 * max covering opens `sites` candidates so that most persons are within a time limit of an open site
 *              (MCLP: Church and ReVelle 1974).
 *
 * Existing sites stay open and take part in the assignment; forbidden candidates are never opened. A demand point
 * that no open site reaches is counted and charged the stated penalty: it is not an infinite cost. Costs are whole
 * numbers (seconds x persons, or persons), so that bounds round and ties are exact.
 *
 * How it works: max covering is a p-median where a covered person costs 0 and another 1, so both share reductions
 * (median/core.h); then exchanges, a bound (Lagrangian; max covering: of the linear program, mclp_core.h), fixing,
 * branch and bound. The answer always states its bound and gap, and says whether it is proved optimal. Answers
 * depend on the problem and the options only, not on threads or on the clock (unless max_seconds is given). */
#ifndef MLG_ANALYSIS_SITING_PROBLEM_H
#define MLG_ANALYSIS_SITING_PROBLEM_H

#include "adapters/solver.h"
#include "analysis/common/outcome.h"

typedef enum mlg_candidate_state {
    MLG_CANDIDATE_FREE = 0,
    MLG_CANDIDATE_EXISTING = 1,  /* open, before and after */
    MLG_CANDIDATE_FORBIDDEN = 2, /* never opened */
    MLG_CANDIDATE_FORCED = 3     /* always opened, and counted among the new sites */
} mlg_candidate_state;

#define MLG_NO_CANDIDATE INT32_MAX

static inline bool mlg_candidate_may_open(uint8_t state)
{
    return state == MLG_CANDIDATE_FREE || state == MLG_CANDIDATE_FORCED;
}

/* The caller owns every array; all of them are only read. */
typedef struct mlg_siting_problem {
    int32_t n_demand;
    const int64_t *weight; /* n_demand: persons, >= 0 */
    int32_t n_candidates;
    /* n_candidates + 1: candidate j reaches row_demand[row_start[j] .. row_start[j + 1]) */
    const int64_t *row_start;
    const int32_t *row_demand; /* each demand point at most once a row, in any order */
    const int32_t *row_cost;   /* >= 0: seconds, or another cost that is minimised in their place */
    const uint8_t *state;      /* n_candidates, mlg_candidate_state; NULL: all free */
    int32_t sites;             /* new sites to open, beside the existing ones */
    int32_t penalty_s;         /* p-median: cost of an unreached person, >= every cost of the rows */
} mlg_siting_problem;

static inline uint8_t mlg_candidate_state_of(const mlg_siting_problem *problem, int32_t candidate)
{
    return problem->state ? problem->state[candidate] : (uint8_t)MLG_CANDIDATE_FREE;
}

/* 0 means no limit. Limits on nodes and arcs give the same answer on every machine; a limit on seconds does
 * not. */
typedef struct mlg_siting_options {
    int64_t max_nodes;  /* nodes of the branch and bound */
    int64_t max_arcs;   /* (demand, site) pairs scanned by the bounds: about 3e8 to 6e8 a second */
    double max_seconds; /* wall-clock limit; the best solution found is returned with `stopped` set */
    double enough_gap;  /* stop when the gap is at most this fraction; 0: prove */
    uint64_t seed;      /* of the perturbations of the interchange search */
    bool use_solver;    /* LSCP, budgets, backup: it closes what branch and bound leaves open */
    mlg_solver_kind solver;
    const mlg_progress *progress; /* may be NULL */
} mlg_siting_options;

/* 200,000 nodes, 2e9 arcs, no clock, proof requested, solver allowed (CBC), seed 1. */
void mlg_siting_options_init(mlg_siting_options *options);

/* The solver, and the limits on seconds and nodes for a model solved by it alone. */
mlg_solver_options mlg_siting_solver_options(const mlg_siting_options *options);

/* Persons and cost with one set of open sites. */
typedef struct mlg_siting_state {
    int64_t objective; /* p-median: persons x seconds, penalties included; max covering: persons covered */
    int64_t reached_persons;
    int64_t unreached_persons;
} mlg_siting_state;

typedef struct mlg_siting_site {
    int32_t candidate;
    int64_t gain;             /* improvement of the objective when it opens at its turn, >= 0 */
    int64_t persons_won;      /* persons that no site opened before it reaches */
    int64_t persons_assigned; /* persons whose nearest open site it is, once all are open */
    /* deterioration of the objective if this site alone closes, >= 0 (LSCP: persons; p-center: persons x
     * seconds) */
    int64_t loss;
} mlg_siting_site;

/* Released with mlg_siting_answer_release(); `{ 0 }` may be released. */
typedef struct mlg_siting_answer {
    mlg_siting_site *chosen; /* n_chosen new sites in greedy order */
    int32_t n_chosen;
    mlg_siting_state before; /* with the existing sites only */
    mlg_siting_state after;  /* after.objective is the objective */
    mlg_outcome outcome;     /* stopped: before the proof */
    int64_t nodes;           /* of the branch and bound */
    int64_t arcs;            /* scanned by the bounds */
    int32_t n_demand;
    int32_t *assigned;        /* n_demand: nearest open candidate (lowest on ties), or MLG_NO_CANDIDATE */
    int32_t *assigned_time_s; /* n_demand: time to it, 0 where there is none */
} mlg_siting_answer;

void mlg_siting_answer_release(mlg_siting_answer *answer);

/* p-median. MLG_USAGE for negative or inconsistent sizes, times and penalty; MLG_DATA for more sites than free
 * candidates or fewer than forced ones (says by how much) and for a demand point listed twice in a row;
 * MLG_MEMORY; MLG_CANCELLED. On failure `out` is empty. Exponential in the worst case; the limits of
 * `options` bound it. */
mlg_status mlg_siting_pmedian(mlg_siting_answer *out, const mlg_siting_problem *problem,
                              const mlg_siting_options *options, mlg_error *err) MLG_MUST_CHECK;

/* Max covering: covered is time <= limit_s. penalty_s is not used. A person is reached when covered; `assigned`
 * names the nearest open site within the limit. Errors as above. */
mlg_status mlg_siting_mclp(mlg_siting_answer *out, const mlg_siting_problem *problem, int32_t limit_s,
                           const mlg_siting_options *options, mlg_error *err) MLG_MUST_CHECK;

/* Gradual coverage (Berman and Krass 2002): a person counts fully within full_s, not at all beyond limit_s, and in
 * proportion in between. The objective is in thousandths of a person; reached is within limit_s. MLG_USAGE unless
 * 0 <= full_s < limit_s; otherwise as above. */
#define MLG_WHOLE_PERSON 1000
mlg_status mlg_siting_gradual(mlg_siting_answer *out, const mlg_siting_problem *problem, int32_t full_s,
                              int32_t limit_s, const mlg_siting_options *options, mlg_error *err) MLG_MUST_CHECK;

/* LSCP (Toregas, Swain, ReVelle and Bergman 1971): the fewest new sites so that every demand point with some
 * weight that a free or existing candidate reaches within limit_s is covered; the others are unreached persons.
 * problem->sites and penalty_s are not used. The objective is the number of new sites (0 before). Reductions, a
 * Lagrangian bound, branch and bound, and the linear solver when allowed. Errors as above. */
mlg_status mlg_siting_lscp(mlg_siting_answer *out, const mlg_siting_problem *problem, int32_t limit_s,
                           const mlg_siting_options *options, mlg_error *err) MLG_MUST_CHECK;

/* p-center (Hakimi 1964; bisection on set covers: Minieka 1970): the objective is the longest time, in seconds, of
 * the demand points with some weight that some free or existing candidate reaches; penalty_s when the new sites
 * cannot reach all of these. Sites that the proof does not need are the free candidates of least number. Errors
 * as above. */
mlg_status mlg_siting_pcenter(mlg_siting_answer *out, const mlg_siting_problem *problem,
                              const mlg_siting_options *options, mlg_error *err) MLG_MUST_CHECK;

#endif
