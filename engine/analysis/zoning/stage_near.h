/* Surroundings of a change of zoning: neighbours of better-aided zones, thresholds that one doctor would cross,
 * ranks. */
#ifndef MLG_ANALYSIS_ZONING_STAGE_NEAR_H
#define MLG_ANALYSIS_ZONING_STAGE_NEAR_H

#include "analysis/zoning/assignment.h"

/* Minutes within which communes are neighbours, and distance at which a threshold counts as near; recorded with
 * the study. */
#define MLG_ZONING_SIGHT_MIN 20.0
#define MLG_ZONING_NEAR_APL 0.25

/* Tables zonage_voisin, zonage_seuil and zonage_rang. */
mlg_status mlg_study_zoning_near(mlg_study *study, const mlg_zoning_units *units,
                                 const mlg_zoning_assignment *before, const mlg_zoning_assignment *after,
                                 mlg_error *err) MLG_MUST_CHECK;

/* Empties the tables of a comparison. */
mlg_status mlg_study_zoning_reset(mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

#endif
