/* Unmet need: consultations missing to bring places to a threshold of access, and people without a site in
 * reach. */
#ifndef MLG_ANALYSIS_ACCESS_NEED_H
#define MLG_ANALYSIS_ACCESS_NEED_H

#include "analysis/common/decay.h"
#include "network/models/model.h"

typedef struct mlg_need_input {
    int32_t places;
    const double *access;  /* [places] units of supply a standardised person; NaN unknown */
    const double *demand;  /* [places] standardised persons */
    const double *persons; /* [places] */
    const double *minutes; /* [places] to the nearest site; NaN: none within the search; NULL: not considered */
    double threshold;      /* of access */
    double limit_min;      /* a site beyond it is too far */
    double full_time;      /* units of supply of one full-time professional: 5,400 acts for a GP */
} mlg_need_input;

typedef struct mlg_need {
    double persons_below; /* where access is strictly below the threshold */
    double missing;       /* SUM P_i (threshold - A_i) over these places, units of supply a year */
    /* missing / full_time: a lower bound of what brings all of them to the threshold. More is needed in practice,
     * as added supply also serves others: siting/problem.h plans for that */
    double full_times;
    double persons_far;     /* with no site within the limit */
    double persons_unknown; /* access is unknown: in neither of the first two */
} mlg_need;

/* Fills the figures over all places; missing[places] (may be NULL): those of each place, 0 where nothing is
 * missing and NaN where access is unknown; by[groups]: those of each group, by group[places], -1 for places in no
 * group (both NULL: no groups). Groups are communes, or the contiguous areas of catchment/contiguous.h. MLG_INPUT:
 * an amount that is negative, infinite, or NaN where it must be known, a group that does not exist. MLG_USAGE: a
 * parameter not above 0. O(places). */
mlg_status mlg_need_of(mlg_need *all, double *missing, mlg_need *by, const int32_t *group, int32_t groups,
                       const mlg_need_input *input, mlg_error *err) MLG_MUST_CHECK;

/* Access is linear in supply: n more units at place j add n w_ij / V_j at place i, with V_j = SUM_i P_i w_ij.
 * Bringing a whole group to the threshold from one place j thus takes the largest (threshold - A_i) V_j / w_ij
 * over the group. */
typedef struct mlg_need_spot {
    /* place that needs the smallest addition, the lowest index on ties; MLG_NOWHERE: nothing is missing, or no
     * single place reaches everyone concerned */
    int32_t place;
    double amount; /* units of supply a year to add there; 0: nothing is missing; NaN: no such place */
} mlg_need_spot;

/* spot[groups]; on_site[places] (may be NULL): amount to add at the place itself, 0 where nothing is missing, NaN
 * where access is unknown or the place does not reach itself. Only places with demand above 0 need to be reached;
 * candidate[places] (NULL: all) marks the places where supply may be added. `travel` has the places both as sites,
 * in their order, and as places. Errors as above. O(pairs). */
mlg_status mlg_need_spots(mlg_need_spot *spot, double *on_site, const int32_t *group, int32_t groups,
                          const mlg_need_input *input, const mlg_travel *travel, const mlg_decay *decay,
                          const uint8_t *candidate, mlg_error *err) MLG_MUST_CHECK;

#endif
