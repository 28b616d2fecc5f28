#include "pipeline/policy/policy.h"

#include "analysis/common/thresholds.h"
#include "base/among.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

static mlg_status take_commune(mlg_policy_job *j, mlg_stmt *stmt, mlg_error *err)
{
    const char *label = mlg_column_text(stmt, 1);
    size_t need = (size_t)j->n + 1;
    MLG_TRY(MLG_GROW(&j->places, &j->room[0], need, "communes", err));
    MLG_TRY(MLG_GROW(&j->code, &j->room[1], need, "communes", err));
    MLG_TRY(MLG_GROW(&j->label, &j->room[2], need, "communes", err));
    MLG_TRY(MLG_GROW(&j->persons, &j->room[3], need, "communes", err));
    j->persons[j->n] = mlg_column_double(stmt, 7);
    j->code[j->n] = mlg_arena_text(&j->arena, mlg_column_text(stmt, 0));
    j->label[j->n] = mlg_arena_text(&j->arena, label ? label : "");
    j->places[j->n] = (mlg_policy_place){ .x = mlg_column_double(stmt, 2),
                                          .y = mlg_column_double(stmt, 3),
                                          .people = mlg_column_double(stmt, 4),
                                          .apl = mlg_column_double(stmt, 5),
                                          .doctors = mlg_column_double(stmt, 6) };
    if (!j->code[j->n] || !j->label[j->n])
        return mlg_fail_memory(err, "communes", 0);
    if (isnan(j->places[j->n].people))
        j->places[j->n].apl = (double)NAN;
    j->n++;
    return MLG_OK;
}

int32_t mlg_policy_find_commune(const mlg_policy_job *j, const char *code)
{
    return mlg_find_sorted(j->code, j->n, code);
}

mlg_status mlg_policy_communes(mlg_policy_job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    mlg_status st;
    MLG_GO(mlg_apl_threshold_of(&j->threshold, j->study.db, err));
    MLG_GO(mlg_db_query(&stmt, j->study.db, "policy/select_places", err));
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(take_commune(j, stmt, err));
done:
    mlg_stmt_free(stmt);
    return st;
}
