/* Zoning of a study: what its stages and the comparison of two zonings share. */
#ifndef MLG_ANALYSIS_ZONING_STAGE_H
#define MLG_ANALYSIS_ZONING_STAGE_H

#include "analysis/zoning/assignment.h"

/* The rule of the study file with its own thresholds and ceilings, what is in force under it, and notes of both under the
 * stage `zoning`. Both are released by the caller, on failure too. */
mlg_status mlg_study_zoning_read(mlg_zoning_units *units, mlg_zoning_assignment *state, mlg_study *study,
                                 mlg_error *err) MLG_MUST_CHECK;

/* Gauges of one side, with the least and the most of each: table zonage_jauge. */
mlg_status mlg_study_zoning_gauges(mlg_study *study, const char *side, const mlg_zoning_units *units,
                                   const mlg_zoning_assignment *state, mlg_error *err) MLG_MUST_CHECK;

/* Text the rule gives to each territory: class by rank, class of the table, or frame. text[tvs], static or of the rule;
 * NULL unknown. */
mlg_status mlg_zoning_rule_texts(const char **text, const mlg_zoning_units *units,
                                 const mlg_zoning_assignment *state, mlg_error *err) MLG_MUST_CHECK;

/* How the class of a territory departs from the rule; NULL when it agrees or cannot be compared. */
const char *mlg_zoning_departure_words(const mlg_zoning_assignment *state, int32_t tvs, const char *rule_text);

/* Table tvs, with outlines. */
mlg_status mlg_study_write_tvs(mlg_study *study, const mlg_zoning_units *units, const mlg_zoning_assignment *state,
                               const char *const *rule_text, mlg_error *err) MLG_MUST_CHECK;

/* Compares two zonings, each in_force, rule (made by the rule of the study) or a scenario file: tables scenario to
 * zonage_rang. `force` passes over refusals, and records it. MLG_DATA: an impossible change, with its reason. */
mlg_status mlg_study_zoning_compare(mlg_study *study, const char *a, const char *b, bool force,
                                    mlg_summary *summary, mlg_error *err) MLG_MUST_CHECK;

#endif
