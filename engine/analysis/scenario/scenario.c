#include "analysis/scenario/scenario.h"

#include "analysis/scenario/inner.h"
#include "base/language.h"
#include "base/utf8.h"
#include "study/config/schema.h"

#include <string.h>

const char *const mlg_scenario_loaded_keys[] = {
    "outlook", "supply", "sites", "population", "roads", "date", NULL
};
const char *const mlg_scenario_zoning_keys[] = { "rules",  "thresholds", "ceilings", "apl",
                                                 "derive", "zoning",     "date",     NULL };

bool mlg_scenario_has(const mlg_node *root, const char *const *keys)
{
    for (; *keys; keys++)
        if (strcmp(*keys, "date") != 0 && mlg_node_child(root, *keys))
            return true;
    return false;
}

mlg_status mlg_scenario_open(mlg_rules *out, const char *path, mlg_error *err)
{
    MLG_TRY(mlg_rules_open(out, path, "scenario", err));
    return mlg_rules_keys(out->root, MLG_SCENARIO_KEYS, err);
}

/* ---- a file ------------------------------------------------------------------------------------------------- */

/* An item without a kind bears no dates. */
static mlg_status apply_item(mlg_scenario_job *j, const mlg_node *node, const char *kind, mlg_scenario_item item,
                             mlg_error *err)
{
    bool now = true;
    if (kind)
        MLG_TRY(mlg_rules_in_force(&now, j->date, node, err));
    if (now)
        return item(j, node, err);
    const mlg_scenario_note note = { .kind = kind,
                                     .service = mlg_rules_text(node, "service"),
                                     .code = mlg_rules_text(node, "commune") };
    return mlg_scenario_record(j, node, &note, false, err);
}

static mlg_status take_item(mlg_scenario_job *j, const mlg_node *node, const char *kind, mlg_scenario_item item,
                            mlg_error *err)
{
    mlg_error fault;
    if (!j->trial)
        return apply_item(j, node, kind, item, err);
    MLG_TRY(mlg_scenario_trial_begin(j, err));
    return mlg_scenario_trial_end(j, node, apply_item(j, node, kind, item, &fault), &fault, err);
}

static mlg_status apply_list(mlg_scenario_job *j, const mlg_node *root, const char *key, const char *kind,
                             mlg_scenario_item item, mlg_error *err)
{
    const mlg_node *list = mlg_node_child(root, key);
    if (list && list->kind != MLG_NODE_LIST)
        return mlg_fail(err, MLG_INPUT, "%s: '%s' must be a list", list->where, key);
    for (const mlg_node *node = list ? list->first : NULL; node; node = node->next)
        MLG_TRY(take_item(j, node, kind, item, err));
    return MLG_OK;
}

static mlg_status apply_file(mlg_scenario_job *j, const mlg_node *root, mlg_error *err)
{
    MLG_TRY(mlg_rules_day(&j->date, root, "date", err));
    if (j->trial) /* of a run, the comparison records them, which reads them */
        MLG_TRY(mlg_scenario_change_keys(j, err));
    if (mlg_node_child(root, "outlook"))
        MLG_TRY(take_item(j, mlg_node_child(root, "outlook"), NULL, mlg_scenario_outlook, err));
    MLG_TRY(apply_list(j, root, "supply", "offre", mlg_scenario_change_supply, err));
    MLG_TRY(apply_list(j, root, "sites", "site", mlg_scenario_change_site, err));
    MLG_TRY(apply_list(j, root, "population", "population", mlg_scenario_change_people, err));
    return apply_list(j, root, "roads", "route", mlg_scenario_change_road, err);
}

static mlg_status count_changes(mlg_study *study, mlg_text *summary, mlg_error *err)
{
    double made, later;
    MLG_TRY(mlg_db_number(&made, study->db, "SELECT count(*) FROM changement WHERE effet = 1", err));
    MLG_TRY(mlg_db_number(&later, study->db, "SELECT count(*) FROM changement WHERE effet = 0", err));
    MLG_TRY(mlg_text_set(summary, err, mlg_tr("%.0f changes of supply, sites, people and roads"), made));
    return later > 0 ? mlg_text_append(summary, err, mlg_tr("; %.0f outside their dates"), later) : MLG_OK;
}

/* Whether the places are still those that were read. */
static bool leaves_places(const mlg_node *root)
{
    static const char *const keys[] = { "sites", "population", "roads", NULL };
    return !mlg_scenario_has(root, keys);
}

static mlg_status apply(mlg_study *study, mlg_scenario_trial *trial, mlg_text *summary, mlg_error *err)
{
    mlg_scenario_job j = { .study = study, .trial = trial };
    mlg_status st;
    MLG_GO(mlg_places_read(&j.places, study, err));
    MLG_GO(apply_file(&j, study->scenario_root, err));
    st = count_changes(study, summary, err);
    if (st == MLG_OK && !trial && leaves_places(study->scenario_root))
        mlg_places_keep(study, &j.places);
done:
    mlg_places_release(&j.places);
    mlg_graph_free(j.graph);
    mlg_arena_release(&j.arena);
    return st;
}

mlg_status mlg_study_apply_scenario(mlg_study *study, mlg_text *summary, mlg_error *err)
{
    MLG_TRY(mlg_study_clear(study, summary, "DELETE FROM changement", err));
    return study->scenario_root ? apply(study, NULL, summary, err) : MLG_OK;
}

mlg_status mlg_study_try_scenario(mlg_scenario_trial *trial, mlg_study *study, mlg_error *err)
{
    mlg_text summary = { 0 };
    *trial = (mlg_scenario_trial){ 0 };
    mlg_status st = apply(study, trial, &summary, err);
    mlg_text_release(&summary);
    return st;
}

/* ---- keys of the study file --------------------------------------------------------------------------------- */

static mlg_status fail_unasked(const mlg_node *root, const char *key, const char *what, mlg_error *err)
{
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: the scenario has '%s', but the study requests no %s",
                             mlg_node_child(root, key)->where, key, what);
    mlg_hint(err, "add '%s' to the study file, or to the key 'study' of the scenario", what);
    return st;
}

/* A bound of the scenario takes the place of one that the study gives under `apl`. */
static mlg_status overlay_deserts(mlg_study_file *file, const mlg_node *map, mlg_error *err)
{
    mlg_node wrap = { .kind = MLG_NODE_MAP, .name = "study", .where = map->where }, copy = *map;
    mlg_node computed = { .name = "apl", .text = "computed", .where = map->where, .next = map->first };
    const char *apl = mlg_study_file_config(file)->deserts->apl;
    double bound;
    MLG_TRY(mlg_rules_keys(map, "threshold|pharmacy_minutes|emergency_minutes", err));
    if (mlg_node_child(map, "threshold") && apl && mlg_config_number(apl, &bound)) {
        copy.first = &computed;
        copy.count++;
    }
    copy.next = NULL;
    wrap.first = wrap.last = &copy;
    wrap.count = 1;
    return mlg_study_file_overlay(file, &wrap, err);
}

mlg_status mlg_study_overlay_scenario(mlg_study *study, mlg_study_file *file, const mlg_node *root, mlg_error *err)
{
    const mlg_node *deserts = mlg_node_child(root, "deserts");
    MLG_TRY(mlg_study_file_overlay(file, mlg_node_child(root, "study"), err));
    study->config = mlg_study_file_config(file);
    if (deserts && !study->config->deserts)
        return fail_unasked(root, "deserts", "deserts", err);
    if (deserts)
        MLG_TRY(overlay_deserts(file, deserts, err));
    study->config = mlg_study_file_config(file);
    for (const char *const *key = mlg_scenario_zoning_keys; *key && !study->config->zoning; key++)
        if (strcmp(*key, "date") != 0 && mlg_node_child(root, *key))
            return fail_unasked(root, *key, "zoning", err);
    return MLG_OK;
}
