/* A scenario file: changes of the supply, the sites and the people of a study that has been loaded, so that everything computed afterwards
 * describes the scenario; and keys of the study file that it replaces. docs/scenario-file.md documents the file. Classes of a zoning are
 * those of analysis/zoning/scenario.h. */
#ifndef MLG_ANALYSIS_SCENARIO_SCENARIO_H
#define MLG_ANALYSIS_SCENARIO_SCENARIO_H

#include "study/rule_file.h"
#include "study/study.h"

/* Keys that a scenario file may have at its root, for mlg_rules_keys(). */
#define MLG_SCENARIO_KEYS                                                                                         \
    "kind|title|rules|thresholds|ceilings|apl|deserts|outlook|supply|sites|population|roads|study|derive|zoning|" \
    "date|"                                                                                                       \
    "force"

/* Those that change what is loaded, and those that make a zoning; ended by NULL. */
extern const char *const mlg_scenario_loaded_keys[], *const mlg_scenario_zoning_keys[];

/* Keys of an item of `supply`. */
#define MLG_SCENARIO_SUPPLY_KEYS                                                                                  \
    "commune|site|aged|to|service|acts|doctors|fte|retire_above|from|until|reason|source"

/* What such an item gives, negative to remove supply. */
typedef struct mlg_scenario_amount {
    const char *key; /* doctors, fte or acts */
    double given;
} mlg_scenario_amount;

/* MLG_INPUT: none of the three keys or several, or not a number. */
mlg_status mlg_scenario_amount_of(mlg_scenario_amount *amount, const mlg_node *item,
                                  mlg_error *err) MLG_MUST_CHECK;

/* Whether the file has one of these keys. */
bool mlg_scenario_has(const mlg_node *root, const char *const *keys);

/* Whether the study counts times to the sites of a service at an hour of the week, or how many people they can serve: else changing their
 * hours or their capacity is refused, as nothing would change. */
bool mlg_scenario_reads_hours(const mlg_config *config, const mlg_config_service *service);
bool mlg_scenario_reads_capacity(const mlg_config *config, const mlg_config_service *service);

/* Opens the scenario of the study and checks its keys. MLG_INPUT. Closed by the caller even on failure. */
mlg_status mlg_scenario_open(mlg_rules *out, const char *path, mlg_error *err) MLG_MUST_CHECK;

/* Applies `outlook`, then the items of `supply`, `sites`, `population` and `roads`, in their order; records each in the table `changement` with its
 * reason and source. Without a scenario, only empties the table. MLG_INPUT with the location in
 * the file: a key, commune, service or site that does not exist, or a change that is not a number. MLG_DATA: more supply removed than there
 * is, ages that no source gives, an outlook that the study does not compute. O(items x rows of supply). */
mlg_status mlg_study_apply_scenario(mlg_study *study, mlg_text *summary, mlg_error *err) MLG_MUST_CHECK;

/* Replaces keys of the study file by those under `study` and `deserts` of the scenario; study->config is then another one. Refuses a
 * scenario of zoning or deserts for a study that asks for none, as they would change nothing. MLG_INPUT with the location in the file. */
mlg_status mlg_study_overlay_scenario(mlg_study *study, mlg_study_file *file, const mlg_node *root,
                                      mlg_error *err) MLG_MUST_CHECK;

/* Records in the table `changement` the keys of the study file that mlg_study_overlay_scenario() replaced: the path of each, its name in words,
 * what it was and what it is. Items of a list that have names are compared one by one. Replaces what was recorded so. */
mlg_status mlg_study_record_keys(mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

#endif
