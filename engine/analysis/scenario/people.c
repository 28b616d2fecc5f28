/* People who come to a commune or leave it. */
#include "analysis/scenario/inner.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

mlg_status mlg_scenario_scale(mlg_scenario_job *j, const char *query, const char *commune, double factor,
                              mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, query, err));
    mlg_bind_text(stmt, ":insee_com", commune);
    mlg_bind_double(stmt, ":facteur", factor);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

/* The people of a commune by the places that count them, its ages, and the standardised population that a source gives keep their proportions.
 * NULL: those of all communes. */
static mlg_status scale(mlg_scenario_job *j, const char *commune, double factor, mlg_error *err)
{
    MLG_TRY(mlg_scenario_scale(j, "scenario/scale_people", commune, factor, err));
    MLG_TRY(mlg_scenario_scale(j, "scenario/scale_ages", commune, factor, err));
    return mlg_scenario_scale(j, "scenario/scale_commune", commune, factor, err);
}

mlg_status mlg_scenario_people(double *persons, mlg_scenario_job *j, int32_t place, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    *persons = 0;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "scenario/count_people", err));
    mlg_bind_text(stmt, ":insee_com", j->places.code[place]);
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    if (st == MLG_OK && row)
        *persons = mlg_column_double(stmt, 0);
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status read_factor(double *factor, const mlg_node *node, double now, const char *code, mlg_error *err)
{
    double persons, percent;
    MLG_TRY(mlg_rules_number(&persons, node, "persons", (double)NAN, err));
    MLG_TRY(mlg_rules_number(&percent, node, "change_pct", (double)NAN, err));
    if (isnan(persons) == isnan(percent))
        return mlg_fail(err, MLG_INPUT, "%s: give either 'persons', the people there will be, or 'change_pct'",
                        node->where);
    if (persons < 0 || percent < -100)
        return mlg_fail(err, MLG_INPUT, "%s: a number of people below 0", node->where);
    if (percent == 0)
        return mlg_fail(err, MLG_INPUT, "%s: '%s' is 0, which changes nothing", node->where, "change_pct");
    if (!isnan(persons) && !(now > 0))
        return mlg_fail(err, MLG_DATA, "%s: the people of %s are not known, or there are none", node->where, code);
    *factor = isnan(persons) ? 1 + percent / 100 : persons / now;
    return MLG_OK;
}

static mlg_status change_one(mlg_scenario_job *j, const mlg_node *node, int32_t place, mlg_error *err)
{
    double now, factor;
    char before[48], after[48];
    MLG_TRY(mlg_scenario_people(&now, j, place, err));
    MLG_TRY(read_factor(&factor, node, now, j->places.code[place], err));
    MLG_TRY(scale(j, j->places.code[place], factor, err));
    snprintf(before, sizeof before, "%.0f habitants", now);
    snprintf(after, sizeof after, "%.0f habitants", now * factor);
    const mlg_scenario_note note = { "population", NULL, j->places.code[place], j->places.label[place], NULL, NULL,
                                     before,       after };
    return mlg_scenario_record(j, node, &note, true, err);
}

static mlg_status change_all(mlg_scenario_job *j, const mlg_node *node, mlg_error *err)
{
    double factor;
    char after[48];
    if (mlg_node_child(node, "persons"))
        return mlg_fail(err, MLG_INPUT, "%s: 'persons' needs a 'commune'", node->where);
    MLG_TRY(read_factor(&factor, node, 1, "", err));
    MLG_TRY(scale(j, NULL, factor, err));
    snprintf(after, sizeof after, "%+.1f %%", 100 * (factor - 1));
    const mlg_scenario_note note = { .kind = "population", .label = "toutes les communes", .after = after };
    return mlg_scenario_record(j, node, &note, true, err);
}

mlg_status mlg_scenario_change_people(mlg_scenario_job *j, const mlg_node *node, mlg_error *err)
{
    int32_t place;
    if (mlg_node_child(node, "projection"))
        return mlg_scenario_project_people(j, node, err);
    MLG_TRY(mlg_rules_keys(node, "commune|persons|change_pct|from|until|reason|source", err));
    if (!mlg_node_child(node, "commune"))
        return change_all(j, node, err);
    MLG_TRY(mlg_scenario_commune(&place, j, node, "commune", err));
    return change_one(j, node, place, err);
}
