/* Published thresholds that several analyses share. */
#ifndef MLG_ANALYSIS_COMMON_THRESHOLDS_H
#define MLG_ANALYSIS_COMMON_THRESHOLDS_H

/* Consultations of GPs a year and standardised inhabitant under which a commune is under-served: DREES, Dossier 17
 * (Vergier, Chaput, Lefebvre-Hoang, 2017). */
#define MLG_APL_THRESHOLD 2.5

#endif
