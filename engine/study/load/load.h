/* The first stage of a study: loads its sources into its tables. */
#ifndef MLG_STUDY_LOAD_LOAD_H
#define MLG_STUDY_LOAD_LOAD_H

#include "study/study.h"

/* Clears the loaded tables and fills them again, inside the transaction of the caller. */
mlg_status mlg_study_load(mlg_study *study, mlg_text *summary, mlg_error *err) MLG_MUST_CHECK;

#endif
