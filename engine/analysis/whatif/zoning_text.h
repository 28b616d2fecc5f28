/* The zoning of a study as JSON, for a page that changes classes: units, rule, indicator. */
#ifndef MLG_ANALYSIS_WHATIF_ZONING_TEXT_H
#define MLG_ANALYSIS_WHATIF_ZONING_TEXT_H

#include "analysis/common/places.h"

/* *out, freed with free(); what it held is freed first. O(communes + territories + neighbourhoods). */
mlg_status mlg_whatif_zoning(char **out, mlg_study *study, const mlg_places *places,
                             mlg_error *err) MLG_MUST_CHECK;

#endif
