/* Telling the conventions that a published APL chooses. */
#ifndef MLG_PIPELINE_ACCESS_FIT_H
#define MLG_PIPELINE_ACCESS_FIT_H

#include "maillage.h"
#include "study/study.h"

/* The text, freed with free(), of mlg_study_fit() for a study whose access is computed. Errors as there. */
mlg_status mlg_access_fit_tell(char **out, mlg_study *study, mlg_format format, mlg_error *err) MLG_MUST_CHECK;

#endif
