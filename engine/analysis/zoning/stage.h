/* Zoning of a study: functions shared by its stage and the comparison of two zonings. */
#ifndef MLG_ANALYSIS_ZONING_STAGE_H
#define MLG_ANALYSIS_ZONING_STAGE_H

#include "analysis/zoning/assignment.h"

/* Reads the rule with the thresholds and ceilings of the study file, and the zoning in force under it; records
 * both as parameters of the stage `zoning`. Both are released by the caller, on failure too. */
mlg_status mlg_study_zoning_read(mlg_zoning_units *units, mlg_zoning_assignment *state, mlg_study *study,
                                 mlg_error *err) MLG_MUST_CHECK;

/* The rule that the study names, with the ceilings of a region (may be NULL), before what the study file changes. */
mlg_status mlg_study_zoning_rule(mlg_zoning_rule *rule, const mlg_study *study, const char *region,
                                 mlg_error *err) MLG_MUST_CHECK;

/* Cuts the limits of the rule at shares of the people of France, where the study file asks for it (cut.h). */
mlg_status mlg_zoning_cut_if_asked(mlg_zoning_rule *rule, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* The indicator that a study asks its zoning to be judged by. */
mlg_zoning_apl mlg_zoning_asked_apl(const mlg_config_zoning *ask);

/* Writes the population by class of a zoning, if anything has one: table jauge. */
mlg_status mlg_study_zoning_classes(mlg_study *study, const mlg_zoning_units *units,
                                    const mlg_zoning_assignment *state, mlg_error *err) MLG_MUST_CHECK;

/* Writes the gauges of one zoning with their minimum and maximum: table zonage_jauge. */
mlg_status mlg_study_zoning_gauges(mlg_study *study, const char *side, const mlg_zoning_units *units,
                                   const mlg_zoning_assignment *state, mlg_error *err) MLG_MUST_CHECK;

/* What the rule says of each territory: class by rank, class of its table, or frame. text[tvs] is static or owned
 * by the rule; NULL unknown. */
mlg_status mlg_zoning_rule_texts(const char **text, const mlg_zoning_units *units,
                                 const mlg_zoning_assignment *state, mlg_error *err) MLG_MUST_CHECK;

/* How the class of a territory departs from the rule; NULL when it agrees or cannot be compared. */
const char *mlg_zoning_departure_words(const mlg_zoning_assignment *state, int32_t tvs, const char *rule_text);

/* Writes the table tvs, with outlines. */
mlg_status mlg_study_write_tvs(mlg_study *study, const mlg_zoning_units *units, const mlg_zoning_assignment *state,
                               const char *const *rule_text, mlg_error *err) MLG_MUST_CHECK;

/* Lists the contradictions of the zoning under `state` and the limits of its figures: table zonage_controle. */
mlg_status mlg_study_zoning_checks(mlg_study *study, const mlg_zoning_units *units,
                                   const mlg_zoning_assignment *state, mlg_error *err) MLG_MUST_CHECK;

/* Writes the results of one zoning in place of earlier ones: tables tvs, jauge, zonage_controle, and what the rule
 * says of each commune. *departures (may be NULL): communes whose class is not that of the rule. */
mlg_status mlg_study_zoning_tables(mlg_study *study, const mlg_zoning_units *units,
                                   const mlg_zoning_assignment *state, int32_t *departures,
                                   mlg_error *err) MLG_MUST_CHECK;

/* Replaces the zoning in force by the filed one, in every table. */
mlg_status mlg_study_zoning_file(mlg_study *study, const mlg_zoning_units *units,
                                 const mlg_zoning_assignment *in_force, const mlg_zoning_assignment *filed,
                                 mlg_error *err) MLG_MUST_CHECK;

/* Records the rule that a zoning is judged by as parameters. `origin`: where it comes from, NULL: the study file
 * and the rule itself. */
mlg_status mlg_study_zoning_note_rule(mlg_study *study, const mlg_zoning_rule *rule, const char *origin,
                                      mlg_error *err) MLG_MUST_CHECK;

/* Compares two zonings, each of them in_force, rule (derived from the rule of the study) or a scenario file:
 * tables scenario to zonage_rang. `force` overrides refusals and records it; `filed`: every other table of the
 * zoning then describes b too. MLG_DATA: a refused change, with its reason. */
mlg_status mlg_study_zoning_compare(mlg_study *study, const char *a, const char *b, bool force, bool filed,
                                    mlg_text *summary, mlg_error *err) MLG_MUST_CHECK;

#endif
