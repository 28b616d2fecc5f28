/* Parameters of a profession read from a sheet of a published workbook: they replace the defaults of
 * geodata/rules, and the study file takes precedence over them. */
#ifndef MLG_ANALYSIS_ACCESS_PUBLISHED_PARAMETERS_H
#define MLG_ANALYSIS_ACCESS_PUBLISHED_PARAMETERS_H

#include "analysis/access/demand.h"
#include "analysis/common/decay.h"
#include "study/study.h"

enum { MLG_GIVEN_BANDS = 48 };

typedef struct mlg_given_params {
    int32_t steps; /* 0: none given */
    double end_min[MLG_MAX_STEPS], step_weight[MLG_MAX_STEPS];
    mlg_closure closure;
    bool closure_given;
    int32_t bands; /* 0: none given */
    mlg_age_band band[MLG_GIVEN_BANDS];
    double band_weight[MLG_GIVEN_BANDS];
    double acts_min, acts_max; /* NaN: not given */
} mlg_given_params;

/* MLG_INPUT: too many steps or bands, or a step that does not start where the previous one ends. */
mlg_status mlg_study_given_params(mlg_given_params *out, const mlg_study *study, const char *service,
                                  mlg_error *err) MLG_MUST_CHECK;

#endif
