#include "pipeline/policy/areas.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The area of commune `i`, which is that of its first commune. */
static mlg_status find_area(mlg_policy_areas *areas, int32_t i, mlg_policy_job *j, mlg_stmt *stmt, mlg_error *err)
{
    const char *code = mlg_column_text(stmt, 1), *label = mlg_column_text(stmt, 2);
    const int32_t first = mlg_policy_find_commune(j, mlg_column_text(stmt, 3));
    if (first >= 0 && first < i) {
        areas->of[i] = areas->of[first];
        return MLG_OK;
    }
    areas->of[i] = areas->count++;
    mlg_policy_area *area = &areas->items[areas->of[i]];
    *area = (mlg_policy_area){ .code = mlg_arena_text(&j->arena, code),
                               .label = mlg_arena_text(&j->arena, label ? label : code) };
    return area->code && area->label ? MLG_OK : mlg_fail_memory(err, "areas", 0);
}

static void add_commune(mlg_policy_area *area, const mlg_policy_place *p)
{
    if (isnan(p->apl) || !(p->people > 0))
        return;
    area->people += p->people;
    area->apl += p->people * p->apl;
}

mlg_status mlg_policy_areas_read(mlg_policy_areas *out, mlg_policy_job *j, const char *mesh, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    mlg_status st;
    *out = (mlg_policy_areas){ 0 };
    if (strcmp(mesh, "tvs") != 0 && strcmp(mesh, "epci") != 0 && strcmp(mesh, "commune") != 0)
        return mlg_fail(err, MLG_INPUT, "%s: the mesh '%.40s' must be tvs, epci or commune", j->policy->where,
                        MLG_BRIEF(mesh, 40));
    MLG_GO(MLG_NEW(&out->items, (size_t)j->n, "areas", err));
    MLG_GO(MLG_NEW(&out->of, (size_t)j->n, "areas", err));
    MLG_GO(mlg_db_query(&stmt, j->study.db, "policy/select_areas", err));
    mlg_bind_text(stmt, ":maille", mesh);
    for (int32_t i = 0; (st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row && i < j->n; i++) {
        MLG_GO(find_area(out, i, j, stmt, err));
        add_commune(&out->items[out->of[i]], &j->places[i]);
    }
    for (int32_t a = 0; a < out->count; a++)
        out->items[a].apl = out->items[a].people > 0 ? out->items[a].apl / out->items[a].people : (double)NAN;
done:
    mlg_stmt_free(stmt);
    return st;
}

void mlg_policy_areas_release(mlg_policy_areas *areas)
{
    free(areas->items);
    free(areas->of);
    *areas = (mlg_policy_areas){ 0 };
}
