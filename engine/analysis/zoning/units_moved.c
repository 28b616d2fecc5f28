/* Zoning of a study under a scenario: the indicator as it was, and a published one moved by what the scenario changes. */
#include "analysis/access/stage_measure.h"
#include "analysis/zoning/scenario.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Computed values of the indicator of a rule by commune, NaN where unknown. */
static mlg_status computed(double *value, mlg_db *db, const mlg_zoning_units *units, const mlg_zoning_rule *rule,
                           mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    for (int32_t i = 0; i < units->communes; i++)
        value[i] = (double)NAN;
    MLG_TRY(mlg_db_query(&stmt, db, "access/select_values", err));
    mlg_bind_text(stmt, ":service", rule->service);
    mlg_bind_text(stmt, ":mesure", rule->measure);
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        int32_t i = mlg_zoning_find_commune(units, mlg_column_text(stmt, 0));
        if (i >= 0)
            value[i] = mlg_column_double(stmt, 1);
    }
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_zoning_units_move(mlg_zoning_units *units, const mlg_study *study, const mlg_zoning_rule *rule,
                                 mlg_error *err)
{
    double *was = NULL, *is = NULL;
    mlg_status st = MLG_OK;
    if (!study->before)
        return MLG_OK;
    MLG_GO(MLG_NEW(&was, (size_t)units->communes, "communes", err));
    MLG_GO(MLG_NEW(&is, (size_t)units->communes, "communes", err));
    MLG_GO(computed(was, study->before, units, rule, err));
    MLG_GO(computed(is, study->db, units, rule, err));
    for (int32_t i = 0; i < units->communes; i++)
        if (!isnan(units->value[i]) && !isnan(was[i]) && !isnan(is[i]) && was[i] != is[i])
            units->value[i] = fmax(0, units->value[i] + is[i] - was[i]);
done:
    free(was);
    free(is);
    return st;
}

mlg_status mlg_zoning_before(mlg_zoning_assignment *state, const mlg_study *study, const mlg_zoning_units *units,
                             mlg_zoning_apl apl, const char *vintage, mlg_error *err)
{
    mlg_study then = *study;
    mlg_zoning_units was;
    if (!study->before)
        return MLG_OK;
    then.db = study->before;
    then.before = NULL;
    mlg_status st = mlg_zoning_units_read(&was, &then, &state->rule, apl, vintage, err);
    for (int32_t i = 0; st == MLG_OK && i < units->communes; i++) {
        int32_t k = mlg_zoning_find_commune(&was, units->insee[i]);
        state->value[i] = k >= 0 ? was.value[k] : (double)NAN;
        state->gp[i] = k >= 0 ? was.gp[k] : 0;
        state->gp_old[i] = k >= 0 ? was.gp_old[k] : 0;
    }
    mlg_zoning_units_release(&was);
    return st == MLG_OK ? mlg_zoning_assignment_update(state, units, err) : st;
}

/* ---- lines -------------------------------------------------------------------------------------------------- */

/* The changes that the study was computed with, of supply and sites that bear on the rule. */
mlg_status mlg_zoning_note_applied(mlg_zoning_scenario *scenario, mlg_study *study, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, study->db, "scenario/select_changes", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        const char *service = mlg_column_text(stmt, 1);
        if (service && strcmp(service, scenario->state.rule.service) != 0)
            continue;
        const mlg_zoning_change line = { .kind = mlg_column_text(stmt, 0),
                                         .level = mlg_column_text(stmt, 2) ? "commune" : NULL,
                                         .code = mlg_column_text(stmt, 2),
                                         .label = mlg_column_text(stmt, 3),
                                         .before = mlg_column_text(stmt, 4),
                                         .after = mlg_column_text(stmt, 5),
                                         .reason = mlg_column_text(stmt, 6) };
        MLG_GO(mlg_zoning_note_change(scenario, &line, err));
    }
done:
    mlg_stmt_free(stmt);
    return st;
}
