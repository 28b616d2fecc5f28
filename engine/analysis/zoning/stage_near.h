/* What stands near a change of zoning: neighbours that see a better-aided zone, thresholds that a doctor would cross, ranks. */
#ifndef MLG_ANALYSIS_ZONING_STAGE_NEAR_H
#define MLG_ANALYSIS_ZONING_STAGE_NEAR_H

#include "analysis/zoning/assignment.h"

/* Minutes within which a neighbour is seen, and how near a threshold is near: recorded with the study. */
#define MLG_ZONING_SIGHT_MIN 20.0
#define MLG_ZONING_NEAR_APL 0.25

/* Tables zonage_voisin, zonage_seuil and zonage_rang. */
mlg_status mlg_study_zoning_near(mlg_study *study, const mlg_zoning_units *units,
                                 const mlg_zoning_assignment *before, const mlg_zoning_assignment *after,
                                 mlg_error *err) MLG_MUST_CHECK;

/* Empties the tables of a comparison. */
mlg_status mlg_study_zoning_reset(mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

#endif
