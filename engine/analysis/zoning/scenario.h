/* A zoning scenario: a file of changes, applied to the zoning in force.
 *
 *   kind: scenario
 *   title: Antennes du CSIPA
 *   rules: arrete-2025                     # another rule, or
 *   thresholds: { selection: 2.5, vivier: 4 }
 *   ceilings: { zip_pct: 15.1, zac_pct: 41.9 }
 *   apl: { from: published-65, vintage: "2018" }
 *   supply:                                # by commune, acts a year or doctors, more or less; or all over an age
 *     - { commune: "62480", doctors: 2, reason: antenne }
 *     - { retire_above: 65 }
 *   derive: true                           # the zoning the rule makes, before the changes below
 *   zoning:
 *     - { tvs: "62498", class: ZIP, reason: "..." }
 *     - { qpv: QN06204M, class: ZAC }
 *   date: "2026-01-01"                     # of the aids; else the last year of the zoning in force, or that of the rule
 *   force: true                            # refusals are recorded and overridden
 */
#ifndef MLG_ANALYSIS_ZONING_SCENARIO_H
#define MLG_ANALYSIS_ZONING_SCENARIO_H

#include "analysis/scenario/scenario.h"
#include "analysis/zoning/apply_rule.h"
#include "analysis/zoning/stage.h"
#include "study/rule_file.h"

/* One change and its outcome; texts are in the arena of the scenario. */
typedef struct mlg_zoning_change {
    const char *kind;  /* regle, seuil, apl, offre, zonage */
    const char *level; /* tvs, commune, qpv, or NULL */
    const char *code, *label, *before, *after, *reason;
    const char *refusal; /* NULL: allowed */
} mlg_zoning_change;

/* One of the two zonings compared. `{ 0 }` is empty. */
typedef struct mlg_zoning_scenario {
    const char *title; /* in the arena, or static */
    char date[16];
    bool forced;  /* a refusal was overridden */
    bool ruled;   /* another rule, or other thresholds or ceilings, than those of the study */
    int apl_from; /* mlg_zoning_apl it asks for, -1: that of the study */
    mlg_rules rules;
    mlg_zoning_assignment state;
    mlg_zoning_change *changes;
    int32_t count;
    size_t capacity;
    mlg_arena arena;
} mlg_zoning_scenario;

/* `name`: in_force, rule, or a file resolved from the study file. MLG_INPUT: a bad file, with the location in
 * it. MLG_DATA: a refused change, with its location and reason, unless forced. Released by the caller on
 * failure too. */
mlg_status mlg_zoning_scenario_open(mlg_zoning_scenario *scenario, mlg_study *study, const mlg_zoning_units *units,
                                    const mlg_zoning_assignment *in_force, const char *name, bool force,
                                    mlg_error *err) MLG_MUST_CHECK;
void mlg_zoning_scenario_release(mlg_zoning_scenario *scenario);

/* Path of a scenario file; NULL for in_force and rule. Freed with free(). */
mlg_status mlg_zoning_scenario_path(char **path, const mlg_study *study, const char *name,
                                    mlg_error *err) MLG_MUST_CHECK;

/* Appends a change, copying its texts. */
mlg_status mlg_zoning_note_change(mlg_zoning_scenario *scenario, const mlg_zoning_change *change,
                                  mlg_error *err) MLG_MUST_CHECK;

/* Under a scenario (study->before): moves a published indicator by the change of the computed one. O(communes log communes). */
mlg_status mlg_zoning_units_move(mlg_zoning_units *units, const mlg_study *study, const mlg_zoning_rule *rule,
                                 mlg_error *err) MLG_MUST_CHECK;

/* Under a scenario: the indicator and the doctors of the study without it. `state` is updated. */
mlg_status mlg_zoning_before(mlg_zoning_assignment *state, const mlg_study *study, const mlg_zoning_units *units,
                             mlg_zoning_apl apl, const char *vintage, mlg_error *err) MLG_MUST_CHECK;

/* Notes the changes of table `changement` that bear on the service of the rule. */
mlg_status mlg_zoning_note_applied(mlg_zoning_scenario *scenario, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* Applies the supply changes of the file: acts by commune, then the indicator, as the APL is linear in supply. */
mlg_status mlg_zoning_change_supply(mlg_zoning_scenario *scenario, mlg_study *study, const mlg_zoning_units *units,
                                    const mlg_node *list, mlg_error *err) MLG_MUST_CHECK;

#endif
