/* Members of a life territory that lie outside the study: its indicator does not cover them. */
#include "base/memory.h"
#include "study/load/communes.h"
#include "study/load/reconcile.h"

#include <math.h>
#include <string.h>

mlg_status mlg_communes_add_far(mlg_communes *set, const char *code, const char *tvs, mlg_error *err)
{
    if (!tvs || !mlg_is_insee_code(code))
        return MLG_OK;
    const char *today = mlg_communes_today(set, code);
    const mlg_known_code *known = mlg_communes_known(set, today);
    if (!known && mlg_communes_count_covered(set, code) > 0) /* a code of no commune: listed as missed */
        return MLG_OK;
    MLG_TRY(MLG_GROW(&set->far, &set->far_capacity, set->far_count + 1, "life territories", err));
    mlg_far_member *m = &set->far[set->far_count];
    *m = (mlg_far_member){ .tvs = mlg_arena_text(&set->arena, tvs),
                           .population = known ? known->population : (double)NAN };
    strcpy(m->insee, today);
    if (!m->tvs)
        return mlg_fail_memory(err, "life territories", 0);
    set->far_count++;
    return MLG_OK;
}

mlg_status mlg_communes_write_far(const mlg_communes *set, mlg_study *study, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    mlg_status st = MLG_OK;
    MLG_TRY(mlg_db_query(&stmt, study->db, "load/insert_far_member", err));
    for (size_t i = 0; i < set->far_count && st == MLG_OK; i++) {
        mlg_bind_text(stmt, ":tvs", set->far[i].tvs);
        mlg_bind_text(stmt, ":insee_com", set->far[i].insee);
        mlg_bind_double(stmt, ":population", set->far[i].population);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st == MLG_OK ? mlg_study_do(study, "load/delete_far_members", err) : st;
}
