#include "output/sheets.h"

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

static mlg_status keep_row(mlg_grid *grid, mlg_stmt *stmt, mlg_error *err)
{
    size_t count = (size_t)grid->table->count, at = (size_t)grid->rows * count;
    MLG_TRY(MLG_GROW(&grid->cells, &grid->capacity, at + count, "table", err));
    for (size_t i = 0; i < count; i++) {
        mlg_cell *cell = &grid->cells[at + i];
        *cell = (mlg_cell){ NULL, (double)NAN };
        if (grid->table->columns[i].kind == MLG_KIND_NUMBER) {
            cell->number = mlg_column_double(stmt, (int)i);
            continue;
        }
        const char *words = mlg_column_text(stmt, (int)i);
        cell->text = mlg_arena_text(&grid->arena, words);
        if (words && !cell->text)
            return mlg_fail_memory(err, "table", strlen(words));
    }
    grid->rows++;
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

mlg_status mlg_grid_read(mlg_grid *out, mlg_db *db, const mlg_sheet *table, mlg_error *err)
{
    *out = (mlg_grid){ .table = table };
    char query[64];
    snprintf(query, sizeof query, "report/%s", table->name);
    mlg_stmt *stmt = NULL;
    bool row = false;
    mlg_status st = mlg_db_query(&stmt, db, query, err);
    if (st != MLG_OK)
        return st;
    check_columns(table, stmt);
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(keep_row(out, stmt, err));
done:
    mlg_stmt_free(stmt);
    return st;
}

void mlg_grid_release(mlg_grid *grid)
{
    free(grid->cells);
    mlg_arena_release(&grid->arena);
    *grid = (mlg_grid){ 0 };
}

const mlg_cell *mlg_grid_cell(const mlg_grid *grid, int32_t row, int column)
{
    assert(row >= 0 && row < grid->rows && column >= 0 && column < grid->table->count);
    return &grid->cells[(size_t)row * (size_t)grid->table->count + (size_t)column];
}

static int column_of(const mlg_sheet *table, const char *name)
{
    int at = 0;
    while (at < table->count && strcmp(table->columns[at].name, name) != 0)
        at++;
    assert(at < table->count);
    return at;
}

const char *mlg_grid_text(const mlg_grid *grid, int32_t row, const char *column)
{
    const char *text = mlg_grid_cell(grid, row, column_of(grid->table, column))->text;
    return text ? text : "";
}

double mlg_grid_number(const mlg_grid *grid, int32_t row, const char *column)
{
    return mlg_grid_cell(grid, row, column_of(grid->table, column))->number;
}

bool mlg_grid_is_blank(const mlg_grid *grid, int column)
{
    for (int32_t row = 0; row < grid->rows; row++) {
        const mlg_cell *cell = mlg_grid_cell(grid, row, column);
        if ((cell->text && *cell->text) || !isnan(cell->number))
            return false;
    }
    return true;
}
