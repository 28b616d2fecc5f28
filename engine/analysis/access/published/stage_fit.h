/* The conventions of a study chosen on the published APL that it loads. */
#ifndef MLG_ANALYSIS_ACCESS_PUBLISHED_STAGE_FIT_H
#define MLG_ANALYSIS_ACCESS_PUBLISHED_STAGE_FIT_H

#include "analysis/access/published/fit.h"
#include "study/study.h"

typedef struct mlg_study_fitted {
    int32_t sets;                    /* twice as many where the study does not count persons alike */
    bool given_persons;              /* whether a file gives the standardised persons */
    mlg_fit_try now[MLG_FIT_TRIES];  /* the conventions of the study */
    mlg_fit_try best[MLG_FIT_TRIES]; /* chosen on the west, on the east, on both */
    double acts;                     /* of a head, at the level of best[MLG_FIT_BOTH]; NaN unknown */
} mlg_study_fitted;

/* For a study whose access has been computed. Halves: communes west and east of the median one. MLG_DATA: no published APL of GPs, or
 * too few communes with one. MLG_USAGE: the study does not measure the APL of GPs, or does not travel in straight lines. O(sets x
 * pairs). */
mlg_status mlg_study_fit(mlg_study_fitted *out, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

#endif
