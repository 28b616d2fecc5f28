/* From the rows of the study to those of a writer. */
#include "output/export/copy.h"

#include "base/memory.h"
#include "base/progress.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

/* ---- columns -------------------------------------------------------------------------------------------------------- */

/* Codes used to join other tables. */
static bool is_key(const char *name)
{
    static const char *const keys[] = { "insee_com", "code", "code_qp", "tvs", "site", NULL };
    for (const char *const *key = keys; *key; key++)
        if (strcmp(*key, name) == 0)
            return true;
    return false;
}

static mlg_write_type type_of(const char *declared)
{
    if (strstr(declared, "INT") || strstr(declared, "BOOL"))
        return MLG_WRITE_INTEGER;
    return strstr(declared, "REAL") || strstr(declared, "DOUB") || strstr(declared, "FLOA") ? MLG_WRITE_REAL
                                                                                            : MLG_WRITE_TEXT;
}

static mlg_status keep_column(mlg_export_columns *out, mlg_stmt *stmt, mlg_error *err)
{
    size_t at = (size_t)out->count;
    MLG_TRY(MLG_GROW(&out->items, &out->room, at + 1, "columns", err));
    MLG_TRY(MLG_GROW(&out->names, &out->names_room, at + 1, "columns", err));
    const char *name = mlg_arena_text(&out->arena, mlg_column_text(stmt, 0));
    const char *words = mlg_column_text(stmt, 2), *comment = mlg_arena_text(&out->arena, words);
    if (!name || (words && !comment))
        return mlg_fail_memory(err, "columns", 0);
    out->names[at] = name;
    out->items[at] = (mlg_write_column){
        .name = name, .comment = comment, .type = type_of(mlg_column_text(stmt, 1)), .key = is_key(name)
    };
    out->count++;
    return MLG_OK;
}

static mlg_status shorten(mlg_export_columns *out, mlg_error *err)
{
    char(*made)[MLG_SHORT_NAME + 1] = mlg_arena_alloc(&out->arena, (size_t)out->count * sizeof *made);
    if (!made)
        return mlg_fail_memory(err, "columns", 0);
    mlg_export_short_names(made, out->names, out->count);
    for (int i = 0; i < out->count; i++)
        out->items[i].name = made[i];
    return MLG_OK;
}

mlg_status mlg_export_columns_read(mlg_export_columns *out, mlg_db *db, const char *table, bool short_names,
                                   mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    mlg_status st;
    *out = (mlg_export_columns){ 0 };
    MLG_TRY(mlg_db_query(&stmt, db, "export/select_columns", err));
    mlg_bind_text(stmt, ":table", table);
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(keep_column(out, stmt, err));
    if (st == MLG_OK && short_names)
        st = shorten(out, err);
done:
    mlg_stmt_free(stmt);
    return st;
}

void mlg_export_columns_release(mlg_export_columns *columns)
{
    free(columns->items);
    free(columns->names);
    mlg_arena_release(&columns->arena);
    *columns = (mlg_export_columns){ 0 };
}

/* ---- rows ------------------------------------------------------------------------------------------------------------- */

/* The key, the geometry (or NULL), then the columns in their order. */
static char *selection(const mlg_export_table *table, const mlg_export_columns *columns)
{
    char *sql = NULL;
    mlg_text text = { 0 };
    mlg_text_printf(&text, "SELECT rowid, %s", table->geometry ? "geom" : "NULL");
    for (int i = 0; i < columns->count; i++)
        mlg_text_printf(&text, ", \"%s\"", columns->names[i]);
    mlg_text_printf(&text, " FROM \"%s\" ORDER BY rowid", table->name);
    mlg_status st = mlg_text_take(&sql, &text, NULL);
    mlg_text_release(&text);
    return st == MLG_OK ? sql : NULL;
}

static mlg_status put_cut(mlg_writer *w, int column, const char *text, size_t longest, mlg_error *err)
{
    char *copy;
    MLG_TRY(mlg_copy_text(&copy, text, err));
    copy[mlg_utf8_fit(text, longest)] = '\0';
    mlg_writer_text(w, column, copy);
    free(copy);
    return MLG_OK;
}

static mlg_status put_text(mlg_writer *w, mlg_export_table *table, int column, const char *text, size_t longest,
                           mlg_error *err)
{
    if (!text || longest == 0 || strlen(text) <= longest) {
        mlg_writer_text(w, column, text);
        return MLG_OK;
    }
    table->cut++;
    return put_cut(w, column, text, longest, err);
}

static mlg_status put_row(mlg_writer *w, mlg_stmt *stmt, mlg_export_table *table,
                          const mlg_export_columns *columns, size_t longest, mlg_error *err)
{
    size_t size;
    const void *shape = mlg_column_blob(stmt, 1, &size);
    for (int i = 0; i < columns->count; i++) {
        if (mlg_column_is_null(stmt, i + 2))
            continue;
        switch (columns->items[i].type) {
        case MLG_WRITE_INTEGER:
            mlg_writer_integer(w, i, mlg_column_int(stmt, i + 2));
            break;
        case MLG_WRITE_REAL:
            mlg_writer_real(w, i, mlg_column_double(stmt, i + 2));
            break;
        case MLG_WRITE_TEXT:
            MLG_TRY(put_text(w, table, i, mlg_column_text(stmt, i + 2), longest, err));
            break;
        }
    }
    return mlg_writer_row(w, mlg_column_int(stmt, 0), shape, size, err);
}

/* Reports that `rows` of this table have been written. */
static mlg_status step_meter(mlg_export_meter *meter, const char *table, int64_t rows, mlg_error *err)
{
    enum { ROWS_A_STEP = 256 };
    double done = (double)(meter->done + rows), total = (double)(meter->total > 0 ? meter->total : 1);
    return rows % ROWS_A_STEP == 0 ? mlg_progress_step(meter->progress, table, done / total, err) : MLG_OK;
}

mlg_status mlg_export_rows(mlg_writer *writer, mlg_db *db, mlg_export_table *table,
                           const mlg_export_columns *columns, int from_epsg, int to_epsg, size_t longest,
                           mlg_export_meter *meter, mlg_error *err)
{
    const mlg_write_layer plan = { .name = table->name,
                                   .description = table->description,
                                   .geometry = table->geometry,
                                   .from_epsg = from_epsg,
                                   .to_epsg = to_epsg,
                                   .columns = columns->items,
                                   .count = columns->count };
    char *sql = selection(table, columns);
    mlg_stmt *stmt = NULL;
    int64_t rows = 0;
    bool row;
    mlg_status st;
    if (!sql)
        return mlg_fail_memory(err, "a statement", 0);
    MLG_GO(mlg_db_statement(&stmt, db, sql, err));
    MLG_GO(mlg_writer_begin(writer, &plan, err));
    MLG_GO(step_meter(meter, table->name, 0, err));
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        MLG_GO(put_row(writer, stmt, table, columns, longest, err));
        MLG_GO(step_meter(meter, table->name, ++rows, err));
    }
    meter->done += rows;
    if (st == MLG_OK)
        st = mlg_writer_end(writer, err);
done:
    mlg_stmt_free(stmt);
    free(sql);
    return st;
}
