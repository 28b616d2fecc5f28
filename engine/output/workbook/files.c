#include "output/workbook/files.h"

#include "adapters/workbook.h"
#include "base/language.h"
#include "base/os/file.h"
#include "base/path.h"
#include "base/text.h"
#include "base/utf8.h"
#include "output/csv.h"
#include "output/figure.h"
#include "output/palette.h"
#include "output/tables/recorded.h"
#include "output/tables/terms.h"
#include "output/workbook/key_figures.h"
#include "output/workbook/sheet_themes.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* ---- workbook ---------------------------------------------------------------------------------------- */

/* Wide enough for most cells, not for the longest list of codes. */
static double width_of(const mlg_sheet_rows *rows, int column)
{
    mlg_text room = { 0 };
    const mlg_sheet_column *what = &rows->table->columns[column];
    size_t widest = what->kind == MLG_KIND_NUMBER ? 12 : 10;
    if (mlg_utf8_count(mlg_report_tr(what->label)) / 2 + 4 > widest)
        widest = mlg_utf8_count(mlg_report_tr(what->label)) / 2 + 4;
    for (int32_t row = 0; row < rows->count; row++) {
        const char *text = mlg_shown_text(&room, rows->table, what, mlg_sheet_rows_cell(rows, row, column));
        if (text && mlg_utf8_count(text) + 2 > widest)
            widest = mlg_utf8_count(text) + 2;
    }
    mlg_text_release(&room);
    return widest < MLG_WORKBOOK_WIDEST ? (double)widest : MLG_WORKBOOK_WIDEST;
}

/* Decimals of a column of numbers, the most that one of them needs; -1: it holds words. */
static int places_of(const mlg_sheet_rows *rows, int column)
{
    const mlg_sheet_column *what = &rows->table->columns[column];
    const bool number = what->kind == MLG_KIND_NUMBER;
    int most = number ? what->places : -1;
    for (int32_t row = 0; number && row < rows->count; row++) {
        int needed = mlg_figure_places(mlg_sheet_rows_cell(rows, row, column)->number, what->places);
        most = needed > most ? needed : most;
    }
    return most;
}

static mlg_status write_header(mlg_workbook *book, const mlg_sheet_rows *rows, mlg_error *err)
{
    for (int i = 0; i < rows->table->count; i++) {
        const mlg_sheet_column *what = &rows->table->columns[i];
        MLG_TRY(mlg_workbook_header(book, i, mlg_report_tr(what->label),
                                    *what->unit ? mlg_report_tr(what->unit) : "", places_of(rows, i),
                                    width_of(rows, i), err));
    }
    return MLG_OK;
}

static mlg_status write_cell(mlg_workbook *book, const mlg_sheet_rows *rows, int32_t row, int column,
                             mlg_error *err)
{
    const mlg_cell *cell = mlg_sheet_rows_cell(rows, row, column);
    const mlg_sheet_column *what = &rows->table->columns[column];
    if (what->kind == MLG_KIND_NUMBER && !cell->text)
        return mlg_workbook_number(book, row + 1, column, cell->number, err);
    mlg_text room = { 0 };
    mlg_status st = mlg_workbook_text(book, row + 1, column, mlg_shown_text(&room, rows->table, what, cell), err);
    mlg_text_release(&room);
    return st;
}

/* Freezes code and name, or the first column. */
static int frozen_columns(const mlg_sheet *table)
{
    const mlg_sheet_column *c = table->columns;
    return table->count > 1 && c[0].kind == MLG_KIND_CODE && c[1].kind == MLG_KIND_TEXT ? 2 : 1;
}

/* Shades access and times in the colours of the maps: the least access and the longest time alike. */
static mlg_status shade_columns(mlg_workbook *book, const mlg_sheet_rows *rows, const mlg_palette *palette,
                                mlg_error *err)
{
    for (int i = 0; i < rows->table->count; i++) {
        const char *name = rows->table->columns[i].name;
        bool time = strcmp(name, "t_gp") == 0 || strcmp(name, "t_pharma") == 0 || strcmp(name, "t_urgence") == 0;
        const mlg_colour *colours = time ? palette->minutes : palette->access;
        if (time || strcmp(name, "apl") == 0)
            MLG_TRY(mlg_workbook_shades(book, i, rows->count, mlg_colour_rgb(colours[0]),
                                        mlg_colour_rgb(colours[MLG_ACCESS_CLASSES - 1]), err));
    }
    return MLG_OK;
}

/* Columns of a sheet of years that charts under it follow, two beside each other. */
static const struct {
    const char *sheet, *labels, *values;
} followed[] = {
    { "serie_annees", "annee", "apl" },
    { "serie_annees", "annee", "sous" },
    { "serie_annees", "annee", "nb_gp" },
};

static mlg_status draw_years(mlg_workbook *book, const mlg_sheet_rows *rows, mlg_error *err)
{
    enum { CHART_ROWS = 18, CHART_COLUMNS = 7, BESIDE = 2 };
    static const uint32_t blue[] = { 0x0B4A7F };
    int drawn = 0;
    for (size_t k = 0; k < sizeof followed / sizeof *followed; k++) {
        if (strcmp(rows->table->name, followed[k].sheet) != 0)
            continue;
        const int values = mlg_sheet_column_of(rows->table, followed[k].values);
        char title[160];
        snprintf(title, sizeof title, "%s (%s)", mlg_report_tr(rows->table->columns[values].label),
                 mlg_report_tr(rows->table->columns[values].unit));
        const mlg_workbook_chart chart = { .title = title,
                                           .first = 1,
                                           .count = rows->count,
                                           .labels = mlg_sheet_column_of(rows->table, followed[k].labels),
                                           .values = values,
                                           .line = true,
                                           .colours = blue,
                                           .row = rows->count + 3 + drawn / BESIDE * CHART_ROWS,
                                           .column = drawn % BESIDE * CHART_COLUMNS };
        if (rows->count > 1 && !mlg_sheet_rows_is_blank(rows, values)) {
            MLG_TRY(mlg_workbook_draw(book, &chart, err));
            drawn++;
        }
    }
    return MLG_OK;
}

static mlg_status write_sheet(mlg_workbook *book, const mlg_sheet_rows *rows, uint32_t colour,
                              const mlg_palette *palette, mlg_error *err)
{
    const mlg_sheet_view view = { .frozen = frozen_columns(rows->table),
                                  .colour = colour,
                                  .footer = "&L&A&R&P / &N" };
    MLG_TRY(mlg_workbook_sheet(book, mlg_report_tr(rows->table->title), err));
    MLG_TRY(write_header(book, rows, err));
    for (int32_t row = 0; row < rows->count; row++)
        for (int i = 0; i < rows->table->count; i++)
            MLG_TRY(write_cell(book, rows, row, i, err));
    MLG_TRY(shade_columns(book, rows, palette, err));
    MLG_TRY(draw_years(book, rows, err));
    return mlg_workbook_finish_sheet(book, rows->count, rows->table->count, &view, err);
}

/* What the sheets answer, by theme. */
typedef struct {
    mlg_workbook *book;
    const mlg_palette *palette;
    int32_t row;
    const mlg_sheet_theme *theme; /* of the previous sheet */
} index_sheet;

static mlg_status start_index(index_sheet *index, mlg_db *db, mlg_error *err)
{
    static const double widths[] = { 30, 12, 100 };
    mlg_stmt *stmt = NULL;
    mlg_text room = { 0 };
    bool row;
    mlg_status st;
    MLG_TRY(mlg_workbook_sheet(index->book, mlg_report_tr("Sommaire"), err));
    for (int i = 0; i < 3; i++)
        MLG_TRY(mlg_workbook_width(index->book, i, widths[i], err));
    MLG_TRY(mlg_db_query(&stmt, db, "report/study", err));
    MLG_GO(mlg_stmt_step(stmt, &row, err));
    const char *title = row ? mlg_column_text(stmt, 0) : NULL, *place = row ? mlg_column_text(stmt, 1) : NULL;
    MLG_GO(mlg_workbook_heading(index->book, 0, title && *title ? title : "Maillage", err));
    MLG_GO(mlg_workbook_text(index->book, 1, 0, mlg_report_tr("Territoire"), err));
    MLG_GO(mlg_workbook_text(index->book, 1, 2, mlg_recorded_words(&room, place), err));
    MLG_GO(mlg_workbook_text(index->book, 2, 0, mlg_report_tr("Calcul"), err));
    char words[64];
    snprintf(words, sizeof words, "Maillage %s", mlg_version());
    MLG_GO(mlg_workbook_text(index->book, 2, 2, words, err));
    MLG_GO(mlg_workbook_text(index->book, 3, 0, mlg_report_tr("Lecture"), err));
    st = mlg_workbook_text(
        index->book, 3, 2,
        mlg_report_tr("Une case vide est une valeur inconnue, 0 veut dire zéro, «\u00a0n.d. (secret)\u00a0» "
                      "signale moins de 11 ménages. L’unité de chaque colonne suit son nom."),
        err);
    index->row = 5;
done:
    mlg_text_release(&room);
    mlg_stmt_free(stmt);
    return st;
}

/* Adds to the index a line for the sheet just written. */
static mlg_status tell_sheet(index_sheet *index, const mlg_sheet_place *place, const mlg_sheet_rows *rows,
                             mlg_error *err)
{
    char count[48];
    mlg_workbook_select(index->book, mlg_report_tr("Sommaire"));
    if (place->theme != index->theme) {
        index->row += index->theme != NULL;
        MLG_TRY(mlg_workbook_heading(index->book, index->row++, mlg_report_tr(place->theme->title), err));
        index->theme = place->theme;
    }
    snprintf(count, sizeof count, mlg_report_tr_count("%d ligne", "%d lignes", rows->count), (int)rows->count);
    MLG_TRY(mlg_workbook_link(index->book, index->row, 0, mlg_report_tr(rows->table->title), err));
    MLG_TRY(mlg_workbook_text(index->book, index->row, 1, count, err));
    return mlg_workbook_text(index->book, index->row++, 2, mlg_report_tr(place->note), err);
}

static mlg_status write_place(index_sheet *index, mlg_db *db, const mlg_sheet_place *place, bool empty_too,
                              mlg_error *err)
{
    mlg_sheet_rows rows;
    mlg_status st = mlg_sheet_rows_read(&rows, db, mlg_sheet_find(place->name), err);
    if (st == MLG_OK && (rows.count > 0 || empty_too)) {
        st = write_sheet(index->book, &rows, place->theme->colour, index->palette, err);
        if (st == MLG_OK)
            st = tell_sheet(index, place, &rows, err);
    }
    mlg_sheet_rows_release(&rows);
    return st;
}

/* Names a table that has rows and no sheet here. */
static mlg_status tell_other(index_sheet *index, mlg_db *db, const mlg_sheet_place *place, bool *first,
                             mlg_error *err)
{
    const mlg_sheet *table = mlg_sheet_find(place->name);
    bool any;
    MLG_TRY(mlg_sheet_has_rows(&any, db, table, err));
    if (!any)
        return MLG_OK;
    if (*first) {
        index->row++;
        MLG_TRY(mlg_workbook_heading(
            index->book, index->row++,
            mlg_report_tr("Sur demande\u00a0: «\u00a0sheets: all\u00a0» sous «\u00a0outputs\u00a0», ou la "
                          "commande «\u00a0maillage table\u00a0»"),
            err));
        *first = false;
    }
    MLG_TRY(mlg_workbook_text(index->book, index->row, 0, mlg_report_tr(table->title), err));
    return mlg_workbook_text(index->book, index->row++, 2, mlg_report_tr(place->note), err);
}

static mlg_status tells_a_change(bool *changed, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt;
    MLG_TRY(mlg_db_query(&stmt, db, "report/tells_a_change", err));
    mlg_status st = mlg_stmt_step(stmt, changed, err);
    if (st == MLG_OK)
        *changed = mlg_column_int(stmt, 0) != 0;
    mlg_stmt_free(stmt);
    return st;
}

static bool is_usual(const mlg_sheet_place *place, bool changed)
{
    return place->when == MLG_SHEET_ALWAYS || (place->when == MLG_SHEET_WITHOUT_CHANGE && !changed);
}

static mlg_status tell_others(index_sheet *index, mlg_db *db, bool changed, mlg_error *err)
{
    bool first = true;
    mlg_workbook_select(index->book, mlg_report_tr("Sommaire"));
    for (const mlg_sheet_place *place = mlg_sheet_places; place->name; place++)
        if (!is_usual(place, changed))
            MLG_TRY(tell_other(index, db, place, &first, err));
    return MLG_OK;
}

static mlg_status finish_workbook(mlg_workbook *book, mlg_status st, mlg_error *err)
{
    if (st == MLG_OK)
        return mlg_workbook_close(book, err);
    mlg_workbook_free(book);
    return st;
}

static bool is_wanted(const char *const *names, const char *name)
{
    for (; names && *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return !names;
}

static mlg_status start(index_sheet *index, mlg_db *db, const char *path, mlg_error *err)
{
    mlg_look look;
    *index = (index_sheet){ .book = NULL };
    MLG_TRY(mlg_look_read(&look, db, err));
    index->palette = look.palette;
    return mlg_workbook_new(&index->book, path, err);
}

mlg_status mlg_output_workbook_of(mlg_db *db, const char *const *names, const char *path, mlg_error *err)
{
    index_sheet index;
    MLG_TRY(start(&index, db, path, err));
    mlg_status st = start_index(&index, db, err);
    for (const mlg_sheet_place *place = mlg_sheet_places; st == MLG_OK && place->name; place++)
        if (is_wanted(names, place->name))
            st = write_place(&index, db, place, true, err);
    return finish_workbook(index.book, st, err);
}

mlg_status mlg_output_workbook(mlg_db *db, bool all, const char *path, mlg_error *err)
{
    index_sheet index;
    bool changed;
    MLG_TRY(tells_a_change(&changed, db, err));
    MLG_TRY(start(&index, db, path, err));
    mlg_status st = mlg_workbook_key_figures(index.book, db, err);
    if (st == MLG_OK)
        st = start_index(&index, db, err);
    for (const mlg_sheet_place *place = mlg_sheet_places; st == MLG_OK && place->name; place++)
        if (all || is_usual(place, changed))
            st = write_place(&index, db, place, place == mlg_sheet_places, err);
    if (st == MLG_OK && !all)
        st = tell_others(&index, db, changed, err);
    return finish_workbook(index.book, st, err);
}

/* ---- CSV --------------------------------------------------------------------------------------------- */

/* Differences between a CSV file for French spreadsheets and a plain one. */
typedef struct {
    const char *mark;
    char separator;
    bool french;
} csv_form;
static const csv_form french_form = { "\xEF\xBB\xBF", ';', true }, plain_form = { "", ',', false };

static void add_separator(mlg_text *out, const csv_form *form, int column)
{
    mlg_text_add_bytes(out, &form->separator, column > 0 ? 1 : 0);
}

static void add_number(mlg_text *out, const csv_form *form, double number, int places)
{
    mlg_figure figure = mlg_french_plain(number, places);
    for (char *c = figure.text; !form->french && *c; c++)
        if (*c == ',')
            *c = '.';
    mlg_text_add(out, figure.text);
}

static void add_header(mlg_text *out, const csv_form *form, const mlg_sheet *table)
{
    mlg_text_add(out, form->mark);
    for (int i = 0; i < table->count; i++) {
        const mlg_sheet_column *what = &table->columns[i];
        char words[256];
        if (form->french)
            snprintf(words, sizeof words, *what->unit ? "%s (%s)" : "%s", mlg_report_tr(what->label),
                     *what->unit ? mlg_report_tr(what->unit) : "");
        else
            snprintf(words, sizeof words, "%s", what->name);
        add_separator(out, form, i);
        mlg_csv_safe_cell(out, words, form->separator);
    }
    mlg_text_add(out, "\r\n");
}

static void add_row(mlg_text *out, const csv_form *form, const mlg_sheet_rows *rows, int32_t row)
{
    for (int i = 0; i < rows->table->count; i++) {
        const mlg_sheet_column *what = &rows->table->columns[i];
        const mlg_cell *cell = mlg_sheet_rows_cell(rows, row, i);
        add_separator(out, form, i);
        if (what->kind == MLG_KIND_NUMBER && !cell->text)
            add_number(out, form, cell->number, what->places);
        else if (cell->text)
            mlg_csv_safe_cell(out, cell->text, form->separator);
    }
    mlg_text_add(out, "\r\n");
}

mlg_status mlg_output_csv(mlg_db *db, const char *name, bool french, const char *path, mlg_error *err)
{
    const csv_form *form = french ? &french_form : &plain_form;
    const mlg_sheet *table = mlg_sheet_find(name);
    mlg_sheet_rows rows;
    mlg_text out = { 0 };
    mlg_status st;
    MLG_GO(mlg_sheet_rows_read(&rows, db, table, err));
    add_header(&out, form, table);
    for (int32_t row = 0; row < rows.count; row++)
        add_row(&out, form, &rows, row);
    st = mlg_text_save(&out, path, err);
done:
    mlg_text_release(&out);
    mlg_sheet_rows_release(&rows);
    return st;
}

mlg_status mlg_output_tables_of(mlg_db *db, const char *const *names, bool french, const char *folder,
                                mlg_error *err)
{
    if (mlg_os_make_folder(folder) != 0 && errno != EEXIST)
        return mlg_fail(err, MLG_INPUT, "cannot create the folder %s: %s", folder, mlg_errno_text(errno));
    for (const mlg_sheet *table = mlg_sheets; table->name; table++) {
        char path[MLG_PATH_SIZE];
        if (!is_wanted(names, table->name))
            continue;
        MLG_TRY(mlg_path_format(path, err, "%s/%s.csv", folder, table->name));
        MLG_TRY(mlg_output_csv(db, table->name, french, path, err));
    }
    return MLG_OK;
}

mlg_status mlg_output_tables(mlg_db *db, const char *folder, mlg_error *err)
{
    return mlg_output_tables_of(db, NULL, true, folder, err);
}
