#include "pipeline/policy/policy.h"

#include "base/memory.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* A row whose weight is unknown counts nobody. */
static void add_value(mlg_policy_group *g, int side, double weight, double value)
{
    if (!(weight > 0) || isnan(value))
        return;
    g->weight[side] += weight;
    g->sum[side] += weight * value;
}

static mlg_status begin_group(mlg_policy_job *j, mlg_stmt *stmt, mlg_error *err)
{
    const char *label = mlg_column_text(stmt, 2);
    MLG_TRY(MLG_GROW(&j->groups, &j->group_room, (size_t)j->group_count + 1, "groups of people", err));
    mlg_policy_group *g = &j->groups[j->group_count++];
    *g = (mlg_policy_group){ .kind = mlg_arena_text(&j->arena, mlg_column_text(stmt, 0)),
                             .code = mlg_arena_text(&j->arena, mlg_column_text(stmt, 1)),
                             .label = mlg_arena_text(&j->arena, label ? label : mlg_column_text(stmt, 1)),
                             .people = mlg_column_double(stmt, 3) };
    return g->kind && g->code && g->label ? MLG_OK : mlg_fail_memory(err, "groups of people", 0);
}

static bool is_last(const mlg_policy_job *j, mlg_stmt *stmt)
{
    const mlg_policy_group *g = j->group_count > 0 ? &j->groups[j->group_count - 1] : NULL;
    return g && strcmp(g->kind, mlg_column_text(stmt, 0)) == 0 && strcmp(g->code, mlg_column_text(stmt, 1)) == 0;
}

mlg_status mlg_policy_group_values(mlg_policy_job *j, const mlg_places *places, double *before, double *after,
                                   const char *unit, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    j->unit = unit;
    MLG_TRY(mlg_places_gather(places, before, places->population, err));
    MLG_TRY(mlg_places_gather(places, after, places->population, err));
    mlg_status st = mlg_db_query(&stmt, j->study.db, "policy/select_groups", err);
    while (st == MLG_OK && (st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        int32_t place = mlg_places_find(places, mlg_column_text(stmt, 4));
        if (!is_last(j, stmt))
            MLG_GO(begin_group(j, stmt, err));
        for (int side = 0; place >= 0 && side < 2; side++)
            add_value(&j->groups[j->group_count - 1], side, mlg_column_double(stmt, 5),
                      side == 0 ? before[place] : after[place]);
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_policy_rank_unit(mlg_policy_job *j, const mlg_policy_unit *unit, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&j->units, &j->unit_room, (size_t)j->unit_count + 1, "areas", err));
    j->units[j->unit_count++] = *unit;
    return MLG_OK;
}

const mlg_policy_group *mlg_policy_everybody(const mlg_policy_job *j)
{
    return j->group_count > 0 ? &j->groups[0] : NULL;
}

void mlg_policy_say(mlg_policy_job *j, const char *name, double value)
{
    assert((size_t)j->figure_count < sizeof j->figures / sizeof *j->figures);
    j->figures[j->figure_count++] = (mlg_policy_figure){ name, value };
}

void mlg_policy_say_outcome(mlg_policy_job *j, const mlg_outcome *outcome)
{
    mlg_policy_say(j, "bound", outcome->bound);
    mlg_policy_say(j, "gap", outcome->gap);
    mlg_policy_say(j, "proved", outcome->proved ? 1 : 0);
}
