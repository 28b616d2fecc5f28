#include "output/tables/sheets.h"

#include "base/memory.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

const mlg_sheet *mlg_sheet_find(const char *name)
{
    const mlg_sheet *table = mlg_sheets;
    while (table->name && strcmp(table->name, name) != 0)
        table++;
    assert(table->name);
    return table;
}

static mlg_status keep_row(mlg_sheet_rows *rows, mlg_stmt *stmt, mlg_error *err)
{
    size_t count = (size_t)rows->table->count, at = (size_t)rows->count * count;
    MLG_TRY(MLG_GROW(&rows->cells, &rows->capacity, at + count, "table", err));
    for (size_t i = 0; i < count; i++) {
        mlg_cell *cell = &rows->cells[at + i];
        *cell = (mlg_cell){ NULL, (double)NAN };
        if (rows->table->columns[i].kind == MLG_KIND_NUMBER && !mlg_column_is_text(stmt, (int)i)) {
            cell->number = mlg_column_double(stmt, (int)i);
            continue;
        }
        const char *words = mlg_column_text(stmt, (int)i);
        cell->text = mlg_arena_text(&rows->arena, words);
        if (words && !cell->text)
            return mlg_fail_memory(err, "table", strlen(words));
    }
    rows->count++;
    return MLG_OK;
}

/* The query and the description must agree: a mismatch would put figures under the wrong label. */
static void check_columns(const mlg_sheet *table, mlg_stmt *stmt)
{
    assert(mlg_column_count(stmt) == table->count);
    for (int i = 0; i < table->count; i++)
        assert(strcmp(mlg_column_name(stmt, i), table->columns[i].name) == 0);
    (void)stmt;
}

static mlg_status query(mlg_stmt **out, mlg_db *db, const mlg_sheet *table, mlg_error *err)
{
    char name[64];
    snprintf(name, sizeof name, "report/%s", table->name);
    MLG_TRY(mlg_db_query(out, db, name, err));
    check_columns(table, *out);
    return MLG_OK;
}

mlg_status mlg_sheet_rows_read(mlg_sheet_rows *out, mlg_db *db, const mlg_sheet *table, mlg_error *err)
{
    *out = (mlg_sheet_rows){ .table = table };
    mlg_stmt *stmt = NULL;
    bool row = false;
    MLG_TRY(query(&stmt, db, table, err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(keep_row(out, stmt, err));
done:
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_sheet_has_rows(bool *any, mlg_db *db, const mlg_sheet *table, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(query(&stmt, db, table, err));
    mlg_status st = mlg_stmt_step(stmt, any, err);
    mlg_stmt_free(stmt);
    return st;
}

void mlg_sheet_rows_release(mlg_sheet_rows *rows)
{
    free(rows->cells);
    mlg_arena_release(&rows->arena);
    *rows = (mlg_sheet_rows){ 0 };
}

const mlg_cell *mlg_sheet_rows_cell(const mlg_sheet_rows *rows, int32_t row, int column)
{
    assert(row >= 0 && row < rows->count && column >= 0 && column < rows->table->count);
    return &rows->cells[(size_t)row * (size_t)rows->table->count + (size_t)column];
}

int mlg_sheet_column_of(const mlg_sheet *table, const char *name)
{
    int at = 0;
    while (at < table->count && strcmp(table->columns[at].name, name) != 0)
        at++;
    assert(at < table->count);
    return at;
}

const char *mlg_sheet_text(const mlg_sheet_rows *rows, int32_t row, const char *column)
{
    const char *text = mlg_sheet_rows_cell(rows, row, mlg_sheet_column_of(rows->table, column))->text;
    return text ? text : "";
}

double mlg_sheet_number(const mlg_sheet_rows *rows, int32_t row, const char *column)
{
    return mlg_sheet_rows_cell(rows, row, mlg_sheet_column_of(rows->table, column))->number;
}

bool mlg_sheet_rows_is_blank(const mlg_sheet_rows *rows, int column)
{
    for (int32_t row = 0; row < rows->count; row++) {
        const mlg_cell *cell = mlg_sheet_rows_cell(rows, row, column);
        if ((cell->text && *cell->text) || !isnan(cell->number))
            return false;
    }
    return true;
}
