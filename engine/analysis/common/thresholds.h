/* Published thresholds shared by several analyses. */
#ifndef MLG_ANALYSIS_COMMON_THRESHOLDS_H
#define MLG_ANALYSIS_COMMON_THRESHOLDS_H

/* Consultations of GPs a year per standardised inhabitant below which a commune is under-served: DREES, Dossier 17
 * (Vergier, Chaput, Lefebvre-Hoang, 2017). */
#define MLG_APL_THRESHOLD 2.5

#endif
