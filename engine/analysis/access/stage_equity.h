/* Inequality of the measures of a study. */
#ifndef MLG_ANALYSIS_ACCESS_STAGE_EQUITY_H
#define MLG_ANALYSIS_ACCESS_STAGE_EQUITY_H

#include "study/study.h"

/* Fills `equite` for entry `index` of `accessibility`, once its values are in `acces`: the territory, its urban
 * and rural communes, those with a QPV and without. Income is the median of the commune (table `revenu`). Does
 * nothing for a measure by site. Only the APL of GPs has a threshold: 2.5 consultations (DREES). */
mlg_status mlg_study_equity(mlg_study *study, unsigned index, mlg_error *err) MLG_MUST_CHECK;

#endif
