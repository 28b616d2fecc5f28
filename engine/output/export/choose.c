/* What is exported, and under which names. */
#include "output/export/export.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- names of ten letters --------------------------------------------------------------------------------------- */

static bool is_taken(char (*out)[MLG_SHORT_NAME + 1], int made, const char *const *names, int count,
                     const char *name)
{
    for (int i = 0; i < made; i++)
        if (strcasecmp(out[i], name) == 0)
            return true;
    for (int i = made + 1; i < count; i++) /* a name that fits is kept */
        if (strcasecmp(names[i], name) == 0)
            return true;
    return false;
}

void mlg_export_short_names(char (*out)[MLG_SHORT_NAME + 1], const char *const *names, int count)
{
    for (int i = 0; i < count; i++) {
        char *name = out[i];
        snprintf(name, MLG_SHORT_NAME + 1, "%s", names[i]);
        for (int n = 1; is_taken(out, i, names, count, name); n++) {
            char number[12];
            int digits = snprintf(number, sizeof number, "%d", n);
            int keep =
                (int)strlen(names[i]) < MLG_SHORT_NAME - digits ? (int)strlen(names[i]) : MLG_SHORT_NAME - digits;
            memcpy(name, names[i], (size_t)keep);
            memcpy(name + keep, number, (size_t)digits + 1);
        }
    }
}

/* ---- the tables ---------------------------------------------------------------------------------------------------- */

static mlg_status count_rows(int64_t *rows, mlg_db *db, const char *table, mlg_error *err)
{
    char sql[128];
    double count;
    snprintf(sql, sizeof sql, "SELECT count(*) FROM \"%s\"", table);
    MLG_TRY(mlg_db_number(&count, db, sql, err));
    *rows = (int64_t)count;
    return MLG_OK;
}

static mlg_status keep_table(mlg_export_list *list, mlg_db *db, mlg_stmt *stmt, mlg_error *err)
{
    const char *geometry = mlg_column_text(stmt, 3), *title = mlg_column_text(stmt, 1),
               *words = mlg_column_text(stmt, 2);
    MLG_TRY(MLG_GROW(&list->items, &list->room, (size_t)list->count + 1, "layers", err));
    mlg_export_table *t = &list->items[list->count];
    *t = (mlg_export_table){ .name = mlg_arena_text(&list->arena, mlg_column_text(stmt, 0)),
                             .title = mlg_arena_text(&list->arena, title ? title : ""),
                             .description = mlg_arena_text(&list->arena, words ? words : ""),
                             .geometry = mlg_arena_text(&list->arena, geometry) };
    if (!t->name || !t->title || !t->description || (geometry && !t->geometry))
        return mlg_fail_memory(err, "layers", 0);
    if (geometry)
        list->epsg = (int)mlg_column_int(stmt, 4);
    list->count++;
    return count_rows(&t->rows, db, t->name, err);
}

static mlg_status read_tables(mlg_export_list *list, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    mlg_status st;
    MLG_TRY(mlg_db_query(&stmt, db, "export/select_tables", err));
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(keep_table(list, db, stmt, err));
done:
    mlg_stmt_free(stmt);
    return st;
}

/* ---- choosing ------------------------------------------------------------------------------------------------------ */

static mlg_status refuse(const mlg_export_list *list, const char *name, mlg_error *err)
{
    enum { MOST = 127 };
    const char *words[MOST + 1] = { NULL };
    mlg_text all = { 0 };
    for (int32_t i = 0; i < list->count && i < MOST; i++) {
        words[i] = list->items[i].name;
        if (list->items[i].geometry) /* tables are many */
            mlg_text_printf(&all, "%s, ", words[i]);
    }
    const char *near = mlg_nearest_word(name, words);
    mlg_status st =
        near ? mlg_fail(err, MLG_USAGE, "'%s' is not a layer that can be exported; did you mean '%s'?", name, near)
             : mlg_fail(err, MLG_USAGE, "'%s' is not a layer that can be exported", name);
    mlg_hint(err, "available layers: %sand tables of results", all.data ? all.data : "");
    mlg_text_release(&all);
    return st;
}

static int32_t find(const mlg_export_list *list, const char *name, size_t length)
{
    for (int32_t i = 0; i < list->count; i++)
        if (strncmp(list->items[i].name, name, length) == 0 && list->items[i].name[length] == '\0')
            return i;
    return -1;
}

/* Marks in `wanted` each name of a comma-separated list. */
static mlg_status mark_named(bool *wanted, const mlg_export_list *list, const char *layers, bool tables,
                             mlg_error *err)
{
    for (const char *at = layers; *at;) {
        at += strspn(at, ", ");
        size_t length = strcspn(at, ", ");
        char name[64];
        if (length == 0)
            break;
        snprintf(name, sizeof name, "%.*s", (int)length, at);
        int32_t found = find(list, at, length);
        if (found < 0)
            return refuse(list, name, err);
        if (!tables && !list->items[found].geometry) {
            mlg_status st = mlg_fail(err, MLG_USAGE,
                                     "'%s' is a table without geometry, which this format does not support", name);
            mlg_hint(err, "'maillage table' writes tables; a GeoPackage and PostGIS take both");
            return st;
        }
        wanted[found] = true;
        at += length;
    }
    return MLG_OK;
}

static mlg_status keep_wanted(mlg_export_list *list, const char *layers, bool tables, mlg_error *err)
{
    bool *wanted;
    int32_t kept = 0;
    MLG_TRY(MLG_NEW(&wanted, (size_t)list->count, "layers", err));
    mlg_status st = layers ? mark_named(wanted, list, layers, tables, err) : MLG_OK;
    for (int32_t i = 0; i < list->count && st == MLG_OK; i++) {
        mlg_export_table t = list->items[i];
        if (layers ? !wanted[i] : t.rows == 0 || (!t.geometry && !tables))
            continue;
        list->items[kept++] = t;
        list->total += t.rows;
    }
    free(wanted);
    if (st != MLG_OK)
        return st;
    list->count = kept;
    return kept > 0 ? MLG_OK : mlg_fail(err, layers ? MLG_USAGE : MLG_DATA, "no layer to export");
}

mlg_status mlg_export_choose(mlg_export_list *out, mlg_db *db, const char *layers, bool tables, mlg_error *err)
{
    *out = (mlg_export_list){ 0 };
    MLG_TRY(read_tables(out, db, err));
    return keep_wanted(out, layers, tables, err);
}

void mlg_export_list_release(mlg_export_list *list)
{
    free(list->items);
    mlg_text_release(&list->notes);
    mlg_arena_release(&list->arena);
    *list = (mlg_export_list){ 0 };
}
