#include "analysis/whatif/kept.h"

#include "adapters/yaml/tree.h"
#include "analysis/access/stage_unchanged.h"

#include <string.h>

void mlg_whatif_kept_release(mlg_whatif_kept *kept)
{
    mlg_arena_release(&kept->arena);
    *kept = (mlg_whatif_kept){ 0 };
}

const mlg_whatif_part *mlg_whatif_part_of(const mlg_whatif_part *parts, int count, const char *service)
{
    for (int k = 0; k < count; k++)
        if (strcmp(parts[k].service, service) == 0)
            return &parts[k];
    return NULL;
}

static bool take_text(const char **out, mlg_whatif_kept *kept, mlg_stmt *stmt, int column)
{
    const char *text = mlg_column_text(stmt, column);
    *out = mlg_arena_text(&kept->arena, text);
    return *out || !text;
}

static mlg_status take(mlg_whatif_kept *kept, mlg_stmt *stmt, mlg_error *err)
{
    const char *part = mlg_column_text(stmt, 0);
    bool measure = strcmp(part, "measures") == 0, good = true;
    int *count = measure ? &kept->measures : &kept->services;
    if (strcmp(part, "limite") == 0) {
        kept->too_big = true;
    } else if (strcmp(part, "pairs") == 0) {
        good = take_text(&kept->pairs, kept, stmt, 2);
    } else if (*count < MLG_WHATIF_MOST_KEPT) {
        mlg_whatif_part *to = measure ? &kept->measure[(*count)++] : &kept->service[(*count)++];
        good = take_text(&to->service, kept, stmt, 1) && take_text(&to->text, kept, stmt, 2) &&
               take_text(&to->catchment, kept, stmt, 3);
        to->bytes = (size_t)mlg_column_int(stmt, 4);
    }
    return good ? MLG_OK : mlg_fail_memory(err, "the data of the page", 0);
}

mlg_status mlg_whatif_kept_read(mlg_whatif_kept *out, mlg_study *study, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    *out = (mlg_whatif_kept){ 0 };
    if (!mlg_access_may_stay(study) || mlg_node_child(study->scenario_root, "sites") ||
        mlg_node_child(study->scenario_root, "deserts"))
        return MLG_OK;
    MLG_TRY(mlg_db_query(&stmt, study->before, "whatif/select_kept", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(take(out, stmt, err));
done:
    mlg_stmt_free(stmt);
    return st;
}
