#include "analysis/desert/stage_rules.h"

#include "analysis/access/stage_nearest.h"
#include "base/among.h"
#include "base/number.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- figures ------------------------------------------------------------------------------------------------ */

/* The APL in a rule is the one, computed or published, that the study judges deserts on. */
static const char *stored_name(const mlg_study *study, const char *name)
{
    static const char *const apl[] = { "apl", "apl_publie", "apl_publie_65" };
    return strcmp(name, "apl") == 0 ? apl[mlg_config_desert_published(study->config)] : name;
}

mlg_status mlg_desert_figure(double *value, double *more_than, bool *known, mlg_study *study, const char *name,
                             int32_t units, const char *const *insee, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    int32_t last = 0;
    *known = false;
    for (int32_t i = 0; i < units; i++)
        value[i] = (double)NAN;
    for (int32_t i = 0; more_than && i < units; i++)
        more_than[i] = (double)NAN;
    MLG_TRY(mlg_db_query(&stmt, study->db, "desert/select_figure", err));
    mlg_bind_text(stmt, ":nom", stored_name(study, name));
    mlg_bind_text(stmt, ":millesime", study->config->deserts->vintage);
    mlg_bind_double(stmt, ":au_moins", mlg_study_least_minutes(study));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        int32_t i = mlg_find_in_turn(insee, units, mlg_column_text(stmt, 0), &last);
        if (i < 0)
            continue;
        value[i] = mlg_column_double(stmt, 1);
        if (more_than)
            more_than[i] = mlg_column_double(stmt, 2);
        *known |= !isnan(value[i]);
    }
    mlg_stmt_free(stmt);
    return st;
}

/* ---- criteria ----------------------------------------------------------------------------------------------- */

/* Bounds of the three criteria that the study file may override. */
static double own_bound(const mlg_config *config, const char *name, double bound, const char **origin)
{
    const mlg_config_deserts *ask = config->deserts;
    double apl = mlg_config_desert_bound(config);
    const double *given = strcmp(name, "gp") == 0          ? (isnan(apl) ? NULL : &apl)
                          : strcmp(name, "pharmacy") == 0  ? ask->pharmacy_minutes
                          : strcmp(name, "emergency") == 0 ? ask->emergency_minutes
                                                           : NULL;
    return mlg_study_number(given, bound, *origin, origin);
}

/* A value that is not known but for being more than the bound decides as well as one that is. */
static mlg_status read_value(mlg_desert_rule *r, int k, bool *known, const char *figure, double bound,
                             mlg_error *err)
{
    double *more_than;
    MLG_TRY(MLG_NEW(&r->value[k], (size_t)r->units, "a criterion", err));
    r->count++;
    MLG_TRY(MLG_NEW(&more_than, (size_t)r->units, "a criterion", err));
    mlg_status st = mlg_desert_figure(r->value[k], more_than, known, r->study, figure, r->units, r->insee, err);
    for (int32_t i = 0; st == MLG_OK && i < r->units; i++)
        if (isnan(r->value[k][i]) && more_than[i] >= bound) {
            r->value[k][i] = (double)INFINITY;
            *known = true;
        }
    free(more_than);
    return st;
}

static mlg_status read_criterion(mlg_desert_rule *r, const mlg_node *item, mlg_error *err)
{
    int k = r->count;
    const char *figure, *label = mlg_rules_text(item, "label"), *unit = mlg_rules_text(item, "unit");
    const char *origin = mlg_rules_text(r->file.root, "title");
    double below, above;
    bool known;
    MLG_TRY(mlg_rules_keys(item, "name|label|value|below|above|unit|evidence", err));
    MLG_TRY(mlg_rules_need(&r->name[k], item, "name", err));
    MLG_TRY(mlg_rules_need(&figure, item, "value", err));
    MLG_TRY(mlg_rules_number(&below, item, "below", (double)NAN, err));
    MLG_TRY(mlg_rules_number(&above, item, "above", (double)NAN, err));
    if (isnan(below) == isnan(above))
        return mlg_fail(err, MLG_INPUT, "%s: a criterion must have either 'below' or 'above'", item->where);
    const double bound = own_bound(r->study->config, r->name[k], isnan(below) ? above : below, &origin);
    MLG_TRY(read_value(r, k, &known, figure, bound, err));
    if (!known && strncmp(figure, "t_", 2) != 0 && strcmp(figure, "apl") != 0) {
        mlg_status st =
            mlg_fail(err, MLG_INPUT, "%s: no commune has a figure '%.60s'", item->where, MLG_BRIEF(figure, 60));
        mlg_hint(err, "apl, t_gp, t_pharma, t_urgence, population, densite, nb_gp, part_75, pauvrete, an "
                      "indicator, or service.measure");
        return st;
    }
    r->criterion_label[k] = label ? label : r->name[k];
    r->criterion[k] = (mlg_criterion){ r->value[k], bound, isnan(below) };
    char *words;
    MLG_TRY(mlg_format_text(&words, err, "%s %s %g", figure, isnan(below) ? ">" : "<", r->criterion[k].bound));
    mlg_decimal_comma(words);
    mlg_status st = mlg_study_note_of(r->study, "desert", "critere", r->name[k], words, unit, origin, err);
    free(words);
    return st;
}

static mlg_status read_criteria(mlg_desert_rule *r, mlg_error *err)
{
    const mlg_node *list = mlg_node_child(r->file.root, "criteria");
    for (const mlg_node *item = list ? list->first : NULL; item; item = item->next) {
        if (r->count == MLG_MOST_CRITERIA)
            return mlg_fail(err, MLG_INPUT, "%s: more than %d criteria", item->where, (int)MLG_MOST_CRITERIA);
        MLG_TRY(read_criterion(r, item, err));
    }
    return r->count > 0 ? MLG_OK : mlg_fail(err, MLG_INPUT, "%s: the rule has no criteria", r->file.root->where);
}

/* ---- the condition ------------------------------------------------------------------------------------------ */

static mlg_status read_condition(mlg_desert_rule *r, const mlg_node *node, int32_t *index, mlg_error *err)
{
    const mlg_node *list = NULL;
    if (r->conditions == MLG_MOST_CONDITIONS)
        return mlg_fail(err, MLG_INPUT, "%s: more than %d conditions", node->where, (int)MLG_MOST_CONDITIONS);
    int32_t at = *index = r->conditions++;
    mlg_condition *c = &r->condition[at];
    *c = (mlg_condition){ .kind = MLG_CONDITION_IS, .criterion = -1 };
    if (node->kind == MLG_NODE_TEXT) {
        for (int k = 0; k < r->count; k++)
            if (strcmp(r->name[k], node->text) == 0)
                c->criterion = k;
        return c->criterion >= 0 ? MLG_OK
                                 : mlg_fail(err, MLG_INPUT, "%s: no criterion is named '%.60s'", node->where,
                                            MLG_BRIEF(node->text, 60));
    }
    MLG_TRY(mlg_rules_keys(node, "all|any", err));
    list = mlg_node_child(node, "all");
    c->kind = list ? MLG_CONDITION_ALL : MLG_CONDITION_ANY;
    list = list ? list : mlg_node_child(node, "any");
    if (!list || list->kind != MLG_NODE_LIST)
        return mlg_fail(err, MLG_INPUT, "%s: a condition must be a criterion, all: [ ... ] or any: [ ... ]",
                        node->where);
    int32_t before = -1, child;
    for (const mlg_node *item = list->first; item; item = item->next) {
        MLG_TRY(read_condition(r, item, &child, err));
        if (before < 0)
            r->condition[at].first = child;
        else
            r->condition[before].next = child;
        before = child;
    }
    return MLG_OK;
}

static mlg_status judge(mlg_desert_rule *r, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&r->flags, (size_t)r->units, "deserts", err));
    MLG_TRY(MLG_NEW(&r->unknown, (size_t)r->units, "deserts", err));
    MLG_TRY(MLG_NEW(&r->inside, (size_t)r->units, "deserts", err));
    for (int32_t i = 0; i < r->units; i++) {
        for (int k = 0; k < r->count; k++) {
            mlg_truth holds = mlg_criterion_holds(&r->criterion[k], i);
            r->flags[i] = (uint16_t)(r->flags[i] | (holds == MLG_TRUE) << k);
            r->unknown[i] = (uint16_t)(r->unknown[i] | (holds == MLG_UNTOLD) << k);
        }
        r->inside[i] = mlg_condition_holds(r->condition, 0, r->criterion, i) == MLG_TRUE;
    }
    return MLG_OK;
}

static mlg_status read_rule(mlg_desert_rule *r, mlg_error *err)
{
    const char *ask = r->study->config->deserts->rules;
    const mlg_node *condition;
    char *path = NULL;
    int32_t root;
    if (mlg_rules_is_file(ask))
        MLG_TRY(mlg_study_file_resolve(&path, r->study->file, r->study->data_folder, ask, err));
    mlg_status st = mlg_rules_open(&r->file, path ? path : ask, "desert", err);
    free(path);
    if (st != MLG_OK)
        return mlg_while(err, st, "%s", mlg_study_file_where(r->study->file, "deserts.rules"));
    MLG_TRY(mlg_rules_keys(r->file.root, "kind|title|source|criteria|desert", err));
    MLG_TRY(read_criteria(r, err));
    condition = mlg_node_child(r->file.root, "desert");
    if (!condition)
        return mlg_fail(err, MLG_INPUT, "%s: the key 'desert' is missing", r->file.root->where);
    MLG_TRY(read_condition(r, condition, &root, err));
    return judge(r, err);
}

mlg_status mlg_desert_rule_read(mlg_desert_rule *rule, mlg_study *study, int32_t units, const char *const *insee,
                                const char *const *label, const double *persons, mlg_error *err)
{
    *rule =
        (mlg_desert_rule){ .study = study, .units = units, .insee = insee, .label = label, .persons = persons };
    MLG_TRY(read_rule(rule, err));
    const char *title = mlg_rules_text(rule->file.root, "title"),
               *source = mlg_rules_text(rule->file.root, "source");
    return mlg_study_note(study, "desert", "regle", title ? title : study->config->deserts->rules, NULL, source,
                          err);
}

void mlg_desert_rule_release(mlg_desert_rule *rule)
{
    for (int k = 0; k < rule->count; k++)
        free(rule->value[k]);
    free(rule->flags);
    free(rule->unknown);
    free(rule->inside);
    mlg_rules_close(&rule->file);
    *rule = (mlg_desert_rule){ 0 };
}

mlg_status mlg_desert_rule_words(mlg_text *text, const mlg_desert_rule *rule, uint16_t flags, uint16_t unknown,
                                 mlg_error *err)
{
    mlg_text_clear(text);
    for (int k = 0; k < rule->count; k++)
        if (flags & 1u << k)
            MLG_TRY(mlg_text_append(text, err, "%s%s", text->length ? " + " : "", rule->criterion_label[k]));
    const char *before = text->length ? " ; inconnu : " : "inconnu : ";
    for (int k = 0; k < rule->count; k++)
        if (unknown & 1u << k) {
            MLG_TRY(mlg_text_append(text, err, "%s%s", before, rule->criterion_label[k]));
            before = ", ";
        }
    return MLG_OK;
}
