/* What a change names, and the record of a change that was made or not. */
#include "analysis/scenario/inner.h"
#include "base/utf8.h"

#include <string.h>

/* ---- names in items ----------------------------------------------------------------------------------------- */

mlg_status mlg_scenario_commune(int32_t *place, const mlg_scenario_job *j, const mlg_node *node, const char *key,
                                mlg_error *err)
{
    const char *code;
    MLG_TRY(mlg_rules_need(&code, node, key, err));
    *place = mlg_places_find(&j->places, code);
    if (*place < 0 || !mlg_place_is_commune(&j->places, *place))
        return mlg_fail(err, MLG_INPUT, "%s: the study has no commune '%.20s'", node->where, MLG_BRIEF(code, 20));
    return MLG_OK;
}

mlg_status mlg_scenario_service(const char **service, const mlg_scenario_job *j, const mlg_node *node,
                                const char *key, mlg_error *err)
{
    char known[300] = "gp";
    const char *given = mlg_rules_text(node, key);
    *service = given ? given : "gp";
    if (strcmp(*service, "gp") == 0 || mlg_find_service(j->study, *service))
        return MLG_OK;
    for (unsigned i = 0; i < j->study->config->services_count; i++) {
        const char *name = j->study->config->services[i].name;
        if (strcmp(name, "gp") != 0)
            mlg_list_add(known, sizeof known, ", ", name);
    }
    mlg_status st =
        mlg_fail(err, MLG_INPUT, "%s: the study has no service '%.40s'", node->where, MLG_BRIEF(*service, 40));
    mlg_hint(err, "services of the study file: %s", known);
    return st;
}

/* ---- what is recorded --------------------------------------------------------------------------------------- */

mlg_status mlg_scenario_record(mlg_scenario_job *j, const mlg_node *node, const mlg_scenario_note *note, bool made,
                               mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "scenario/insert_change", err));
    mlg_bind_text(stmt, ":nature", note->kind);
    mlg_bind_text(stmt, ":service", note->service);
    mlg_bind_text(stmt, ":code", note->code);
    mlg_bind_text(stmt, ":libelle", note->label);
    mlg_bind_text(stmt, ":vers", note->to);
    mlg_bind_text(stmt, ":lib_vers", note->to_label);
    mlg_bind_text(stmt, ":avant", note->before);
    mlg_bind_text(stmt, ":apres", note->after);
    mlg_bind_text(stmt, ":depuis", mlg_rules_text(node, "from"));
    mlg_bind_text(stmt, ":motif", mlg_rules_text(node, "reason"));
    mlg_bind_text(stmt, ":source", mlg_rules_text(node, "source"));
    mlg_bind_int(stmt, ":effet", made);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}
