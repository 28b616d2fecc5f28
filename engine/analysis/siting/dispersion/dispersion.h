/* p-dispersion (Kuby 1987; Erkut 1990): sites as far from one another as possible.
 *
 *     max   the least time between a new site and another open one, new or existing, the shorter way
 *     s.t.  `sites` new sites open exactly
 *
 * A longest time is one of those between two sites: bisection on them. Whether some set keeps a time apart is a clique of that size
 * among the pairs that are as far apart: branch and bound with the bound of a colouring (San Segundo, Rodriguez-Losada and Jimenez
 * 2011: bitsets; Tomita and Kameda 2007: the bound). A greedy set from each first site comes before. */
#ifndef MLG_ANALYSIS_SITING_DISPERSION_DISPERSION_H
#define MLG_ANALYSIS_SITING_DISPERSION_DISPERSION_H

#include "analysis/siting/problem.h"

/* The caller owns every array; all of them are only read. */
typedef struct mlg_dispersion_problem {
    int32_t n_sites;
    const int32_t *time_s; /* n_sites x n_sites, row from, column to, >= 0 or MLG_UNREACHABLE */
    const uint8_t *state;  /* n_sites, mlg_candidate_state */
    int32_t sites;         /* new ones, those forced among them */
    int32_t longest_s;     /* longer times, and none, count as this one */
} mlg_dispersion_problem;

/* Released with mlg_dispersion_answer_release(). */
typedef struct mlg_dispersion_answer {
    int32_t *chosen;  /* n_chosen new sites, ascending, the forced ones included */
    int32_t *apart_s; /* n_chosen: time between each of these and the nearest other open site */
    int32_t n_chosen;
    int32_t objective; /* the least of them; longest_s where there is no pair */
    mlg_outcome outcome;
    int64_t nodes;
} mlg_dispersion_answer;

void mlg_dispersion_answer_release(mlg_dispersion_answer *answer);

/* Limits of nodes (over all steps together) and of seconds, and progress, as in `options`. MLG_USAGE for negative sizes; MLG_DATA for
 * more sites than candidates or fewer than forced ones (says by how much); MLG_MEMORY; MLG_CANCELLED. Empty on failure.
 * O(n_sites^2) memory; exponential in the worst case. */
mlg_status mlg_siting_dispersion(mlg_dispersion_answer *out, const mlg_dispersion_problem *problem,
                                 const mlg_siting_options *options, mlg_error *err) MLG_MUST_CHECK;

#endif
