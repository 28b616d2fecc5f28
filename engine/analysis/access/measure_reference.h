/* The page docs/measures.md, from the tables of measures, decays and keys. */
#ifndef MLG_ANALYSIS_ACCESS_MEASURE_REFERENCE_H
#define MLG_ANALYSIS_ACCESS_MEASURE_REFERENCE_H

#include "base/error.h"

/* In English. *out is freed with free(). MLG_MEMORY. */
mlg_status mlg_measure_reference(char **out, mlg_error *err) MLG_MUST_CHECK;

#endif
