/* What is missing: consultations to bring places to a threshold of access, and people without a site in reach. */
#ifndef MLG_ANALYSIS_ACCESS_NEED_H
#define MLG_ANALYSIS_ACCESS_NEED_H

#include "analysis/common/decay.h"
#include "network/models/model.h"

typedef struct mlg_need_input {
    int32_t places;
    const double *access;  /* [places] units of supply a standardised person; NaN unknown */
    const double *demand;  /* [places] standardised persons */
    const double *persons; /* [places] */
    const double *minutes; /* [places] to the nearest site, NaN: none within the search; NULL: not looked at */
    double threshold;      /* of access */
    double limit_min;      /* beyond it a site is too far */
    double full_time;      /* units of supply of one full-time professional: 5,400 acts for a GP */
} mlg_need_input;

typedef struct mlg_need {
    double persons_below;   /* where access is strictly below the threshold */
    double missing;         /* SUM P_i (threshold - A_i) over these places, units of supply a year */
    double full_times;      /* missing / full_time: the least that can bring all of them to the threshold. More is
                             * needed when what is added also serves others, as it does: siting/problem.h plans that */
    double persons_far;     /* with no site within the limit */
    double persons_unknown; /* access not known: in neither of the first two */
} mlg_need;

/* Over all places; missing[places] one by one (may be NULL), 0 where nothing is missing and NaN where access is unknown; by[groups]
 * by group[places], -1 for none (both NULL: no groups) - communes, or the contiguous areas of catchment/contiguous.h.
 * MLG_INPUT: an amount that is negative, infinite, or NaN where it must be known, a group that does not exist. MLG_USAGE:
 * a parameter not above 0. O(places). */
mlg_status mlg_need_of(mlg_need *all, double *missing, mlg_need *by, const int32_t *group, int32_t groups,
                       const mlg_need_input *input, mlg_error *err) MLG_MUST_CHECK;

/* Access is linear in supply: n units more at place j give place i n w_ij / V_j, with V_j = SUM_i P_i w_ij. So what must be
 * added at one place j to bring all of a group to the threshold is the largest (threshold - A_i) V_j / w_ij of it. */
typedef struct mlg_need_spot {
    /* where the least is to be added, the lowest index on ties; MLG_NOWHERE: nobody lacks anything, or no
     * single place reaches all who do */
    int32_t place;
    double amount; /* units of supply a year there; 0 with nobody lacking, else NaN with no place */
} mlg_need_spot;

/* spot[groups]; on_site[places] (may be NULL): what is to be added at the place itself, 0 where nothing lacks, NaN where
 * access is unknown or the place does not serve itself. Only places with persons to serve (demand above 0) are to be
 * reached; candidate[places] (NULL: all) says where something may be added. `travel` goes from the places, taken as sites in
 * their order, to the places. Errors as above. O(pairs). */
mlg_status mlg_need_spots(mlg_need_spot *spot, double *on_site, const int32_t *group, int32_t groups,
                          const mlg_need_input *input, const mlg_travel *travel, const mlg_decay *decay,
                          const uint8_t *candidate, mlg_error *err) MLG_MUST_CHECK;

#endif
