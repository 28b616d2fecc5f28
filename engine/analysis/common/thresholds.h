/* Thresholds shared by several analyses. */
#ifndef MLG_ANALYSIS_COMMON_THRESHOLDS_H
#define MLG_ANALYSIS_COMMON_THRESHOLDS_H

#include "adapters/db/database.h"

/* Consultations of GPs a year per standardised inhabitant below which a commune is under-served: DREES, Dossier 17
 * (Vergier, Chaput, Lefebvre-Hoang, 2017). */
#define MLG_APL_THRESHOLD 2.5

/* The one that a result judges its deserts by; MLG_APL_THRESHOLD where it judges none. */
mlg_status mlg_apl_threshold_of(double *threshold, mlg_db *db, mlg_error *err) MLG_MUST_CHECK;

#endif
