/* Tables of the report. The page holds the first rows of a long one, and a block of data with all of them, from
 * which the script makes rows on demand: 35,000 communes sort and search without 400,000 cells. */
#include "base/language.h"
#include "output/figure.h"
#include "output/map/map.h"
#include "output/html.h"
#include "output/page/sections.h"
#include "output/tables/terms.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { PRINTED_ROWS = 25, ROWS_IN_PAGE = 100 };

/* Columns of the table that are shown. */
typedef struct columns {
    int at[64], count;
    const mlg_look *look;
} columns;

static void choose_columns(columns *out, const mlg_sheet_rows *rows, const mlg_look *look)
{
    enum { MOST = sizeof out->at / sizeof out->at[0] };
    *out = (columns){ .look = look };
    for (int i = 0; i < rows->table->count && out->count < MOST; i++)
        if (!rows->table->columns[i].files_only && !mlg_sheet_rows_is_blank(rows, i))
            out->at[out->count++] = i;
}

/* An APL is shown with the colour of its class. */
static bool has_class(const mlg_sheet_column *what)
{
    return what->kind == MLG_KIND_NUMBER && strcmp(what->name, "apl") == 0;
}

static void add_head(mlg_text *page, const mlg_sheet_rows *rows, const columns *shown)
{
    mlg_text_add(page, "<thead><tr>");
    for (int i = 0; i < shown->count; i++) {
        const mlg_sheet_column *what = &rows->table->columns[shown->at[i]];
        mlg_html(page, "<th scope=\"col\"%s%s data-nom=\"%s\">%s", what->kind == MLG_KIND_NUMBER ? " class=n" : "",
                 has_class(what) ? " data-classe" : "", what->name, mlg_report_tr(what->label));
        if (*what->unit)
            mlg_html(page, " <small>%s</small>", mlg_report_tr(what->unit));
        mlg_text_add(page, "</th>");
    }
    mlg_text_add(page, "</tr></thead>\n<tbody>\n");
}

/* Figures in the unit of a model may be shares or persons: whole and large ones need no decimals. */
static mlg_figure number_text(const mlg_sheet_column *what, double value)
{
    bool whole = what->places >= 4 && (fabs(value) >= 100 || fabs(value - round(value)) < 5e-5);
    return isnan(value) ? (mlg_figure){ "–" } : mlg_shown(value, whole ? 0 : what->places);
}

static void add_cell(mlg_text *page, const mlg_sheet *table, const mlg_sheet_column *what, const mlg_cell *cell,
                     const mlg_look *look)
{
    mlg_text room = { 0 };
    if (what->kind != MLG_KIND_NUMBER || cell->text) {
        mlg_html(page, "<td%s>%s</td>", what->kind == MLG_KIND_NUMBER ? " class=n" : "",
                 mlg_shown_text(&room, table, what, cell));
        mlg_text_release_part(&room, page);
        return;
    }
    mlg_text_add(page, "<td class=n>");
    if (has_class(what))
        mlg_html(page, "<i class=\"c%d\"></i>", mlg_look_class(look, cell->number));
    mlg_html(page, "%s</td>", number_text(what, cell->number).text);
}

static void add_row(mlg_text *page, const mlg_sheet_rows *rows, int32_t row, const columns *shown)
{
    mlg_text room = { 0 };
    mlg_text_add(page, row < PRINTED_ROWS ? "<tr>" : "<tr class=suite>");
    for (int i = 0; i < shown->count; i++) {
        const mlg_sheet_column *what = &rows->table->columns[shown->at[i]];
        const mlg_cell *cell = mlg_sheet_rows_cell(rows, row, shown->at[i]);
        if (i == 0 && what->kind != MLG_KIND_NUMBER)
            mlg_html(page, "<th scope=\"row\">%s</th>", mlg_shown_text(&room, rows->table, what, cell));
        else
            add_cell(page, rows->table, what, cell, shown->look);
    }
    mlg_text_release_part(&room, page);
    mlg_text_add(page, "</tr>\n");
}

/* Control characters become spaces: a tab separates cells. */
static void add_words(mlg_text *line, const char *words)
{
    for (; words && *words; words++)
        mlg_text_add_bytes(line, (unsigned char)*words < ' ' ? " " : words, 1);
}

/* A row as one string of tab-separated cells; an APL is preceded by the digit of its class. */
static void add_line(mlg_json *json, mlg_text *line, const mlg_sheet_rows *rows, int32_t row, const columns *shown)
{
    mlg_text room = { 0 };
    mlg_text_clear(line);
    for (int i = 0; i < shown->count; i++) {
        const mlg_sheet_column *what = &rows->table->columns[shown->at[i]];
        const mlg_cell *cell = mlg_sheet_rows_cell(rows, row, shown->at[i]);
        mlg_text_add(line, i ? "\t" : "");
        if (has_class(what))
            mlg_text_printf(line, "%d",
                            cell->text ? MLG_ACCESS_CLASSES : mlg_look_class(shown->look, cell->number));
        if (what->kind != MLG_KIND_NUMBER || cell->text)
            add_words(line, mlg_shown_text(&room, rows->table, what, cell));
        else
            mlg_text_add(line, number_text(what, cell->number).text);
    }
    mlg_text_release_part(&room, line);
    mlg_json_text(json, NULL, mlg_text_words(line));
}

static void add_lines(mlg_text *page, const mlg_sheet_rows *rows, const char *id, const columns *shown)
{
    char block[80];
    mlg_json *json = NULL;
    mlg_text line = { 0 };
    mlg_html(page,
             mlg_report_tr("<p class=\"compte note\">Les %d premières lignes sont affichées, sur %s\u00a0; la "
                           "suite s’affiche quand on fait défiler le tableau.</p>\n"),
             ROWS_IN_PAGE, mlg_shown(rows->count, 0).text);
    if (mlg_json_new(&json, NULL) == MLG_OK) {
        mlg_json_array(json, "lignes");
        for (int32_t row = 0; row < rows->count; row++)
            add_line(json, &line, rows, row, shown);
        mlg_json_end(json);
    }
    mlg_text_release_part(&line, page);
    snprintf(block, sizeof block, "%s-lignes", id);
    mlg_html_data(page, block, json);
}

void mlg_page_table(mlg_text *page, const mlg_sheet_rows *rows, const char *id, const char *caption,
                    const mlg_look *look)
{
    columns shown;
    choose_columns(&shown, rows, look);
    mlg_html(page,
             "<div class=\"cadre\" role=\"region\" tabindex=\"0\" aria-labelledby=\"%s-legende\">\n"
             "<table id=\"%s\"><caption id=\"%s-legende\">%s</caption>\n",
             id, id, id, mlg_report_tr(caption));
    add_head(page, rows, &shown);
    for (int32_t row = 0; row < rows->count && row < ROWS_IN_PAGE; row++)
        add_row(page, rows, row, &shown);
    mlg_text_add(page, "</tbody></table></div>\n");
    if (rows->count > ROWS_IN_PAGE)
        add_lines(page, rows, id, &shown);
    if (rows->count > PRINTED_ROWS)
        mlg_html(
            page,
            mlg_report_tr(
                "<p class=\"imprime\">Seules les %d premières lignes sont imprimées, sur %s\u00a0; le tableau "
                "entier est "
                "dans le fichier et dans le classeur.</p>\n"),
            PRINTED_ROWS, mlg_shown(rows->count, 0).text);
}
