#include "adapters/workbook.h"

#include "adapters/archive.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/os/file.h"
#include "base/source_date.h"
#include "base/utf8.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

enum { MAX_PLACES = 4, CELL_BYTES = 32767, LINE_POINTS = 15, PAGE_LETTERS = 180 };

struct mlg_workbook {
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *header, *text, *wrapped, *heading, *link, *numbers[MAX_PLACES + 1];
    int lines;    /* in the header of the current sheet */
    double width; /* of its columns, in characters */
    char *path;
    int64_t cells; /* written */
};

static mlg_status check(lxw_error code, const mlg_workbook *book, const char *what, mlg_error *err)
{
    if (code == LXW_NO_ERROR)
        return MLG_OK;
    if (code == LXW_ERROR_MEMORY_MALLOC_FAILED)
        return mlg_fail_memory(err, "workbook", 0);
    mlg_status status = code <= LXW_ERROR_ZIP_CLOSE ? MLG_INPUT : MLG_DATA; /* files: the first of its list */
    return mlg_fail(err, status, "cannot write %s: %s: %s", book->path, mlg_tr(what), lxw_strerror(code));
}

/* The same for a call that writes a cell. */
static mlg_status check_cell(lxw_error code, mlg_workbook *book, const char *what, mlg_error *err)
{
    book->cells++;
    return check(code, book, what, err);
}

static bool make_formats(mlg_workbook *book)
{
    static const char *const patterns[MAX_PLACES + 1] = { "#,##0", "#,##0.0", "#,##0.00", "#,##0.000",
                                                          "#,##0.0000" };
    book->header = workbook_add_format(book->book);
    book->text = workbook_add_format(book->book);
    book->wrapped = workbook_add_format(book->book);
    book->heading = workbook_add_format(book->book);
    book->link = workbook_get_default_url_format(book->book);
    if (!book->header || !book->text || !book->wrapped || !book->heading)
        return false;
    format_set_bold(book->heading);
    format_set_font_size(book->heading, 13);
    for (int i = 0; i < 2; i++) { /* from the number in the column before */
        lxw_format *format = i ? book->wrapped : book->text;
        format_set_num_format(format, "@");
        format_set_indent(format, 1);
        format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    }
    format_set_text_wrap(book->wrapped);
    format_set_bold(book->header);
    format_set_text_wrap(book->header);
    format_set_align(book->header, LXW_ALIGN_VERTICAL_TOP);
    format_set_bg_color(book->header, 0xDCE6F1);
    format_set_bottom(book->header, LXW_BORDER_THIN);
    for (int i = 0; i <= MAX_PLACES; i++) {
        book->numbers[i] = workbook_add_format(book->book);
        if (!book->numbers[i])
            return false;
        format_set_num_format(book->numbers[i], patterns[i]);
        format_set_align(book->numbers[i], LXW_ALIGN_VERTICAL_TOP);
    }
    return true;
}

mlg_status mlg_workbook_new(mlg_workbook **out, const char *path, mlg_error *err)
{
    mlg_workbook *book;
    int64_t when;
    char *kept = NULL;
    MLG_TRY(mlg_source_date(&when, err));
    MLG_TRY(MLG_NEW(&book, 1, "workbook", err));
    mlg_status st = mlg_copy_text(&book->path, path, err);
    if (st == MLG_OK) {
        const char *outside = mlg_os_outside_path(&kept, path);
        book->book = outside ? workbook_new(outside) : NULL;
        if (!book->book || !make_formats(book))
            st = mlg_fail_memory(err, "workbook", sizeof *book);
        else if (when >= 0)
            workbook_set_properties(book->book, &(lxw_doc_properties){ .created = when });
    }
    free(kept);
    if (st != MLG_OK) {
        mlg_workbook_free(book);
        book = NULL;
    }
    *out = book;
    return st;
}

static void forget(mlg_workbook *book)
{
    free(book->path);
    free(book);
}

void mlg_workbook_free(mlg_workbook *book)
{
    if (!book)
        return;
    if (book->book)
        lxw_workbook_free(book->book);
    forget(book);
}

/* Checked first: libxlsxwriter writes to stderr when it cannot create the file. */
static mlg_status try_path(const mlg_workbook *book, mlg_error *err)
{
    FILE *file = mlg_os_fopen(book->path, "wb");
    if (!file)
        return mlg_fail(err, MLG_INPUT, "cannot write %s: %s", book->path, mlg_errno_text(errno));
    fclose(file);
    return MLG_OK;
}

mlg_status mlg_workbook_close(mlg_workbook *book, mlg_error *err)
{
    mlg_status st = try_path(book, err);
    if (st != MLG_OK) {
        mlg_workbook_free(book);
        return st;
    }
    st = check(workbook_close(book->book), book, "closing", err);
    if (st != MLG_OK)
        mlg_hint(err, "make room on the disk and in the folder for temporary files, then run again");
    else
        st = mlg_archive_check_workbook(book->path, book->cells, err);
    forget(book);
    return st;
}

mlg_status mlg_workbook_sheet(mlg_workbook *book, const char *title, mlg_error *err)
{
    MLG_TRY(check(workbook_validate_sheet_name(book->book, title), book, title, err));
    book->sheet = workbook_add_worksheet(book->book, title);
    book->lines = 1;
    book->width = 0;
    if (book->sheet) {
        worksheet_set_landscape(book->sheet);
        worksheet_set_paper(book->sheet, 9); /* A4 */
        worksheet_fit_to_pages(book->sheet, 1, 0);
    }
    return book->sheet ? MLG_OK : mlg_fail_memory(err, "worksheet", 0);
}

/* Number of lines a text takes in a column when wrapped between words. Bold characters are wider. */
static int lines_of(const char *text, double width)
{
    double room = width / 1.15, used = 0;
    int lines = 1;
    while (*text) {
        double word = 0;
        for (; *text && *text != ' ' && *text != '\n'; text++)
            word += !mlg_utf8_continues(*text);
        if (used > 0 && used + 1 + word > room) {
            lines++;
            used = 0;
        }
        used += word + (used > 0);
        for (; used > room && room > 1; used -= room)
            lines++;
        if (*text == '\n') {
            lines++;
            used = 0;
        }
        text += *text != '\0';
    }
    return lines;
}

mlg_status mlg_workbook_header(mlg_workbook *book, int column, const char *label, const char *unit, int places,
                               double width, mlg_error *err)
{
    char words[256];
    snprintf(words, sizeof words, *unit ? "%s\n(%s)" : "%s", label, unit);
    lxw_col_t at = (lxw_col_t)column;
    lxw_format *words_format = width >= MLG_WORKBOOK_WIDEST ? book->wrapped : book->text;
    int lines = lines_of(words, width);
    book->lines = lines > book->lines ? lines : book->lines;
    book->width += width;
    lxw_format *format = places < 0 ? words_format : book->numbers[places < MAX_PLACES ? places : MAX_PLACES];
    MLG_TRY(check(worksheet_set_column(book->sheet, at, at, width, format), book, label, err));
    return check_cell(worksheet_write_string(book->sheet, 0, at, words, book->header), book, label, err);
}

/* A cell holds 32,767 characters; counting bytes is on the safe side. */
static mlg_status write_text(mlg_workbook *book, lxw_row_t row, lxw_col_t column, const char *text,
                             lxw_format *format, mlg_error *err)
{
    static const char mark[] = "…";
    if (strlen(text) <= CELL_BYTES)
        return check_cell(worksheet_write_string(book->sheet, row, column, text, format), book, text, err);
    size_t keep = mlg_utf8_fit(text, CELL_BYTES - sizeof mark);
    char *cut;
    MLG_TRY(MLG_NEW(&cut, keep + sizeof mark, "cell", err));
    memcpy(cut, text, keep);
    memcpy(cut + keep, mark, sizeof mark);
    mlg_status st = check_cell(worksheet_write_string(book->sheet, row, column, cut, format), book, "text", err);
    free(cut);
    return st;
}

mlg_status mlg_workbook_text(mlg_workbook *book, int32_t row, int column, const char *text, mlg_error *err)
{
    if (!text || !*text)
        return MLG_OK;
    return write_text(book, (lxw_row_t)row, (lxw_col_t)column, text, NULL, err);
}

mlg_status mlg_workbook_number(mlg_workbook *book, int32_t row, int column, double number, mlg_error *err)
{
    if (!isfinite(number))
        return MLG_OK;
    return check_cell(worksheet_write_number(book->sheet, (lxw_row_t)row, (lxw_col_t)column, number, NULL), book,
                      "number", err);
}

mlg_status mlg_workbook_figure(mlg_workbook *book, int32_t row, int column, double number, mlg_error *err)
{
    int places = fabs(number - round(number)) < 5e-3 ? 0 : fabs(number) < 10 ? 2 : 1;
    if (!isfinite(number))
        return MLG_OK;
    return check_cell(
        worksheet_write_number(book->sheet, (lxw_row_t)row, (lxw_col_t)column, number, book->numbers[places]),
        book, "number", err);
}

mlg_status mlg_workbook_shades(mlg_workbook *book, int column, int32_t rows, uint32_t low, uint32_t high,
                               mlg_error *err)
{
    lxw_conditional_format scale = {
        .type = LXW_CONDITIONAL_3_COLOR_SCALE, .min_color = low, .mid_color = 0xFFFFFF, .max_color = high
    };
    if (rows < 2)
        return MLG_OK;
    return check(worksheet_conditional_format_range(book->sheet, 1, (lxw_col_t)column, (lxw_row_t)rows,
                                                    (lxw_col_t)column, &scale),
                 book, "shades", err);
}

/* One colour a bar. */
static mlg_status colour_bars(lxw_chart_series *series, const mlg_workbook_chart *chart, mlg_error *err)
{
    lxw_chart_fill *fills = NULL;
    lxw_chart_point *points = NULL, **list = NULL;
    size_t n = (size_t)chart->count;
    mlg_status st;
    MLG_GO(MLG_NEW(&fills, n, "bars", err));
    MLG_GO(MLG_NEW(&points, n, "bars", err));
    MLG_GO(MLG_NEW(&list, n + 1, "bars", err));
    for (size_t i = 0; i < n; i++) {
        fills[i].color = chart->colours[i];
        points[i].fill = &fills[i];
        list[i] = &points[i];
    }
    if (chart_series_set_points(series, list) != LXW_NO_ERROR) /* it copies them */
        st = mlg_fail_memory(err, "bars", n);
done:
    free(list);
    free(points);
    free(fills);
    return st;
}

/* A line with its points: what is unknown is a gap in it. */
static void draw_line(lxw_chart *drawn, lxw_chart_series *series, uint32_t colour)
{
    lxw_chart_line line = { .color = colour, .width = 2.25 };
    lxw_chart_fill fill = { .color = colour };
    chart_series_set_line(series, &line);
    chart_series_set_marker_type(series, LXW_CHART_MARKER_CIRCLE);
    chart_series_set_marker_fill(series, &fill);
    chart_axis_set_min(drawn->y_axis, 0);
}

mlg_status mlg_workbook_draw(mlg_workbook *book, const mlg_workbook_chart *chart, mlg_error *err)
{
    lxw_row_t first = (lxw_row_t)chart->first, last = first + (lxw_row_t)chart->count - 1;
    lxw_col_t labels = (lxw_col_t)chart->labels, values = (lxw_col_t)chart->values;
    lxw_chart *drawn = workbook_add_chart(book->book, chart->line ? LXW_CHART_LINE : LXW_CHART_COLUMN);
    lxw_chart_series *series = drawn ? chart_add_series(drawn, NULL, NULL) : NULL;
    if (!series)
        return mlg_fail_memory(err, "chart", 0);
    chart_series_set_categories(series, book->sheet->name, first, labels, last, labels);
    chart_series_set_values(series, book->sheet->name, first, values, last, values);
    if (chart->line)
        draw_line(drawn, series, chart->colours[0]);
    else
        MLG_TRY(colour_bars(series, chart, err));
    chart_title_set_name(drawn, chart->title);
    chart_legend_set_position(drawn, LXW_CHART_LEGEND_NONE);
    char *title;
    MLG_TRY(mlg_copy_text(&title, chart->title, err)); /* not const there, but copied */
    lxw_chart_options options = { .x_scale = 1.3, .y_scale = 1.1, .description = title };
    mlg_status st = check(
        worksheet_insert_chart_opt(book->sheet, (lxw_row_t)chart->row, (lxw_col_t)chart->column, drawn, &options),
        book, chart->title, err);
    free(title);
    return st;
}

static mlg_status set_pages(mlg_workbook *book, int frozen, const char *footer, mlg_error *err)
{
    lxw_worksheet *sheet = book->sheet;
    worksheet_fit_to_pages(sheet, (uint16_t)(1 + book->width / PAGE_LETTERS), 0);
    if (frozen > 0)
        MLG_TRY(check(worksheet_repeat_columns(sheet, 0, (lxw_col_t)(frozen - 1)), book, "columns", err));
    if (footer)
        MLG_TRY(check(worksheet_set_footer(sheet, footer), book, "footer", err));
    return check(worksheet_repeat_rows(sheet, 0, 0), book, "header", err);
}

mlg_status mlg_workbook_finish_sheet(mlg_workbook *book, int32_t rows, int columns, const mlg_sheet_view *view,
                                     mlg_error *err)
{
    lxw_worksheet *sheet = book->sheet;
    lxw_col_t last = (lxw_col_t)(columns - 1);
    worksheet_freeze_panes(sheet, 1, (lxw_col_t)view->frozen);
    if (view->colour)
        worksheet_set_tab_color(sheet, view->colour);
    MLG_TRY(set_pages(book, view->frozen, view->footer, err));
    MLG_TRY(check(worksheet_set_row(sheet, 0, LINE_POINTS * book->lines + 4, NULL), book, "header", err));
    MLG_TRY(check(worksheet_autofilter(sheet, 0, 0, (lxw_row_t)rows, last), book, "filter", err));
    return check(worksheet_ignore_errors(sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576"), book, "codes",
                 err);
}

/* ---- a sheet of words ---------------------------------------------------------------------------------------- */

void mlg_workbook_select(mlg_workbook *book, const char *title)
{
    book->sheet = workbook_get_worksheet_by_name(book->book, title);
    assert(book->sheet);
}

mlg_status mlg_workbook_width(mlg_workbook *book, int column, double width, mlg_error *err)
{
    return check(worksheet_set_column(book->sheet, (lxw_col_t)column, (lxw_col_t)column, width, NULL), book,
                 "width", err);
}

mlg_status mlg_workbook_heading(mlg_workbook *book, int32_t row, const char *text, mlg_error *err)
{
    return write_text(book, (lxw_row_t)row, 0, text, book->heading, err);
}

mlg_status mlg_workbook_link(mlg_workbook *book, int32_t row, int column, const char *title, mlg_error *err)
{
    char url[128];
    snprintf(url, sizeof url, "internal:'%s'!A1", title);
    return check_cell(
        worksheet_write_url_opt(book->sheet, (lxw_row_t)row, (lxw_col_t)column, url, book->link, title, NULL),
        book, title, err);
}
