/* Access to care by the two-step floating catchment area (APL, E2SFCA), and its summary figures.
 *
 *   step 1, every site j with supply:  V_j = SUM_i P_i w(t_ij)       R_j = m_j / V_j
 *   step 2, every place i:             A_i = SUM_j w(t_ij) R_j
 *
 * P_i demand (standardised persons), m_j supply (acts a year, full-time equivalents), w a decay by steps.
 * Conservation: SUM_i P_i A_i = SUM_j m_j over the sites whose catchment is not empty. Sources: Luo and Qi 2009;
 * IRDES working paper 70 (2016), section 2.2.
 *
 * Both steps need only the row of the site: one pass over the sites, without a matrix (pair_sums.h, which also
 * says why results are bit-equal at any thread count). Other measures of the family are in measure.h.
 */
#ifndef MLG_ANALYSIS_ACCESS_TWO_STEP_H
#define MLG_ANALYSIS_ACCESS_TWO_STEP_H

#include "analysis/common/decay.h"
#include "network/models/model.h"

typedef struct mlg_access_input {
    const mlg_travel *travel;
    const mlg_decay *decay;
    const double *demand; /* [places] persons, finite, >= 0 */
    const double *supply; /* [sites] finite, >= 0; a site with 0 is skipped */
    int threads;          /* as in mlg_thread_count() */
    const mlg_progress *progress;
} mlg_access_input;

typedef struct mlg_access_stats {
    double demand, supply;   /* sums of the input */
    double supply_unreached; /* of sites without demand in their catchment: in no A_i */
    int32_t sites_with_supply, sites_unreached;
    int32_t places_without; /* A_i = 0 */
    double demand_without;  /* standardised persons there */
} mlg_access_stats;

/* access[places]: supply per person; 0 where no site is within reach. catchment[sites]: V_j, NaN where the site
 * has no supply (its row is not read). ratio[sites]: R_j, 0 where there is no supply or no demand. MLG_INPUT: a
 * demand or supply that is negative, NaN or infinite. MLG_CANCELLED. MLG_MEMORY. O(what travel visits + pairs
 * within reach); memory as in pair_sums.h. */
mlg_status mlg_access(const mlg_access_input *input, double *access, double *catchment, double *ratio,
                      mlg_access_stats *stats, mlg_error *err) MLG_MUST_CHECK;

/* ---- figures ------------------------------------------------------------------------------------------------ */

/* Under-served by the definition of deserts (DREES): strictly below the threshold. An unknown value is not
 * below. */
static inline bool mlg_below_threshold(double access, double threshold)
{
    return access < threshold;
}

/* Selected by the rule of zoning (order of 13 November 2017): at the threshold or below. */
static inline bool mlg_at_or_below_threshold(double access, double threshold)
{
    return access <= threshold;
}

/* Means are weighted by standardised or by total population; head counts and deciles by total population.
 * Places whose access is NaN are left out and counted. NaN where the weights sum to 0. */
typedef struct mlg_access_figures {
    double persons, standardised; /* where access is known */
    double persons_unknown;
    double mean_standardised, mean_total;
    double min, max;                   /* over places with persons */
    double below_persons, below_share; /* strictly below the threshold; share of `persons` */
    double decile[9];                  /* smallest access not exceeded for 10, 20, ... 90 % of persons */
    double tenth_mean[10];             /* mean access of each tenth of the persons, worst served first (D1..D10) */
} mlg_access_figures;

/* access[count], standardised[count], persons[count]: of places or communes. MLG_INPUT: persons negative or NaN.
 * O(count log count). */
mlg_status mlg_access_summary(int32_t count, const double *access, const double *standardised,
                              const double *persons, double threshold, mlg_access_figures *figures,
                              mlg_error *err) MLG_MUST_CHECK;

/* Weighted mean of value[count] by group[count] in [0, groups), -1 for none: for instance places to communes
 * (weights standardised persons), communes to TVS (weights total population). Where the weights sum to 0 the plain
 * mean; NaN values are left out; a group without a value is NaN. MLG_INPUT: bad weight or group. O(count +
 * groups). */
mlg_status mlg_mean_by_group(int32_t count, const double *value, const double *weight, const int32_t *group,
                             int32_t groups, double *mean, mlg_error *err) MLG_MUST_CHECK;

#endif
