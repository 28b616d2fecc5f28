/* Supply of doctors in a number of years, after retirements, departures and arrivals.
 *
 *   m_j(y) = SUM_k acts_k share_kj stay_k(y)  +  arrivals - departures up to year y
 *   stay_k(y) = PROD_{u=1..y} (1 - q(age_k + u)),  0 once age_k + y is above the age limit;
 *               of unknown age: the mean over the ages of the structure, 1 without one
 *
 * A share of the doctors who stop may be replaced where they worked: stay + share (1 - stay). The result is an
 * expected value: a doctor who stays with probability 0.4 counts as 0.4. q(a) is the probability of stopping
 * during the year in which one turns a, given that one still works. Activity bounds are those of supply.h, applied
 * to current acts.
 */
#ifndef MLG_ANALYSIS_ACCESS_RETIREMENT_H
#define MLG_ANALYSIS_ACCESS_RETIREMENT_H

#include "analysis/access/supply.h"
#include "analysis/access/two_step.h"

enum { MLG_AGES = 131 };

typedef struct mlg_retirement {
    int32_t age_limit;   /* last age at which a doctor works; MLG_AGE_ANY: no limit */
    const double *leave; /* [MLG_AGES] q by age, in [0, 1]; NULL: no one stops before the limit */
    /* [MLG_AGES] age distribution, summing to 1, of doctors of unknown age; NULL: they stay */
    const double *structure;
    double replaced; /* share of lost acts that is replaced, in [0, 1] */
} mlg_retirement;

/* A known arrival (acts above 0) or departure (below 0), which counts in full from that year on. */
typedef struct mlg_move {
    int32_t place;
    int32_t year; /* from now: 0 is now */
    double acts;  /* a year; negative: leaves */
} mlg_move;

typedef struct mlg_retire_counts {
    double acts_now;     /* before any departure */
    double acts_retired; /* expected loss by that year, net of replacements */
    double acts_moved;   /* net effect of the moves */
    int32_t age_unknown; /* rows */
} mlg_retire_counts;

/* Probability that a doctor of that age still works after `years`. O(years), times MLG_AGES for an unknown age. */
double mlg_stay(const mlg_retirement *rule, int32_t age, int32_t years);

/* supply[places], overwritten: the rows as mlg_supply_doctors() counts them (params->age_max is today's limit),
 * then moves of years 0 to `years`. Supply never falls below 0: departures remove at most what is there, and
 * acts_moved counts what they removed. MLG_USAGE: negative years, a probability or share outside [0, 1], an age
 * distribution that does not sum to 1 (1e-9), or as in supply.h. MLG_INPUT: a move at a place that does not exist
 * or without a number of acts, or as in supply.h. O(doctors x years + moves). */
mlg_status mlg_supply_after(const mlg_supply_params *params, const mlg_retirement *rule, int32_t years,
                            int32_t count, const mlg_doctor *doctor, int32_t moves, const mlg_move *move,
                            int32_t places, double *supply, mlg_retire_counts *counts,
                            mlg_error *err) MLG_MUST_CHECK;

/* ---- linear updates ----------------------------------------------------------------------------------------- */

/* A site whose supply changes by `change`, which may be negative. */
typedef struct mlg_supply_change {
    int32_t site;
    double change;
} mlg_supply_change;

/* Access is linear in supply: dA_i = w_ij dm_j / V_j. Applies changes to the results of mlg_access(): updates
 * access[places], catchment[sites] (V_j, recomputed where it is NaN), ratio[sites] and supply[sites], reading only
 * the rows of the sites that change. Equals a full run to rounding: 1e-12 of the largest access. `input` is that
 * of the full run; input->supply is not read. MLG_INPUT: a site that does not exist, or a supply that would fall
 * below 0 (down to -1e-9 of it, which counts as 0). On failure the changes before the bad one have been applied.
 * O(pairs of the sites that change). */
mlg_status mlg_access_update(const mlg_access_input *input, int32_t changes, const mlg_supply_change *change,
                             double *supply, double *access, double *catchment, double *ratio,
                             mlg_error *err) MLG_MUST_CHECK;

#endif
