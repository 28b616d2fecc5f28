/* Sensitivity of a result to the conventions behind it: one measure under every combination of their levels (full
 * factorial design).
 *
 * Run r takes level (r / PROD of the levels of the factors after f) % levels_f of factor f. For one unit, over the
 * runs in which its value is known:
 *
 *   share        runs in which it is flagged (beyond the threshold) over runs
 *   first order  S_f = SUM_l n_l (m_l - m)^2 / SUM_r (x_r - m)^2, m_l the mean at level l of factor f: the share of
 *                the variance explained by the factor alone. In such a design, with equally likely levels, it is the
 *                first-order Sobol index; the remainder to 1 is due to interactions.
 *   decides      the factor with the largest S_f of the flag (x is 0 or 1): the one that makes the unit a desert
 *
 * Sources: Saltelli and others 2008, Global Sensitivity Analysis, 1.2 and 4; Sobol 1993.
 */
#ifndef MLG_ANALYSIS_ACCESS_SENSITIVITY_H
#define MLG_ANALYSIS_ACCESS_SENSITIVITY_H

#include "base/error.h"

enum { MLG_MAX_FACTORS = 8, MLG_MAX_RUNS = 2000 };

typedef struct mlg_design {
    int32_t factors;
    int32_t levels[MLG_MAX_FACTORS]; /* 1 or more each */
} mlg_design;

/* Number of runs: the product of the levels. */
int32_t mlg_design_runs(const mlg_design *design);

/* Level of a factor in a run. */
int32_t mlg_design_level(const mlg_design *design, int32_t run, int32_t factor);

typedef struct mlg_sensitivity {
    int32_t known;            /* runs with a value */
    double share;             /* NaN: no known value in any run */
    double low, median, high; /* of the value; the median of an even number is the mean of the two in the middle */
    double first_order[MLG_MAX_FACTORS]; /* of the flag; NaN where it never changes */
    /* factor that decides, the first on ties; -1: none (the flag never changes, or by interactions only) */
    int32_t decides;
} mlg_sensitivity;

/* out[units]; value[runs x units], run after run, NaN unknown. Flagged strictly below the threshold, or strictly
 * above it with `low_is_good`. MLG_USAGE: no factor, too many, more runs than MLG_MAX_RUNS, a threshold that is
 * NaN. MLG_MEMORY. O(units x runs x (factors + log runs)). */
mlg_status mlg_sensitivity_of(mlg_sensitivity *out, const mlg_design *design, double threshold, bool low_is_good,
                              int32_t units, const double *value, mlg_error *err) MLG_MUST_CHECK;

/* First-order indices of a single result, value[runs], NaN unknown: index[factors], NaN when it never changes.
 * O(runs x factors). */
void mlg_first_order(double *index, const mlg_design *design, const double *value);

#endif
