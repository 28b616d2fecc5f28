/* Applies the supply and the sites of a scenario file to the tables of a study that has just been loaded, so that
 * everything computed afterwards describes the scenario. docs/scenario-file.md documents the file; classes and
 * rules are for `maillage zoning`. */
#ifndef MLG_ANALYSIS_ACCESS_SCENARIO_H
#define MLG_ANALYSIS_ACCESS_SCENARIO_H

#include "study/study.h"

/* Keys that a scenario file may have at its root, for mlg_rules_keys(). */
#define MLG_SCENARIO_KEYS "kind|title|rules|thresholds|ceilings|apl|deserts|supply|sites|derive|zoning|date|force"

/* Applies the items of `supply`, then those of `sites`, in their order; records the title under the stage `load`.
 * Does nothing without study->scenario. MLG_INPUT with the location in the file: a key, commune, service or site
 * that does not exist, or a change that is not a number. MLG_DATA: more supply removed than there is, or ages that
 * no source gives. O(items x rows of supply). */
mlg_status mlg_study_apply_scenario(mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* A study file with the desert thresholds of a scenario: `config` is that of the study file, with the thresholds
 * that the scenario overrides. */
typedef struct mlg_scenario_config {
    mlg_config config;
    mlg_config_deserts deserts;
    double threshold, pharmacy_minutes, emergency_minutes;
} mlg_scenario_config;

/* Fills *under and makes study->config point to it; does nothing without study->scenario, or for a study without
 * deserts. `under` must outlive the study. MLG_INPUT with the location in the file: an unknown key, or a threshold
 * that is not above 0. */
mlg_status mlg_study_take_thresholds(mlg_study *study, mlg_scenario_config *under, mlg_error *err) MLG_MUST_CHECK;

#endif
