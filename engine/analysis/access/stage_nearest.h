/* The nearest site of every place of a study. */
#ifndef MLG_ANALYSIS_ACCESS_STAGE_NEAREST_H
#define MLG_ANALYSIS_ACCESS_STAGE_NEAREST_H

#include "analysis/common/places.h"

/* Limit of the search, minutes: no figure of a study needs longer times. */
#define MLG_SEARCH_MIN 120

/* site[places] and time_ds[places] as in mlg_nearest(), by the travel model of the study and within MLG_SEARCH_MIN. */
mlg_status mlg_study_nearest(int32_t *site, int32_t *time_ds, mlg_study *study, const mlg_places *places,
                             const mlg_sites *sites, mlg_error *err) MLG_MUST_CHECK;

/* Minutes that a trip which mlg_study_nearest() does not find takes at least; NaN: given times may lack a pair for any reason. */
double mlg_study_least_minutes(const mlg_study *study);

#endif
