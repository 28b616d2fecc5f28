#include "analysis/scenario/trial.h"

#include "analysis/scenario/inner.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* "offre, gp, 62620 Norrent-Fontes: 5400 actes/an (1,00 ETP) -> 0 actes/an (0,00 ETP)", as the last row of `changement` has it. */
static mlg_status say_change(mlg_text *words, mlg_scenario_job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row = false;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "scenario/select_last_change", err));
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    for (int c = 0; st == MLG_OK && row && c < 5; c++) {
        static const char *const between[] = { "", ", ", ", ", ": ", ": " };
        const char *text = mlg_column_text(stmt, c);
        if (text && *text)
            mlg_text_printf(words, "%s%s", c == 4 && mlg_column_text(stmt, 3) ? " -> " : between[c], text);
    }
    if (st == MLG_OK && row && mlg_column_int(stmt, 5) == 0)
        mlg_text_printf(words, " (%s)", mlg_tr("outside its dates: not made"));
    mlg_stmt_free(stmt);
    return st == MLG_OK ? mlg_text_status(words, err) : st;
}

/* The message without its place in the file, which may be a key of the item. */
static const char *without_place(const char *message, const char *where)
{
    const char *line = strrchr(where, ':');
    while (line && line > where && line[-1] != ':')
        line--;
    size_t path = line ? (size_t)(line - where) : 0;
    if (path == 0 || strncmp(message, where, path) != 0)
        return message;
    return message + path + strspn(message + path, "0123456789: ");
}

static mlg_status say_fault(mlg_text *words, const mlg_node *node, const mlg_error *fault, mlg_error *err)
{
    mlg_text_add(words, without_place(fault->message, node->where));
    if (*fault->hint)
        mlg_text_printf(words, " — %s", fault->hint);
    return mlg_text_status(words, err);
}

static mlg_status add(mlg_scenario_trial *t, const mlg_node *node, mlg_status status, const char *words,
                      mlg_error *err)
{
    MLG_TRY(MLG_GROW(&t->changes, &t->room, (size_t)t->count + 1, "changes", err));
    mlg_scenario_tried *c = &t->changes[t->count++];
    *c = (mlg_scenario_tried){ .status = status };
    t->faults += status != MLG_OK;
    MLG_TRY(mlg_copy_text(&c->where, node->where, err));
    return mlg_copy_text(&c->words, words, err);
}

mlg_status mlg_scenario_trial_add(mlg_scenario_trial *t, const mlg_node *node, const char *words, mlg_error *err)
{
    return add(t, node, MLG_OK, words, err);
}

mlg_status mlg_scenario_trial_add_fault(mlg_scenario_trial *t, const mlg_node *node, mlg_status status,
                                        const mlg_error *fault, mlg_error *err)
{
    mlg_text words = { 0 };
    mlg_status st = say_fault(&words, node, fault, err);
    if (st == MLG_OK)
        st = add(t, node, status, mlg_text_words(&words), err);
    mlg_text_release(&words);
    return st;
}

mlg_status mlg_scenario_trial_begin(mlg_scenario_job *j, mlg_error *err)
{
    return mlg_db_exec(j->study->db, "SAVEPOINT changement", err);
}

mlg_status mlg_scenario_trial_end(mlg_scenario_job *j, const mlg_node *node, mlg_status status,
                                  const mlg_error *fault, mlg_error *err)
{
    mlg_text words = { 0 };
    mlg_status st;
    if (status == MLG_MEMORY || status == MLG_CANCELLED) {
        *err = *fault;
        return status;
    }
    if (status != MLG_OK)
        MLG_TRY(mlg_db_exec(j->study->db, "ROLLBACK TO changement", err));
    MLG_TRY(mlg_db_exec(j->study->db, "RELEASE changement", err));
    if (status != MLG_OK)
        return mlg_scenario_trial_add_fault(j->trial, node, status, fault, err);
    MLG_GO(say_change(&words, j, err));
    st = mlg_scenario_trial_add(j->trial, node, mlg_text_words(&words), err);
done:
    mlg_text_release(&words);
    return st;
}

void mlg_scenario_trial_release(mlg_scenario_trial *t)
{
    for (int32_t k = 0; k < t->count; k++) {
        free(t->changes[k].where);
        free(t->changes[k].words);
    }
    free(t->changes);
    *t = (mlg_scenario_trial){ 0 };
}
