#include "output/table.h"

#include "adapters/workbook.h"
#include "output/figure.h"
#include "output/sheets.h"
#include "output/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* ---- workbook ---------------------------------------------------------------------------------------- */

static size_t letters(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}

/* Wide enough for most cells, not for the longest list of codes. */
static double width_of(const mlg_sheet_rows *rows, int column)
{
    const mlg_sheet_column *what = &rows->table->columns[column];
    size_t widest = what->kind == MLG_KIND_NUMBER ? 12 : 10;
    if (letters(what->label) / 2 + 4 > widest)
        widest = letters(what->label) / 2 + 4;
    for (int32_t row = 0; row < rows->count; row++) {
        const char *text = mlg_sheet_rows_cell(rows, row, column)->text;
        if (text && letters(text) + 2 > widest)
            widest = letters(text) + 2;
    }
    return widest < 48 ? (double)widest : 48.0;
}

static mlg_status write_header(mlg_workbook *book, const mlg_sheet_rows *rows, mlg_error *err)
{
    for (int i = 0; i < rows->table->count; i++) {
        const mlg_sheet_column *what = &rows->table->columns[i];
        int places = what->kind == MLG_KIND_NUMBER ? what->places : -1;
        MLG_TRY(mlg_workbook_header(book, i, what->label, what->unit, places, width_of(rows, i), err));
    }
    return MLG_OK;
}

static mlg_status write_cell(mlg_workbook *book, const mlg_sheet_rows *rows, int32_t row, int column,
                             mlg_error *err)
{
    const mlg_cell *cell = mlg_sheet_rows_cell(rows, row, column);
    if (rows->table->columns[column].kind == MLG_KIND_NUMBER && !cell->text)
        return mlg_workbook_number(book, row + 1, column, cell->number, err);
    return mlg_workbook_text(book, row + 1, column, cell->text, err);
}

static mlg_status write_sheet(mlg_workbook *book, const mlg_sheet_rows *rows, mlg_error *err)
{
    MLG_TRY(mlg_workbook_sheet(book, rows->table->title, err));
    MLG_TRY(write_header(book, rows, err));
    for (int32_t row = 0; row < rows->count; row++)
        for (int i = 0; i < rows->table->count; i++)
            MLG_TRY(write_cell(book, rows, row, i, err));
    return mlg_workbook_finish_sheet(book, rows->count, rows->table->count, err);
}

mlg_status mlg_output_workbook_of(mlg_db *db, const char *const *names, const char *path, mlg_error *err)
{
    mlg_workbook *book = NULL;
    mlg_status st = mlg_workbook_new(&book, path, err);
    for (; st == MLG_OK && *names; names++) {
        mlg_sheet_rows rows;
        st = mlg_sheet_rows_read(&rows, db, mlg_sheet_find(*names), err);
        if (st == MLG_OK)
            st = write_sheet(book, &rows, err);
        mlg_sheet_rows_release(&rows);
    }
    if (st == MLG_OK)
        return mlg_workbook_close(book, err);
    mlg_workbook_free(book);
    return st;
}

mlg_status mlg_output_workbook(mlg_db *db, const char *path, mlg_error *err)
{
    mlg_workbook *book = NULL;
    mlg_status st = mlg_workbook_new(&book, path, err);
    for (const mlg_sheet *table = mlg_sheets; st == MLG_OK && table->name; table++) {
        mlg_sheet_rows rows;
        st = mlg_sheet_rows_read(&rows, db, table, err);
        if (st == MLG_OK && (rows.count > 0 || table == mlg_sheets))
            st = write_sheet(book, &rows, err);
        mlg_sheet_rows_release(&rows);
    }
    if (st == MLG_OK)
        return mlg_workbook_close(book, err);
    mlg_workbook_free(book);
    return st;
}

/* ---- CSV --------------------------------------------------------------------------------------------- */

/* A spreadsheet runs a cell that starts so as a formula; codes and names of ours never do. */
static bool looks_like_formula(const char *text)
{
    return strchr("=+-@\t\r", *text) != NULL && *text && text[strspn(text, "+-0123456789., ")] != '\0';
}

static void add_quoted(mlg_text *out, const char *words)
{
    bool formula = looks_like_formula(words);
    if (!formula && !words[strcspn(words, ";\"\r\n")]) {
        mlg_text_add(out, words);
        return;
    }
    mlg_text_add(out, formula ? "\"'" : "\"");
    while (*words) {
        size_t plain = strcspn(words, "\"");
        mlg_text_add_bytes(out, words, plain);
        words += plain;
        if (*words && words++)
            mlg_text_add(out, "\"\"");
    }
    mlg_text_add(out, "\"");
}

static void add_header(mlg_text *out, const mlg_sheet *table)
{
    for (int i = 0; i < table->count; i++) {
        const mlg_sheet_column *what = &table->columns[i];
        char words[256];
        snprintf(words, sizeof words, *what->unit ? "%s (%s)" : "%s", what->label, what->unit);
        mlg_text_add(out, i > 0 ? ";" : "\xEF\xBB\xBF");
        add_quoted(out, words);
    }
    mlg_text_add(out, "\r\n");
}

static void add_row(mlg_text *out, const mlg_sheet_rows *rows, int32_t row)
{
    for (int i = 0; i < rows->table->count; i++) {
        const mlg_sheet_column *what = &rows->table->columns[i];
        const mlg_cell *cell = mlg_sheet_rows_cell(rows, row, i);
        mlg_text_add(out, i > 0 ? ";" : "");
        if (what->kind == MLG_KIND_NUMBER && !cell->text)
            mlg_text_add(out, mlg_french_plain(cell->number, what->places).text);
        else if (cell->text)
            add_quoted(out, cell->text);
    }
    mlg_text_add(out, "\r\n");
}

static mlg_status write_csv(mlg_db *db, const mlg_sheet *table, const char *folder, mlg_error *err)
{
    mlg_sheet_rows rows;
    mlg_text out = { 0 }, path = { 0 };
    mlg_status st;
    MLG_GO(mlg_sheet_rows_read(&rows, db, table, err));
    add_header(&out, table);
    for (int32_t row = 0; row < rows.count; row++)
        add_row(&out, &rows, row);
    mlg_text_printf(&path, "%s/%s.csv", folder, table->name);
    st =
        path.status == MLG_OK ? mlg_text_save(&out, path.data, err) : mlg_fail_memory(err, "path", strlen(folder));
done:
    mlg_text_release(&out);
    mlg_text_release(&path);
    mlg_sheet_rows_release(&rows);
    return st;
}

mlg_status mlg_output_tables(mlg_db *db, const char *folder, mlg_error *err)
{
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return mlg_fail(err, MLG_INPUT, "cannot make the folder %s: %s", folder, mlg_errno_text(errno));
    for (const mlg_sheet *table = mlg_sheets; table->name; table++)
        MLG_TRY(write_csv(db, table, folder, err));
    return MLG_OK;
}
