#include "output/terminal/listing.h"

#include "base/language.h"
#include "base/os/stream.h"
#include "base/utf8.h"
#include "output/figure.h"
#include "output/tables/terms.h"
#include "output/tables/sheets.h"

#include <math.h>
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDEST = 48 };

static const mlg_sheet *find_table(const char *name)
{
    for (const mlg_sheet *table = mlg_sheets; table->name; table++)
        if (strcmp(table->name, name) == 0)
            return table;
    return NULL;
}

static const char *cell_text(mlg_text *room, const mlg_sheet_rows *rows, int32_t row, int column)
{
    const mlg_cell *cell = mlg_sheet_rows_cell(rows, row, column);
    const mlg_sheet_column *what = &rows->table->columns[column];
    if (what->kind != MLG_KIND_NUMBER || cell->text)
        return cell->text ? mlg_shown_text(room, rows->table, what, cell) : "-";
    if (isnan(cell->number))
        return "-";
    mlg_text_clear(room);
    char digits[400];
    snprintf(digits, sizeof digits, "%.*f", mlg_figure_places(cell->number, what->places), cell->number);
    mlg_text_add(room, mlg_say_decimals(digits));
    return mlg_text_words(room);
}

static int column_width(mlg_text *room, const mlg_sheet_rows *rows, int column)
{
    const mlg_sheet_column *what = &rows->table->columns[column];
    int label = (int)mlg_utf8_count(mlg_report_tr(what->label)),
        unit = (int)mlg_utf8_count(mlg_report_tr(what->unit));
    int widest = label > unit ? label : unit;
    for (int32_t row = 0; row < rows->count; row++) {
        int width = (int)mlg_utf8_count(cell_text(room, rows, row, column));
        if (width > widest)
            widest = width;
    }
    return widest < WIDEST ? widest : WIDEST;
}

/* Numbers are right-aligned, texts left-aligned. */
static void print_cell(FILE *to, const char *text, int width, bool right, bool last)
{
    int blank = width - (int)mlg_utf8_count(text);
    for (int i = 0; right && i < blank; i++)
        fputc(' ', to);
    fputs(text, to);
    for (int i = 0; !right && !last && i < blank; i++)
        fputc(' ', to);
    fputs(last ? "\n" : "  ", to);
}

static void print_row(FILE *to, mlg_text *room, const mlg_sheet_rows *rows, const int *width, int32_t row)
{
    for (int c = 0; c < rows->table->count; c++) {
        const mlg_sheet_column *what = &rows->table->columns[c];
        const char *text = row == -2   ? mlg_report_tr(what->label)
                           : row == -1 ? mlg_report_tr(what->unit)
                                       : cell_text(room, rows, row, c);
        print_cell(to, text, width[c], what->kind == MLG_KIND_NUMBER, c == rows->table->count - 1);
    }
}

static mlg_status print_table(FILE *to, const mlg_sheet_rows *rows, mlg_error *err)
{
    enum { MOST_COLUMNS = 64 };
    int width[MOST_COLUMNS];
    assert(rows->table->count <= MOST_COLUMNS);
    if (rows->count == 0)
        return MLG_OK;
    mlg_text room = { 0 };
    for (int c = 0; c < rows->table->count; c++)
        width[c] = column_width(&room, rows, c);
    fprintf(to, "%s\n", mlg_report_tr(rows->table->title));
    for (int32_t row = -2; row < rows->count; row++)
        print_row(to, &room, rows, width, row);
    fputc('\n', to);
    mlg_status st = mlg_text_status(&room, err);
    mlg_text_release(&room);
    return st;
}

static void add_table(mlg_json *json, const mlg_sheet_rows *rows)
{
    mlg_json_array(json, rows->table->name);
    for (int32_t row = 0; row < rows->count; row++) {
        mlg_json_object(json, NULL);
        for (int c = 0; c < rows->table->count; c++) {
            const mlg_sheet_column *what = &rows->table->columns[c];
            const mlg_cell *cell = mlg_sheet_rows_cell(rows, row, c);
            if (what->kind == MLG_KIND_NUMBER && !cell->text)
                mlg_json_number(json, what->name, cell->number);
            else
                mlg_json_text(json, what->name, cell->text);
        }
        mlg_json_end(json);
    }
    mlg_json_end(json);
}

/* One of the two is not NULL. */
static mlg_status list_table(FILE *to, mlg_json *json, mlg_db *db, const char *name, mlg_error *err)
{
    const mlg_sheet *table = find_table(name);
    mlg_sheet_rows rows;
    if (!table)
        return mlg_fail(err, MLG_USAGE, "a study has no table '%s'", name);
    mlg_status st = mlg_sheet_rows_read(&rows, db, table, err);
    if (st == MLG_OK && json)
        add_table(json, &rows);
    else if (st == MLG_OK)
        st = print_table(to, &rows, err);
    mlg_sheet_rows_release(&rows);
    return st;
}

mlg_status mlg_output_listing_json(mlg_json *json, mlg_db *db, const char *const *names, mlg_error *err)
{
    for (; *names; names++)
        MLG_TRY(list_table(NULL, json, db, *names, err));
    return MLG_OK;
}

static mlg_status print_json(char **out, mlg_db *db, const char *const *names, mlg_error *err)
{
    mlg_json *json;
    MLG_TRY(mlg_json_new(&json, err));
    mlg_status st = mlg_output_listing_json(json, db, names, err);
    if (st == MLG_OK)
        st = mlg_json_finish(out, json, err);
    mlg_json_free(json);
    return st;
}

mlg_status mlg_output_listing(char **out, mlg_db *db, const char *const *names, mlg_format format, mlg_error *err)
{
    mlg_os_memory memory;
    *out = NULL;
    if (format == MLG_JSON)
        return print_json(out, db, names, err);
    FILE *to = mlg_os_memory_open(&memory, out);
    if (!to)
        return mlg_fail_memory(err, "a listing", 0);
    mlg_status st = MLG_OK;
    for (; st == MLG_OK && *names; names++)
        st = list_table(to, NULL, db, *names, err);
    if (mlg_os_memory_close(&memory) != 0 && st == MLG_OK)
        st = mlg_fail_memory(err, "a listing", 0);
    if (st != MLG_OK) {
        free(*out);
        *out = NULL;
    }
    return st;
}
