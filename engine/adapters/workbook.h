/* Writing a spreadsheet (XLSX). Text is stored as text, never interpreted as a formula or a number. Rows and
 * columns are numbered from 0; row 0 is the header. */
#ifndef MLG_ADAPTERS_WORKBOOK_H
#define MLG_ADAPTERS_WORKBOOK_H

#include "base/error.h"

typedef struct mlg_workbook mlg_workbook;

/* Nothing exists at `path` until mlg_workbook_close() writes the file. */
mlg_status mlg_workbook_new(mlg_workbook **out, const char *path, mlg_error *err) MLG_MUST_CHECK;

/* Writes the file and frees the handle, on failure too. MLG_INPUT when the path is not writable. */
mlg_status mlg_workbook_close(mlg_workbook *book, mlg_error *err) MLG_MUST_CHECK;

/* Frees the handle without writing the file. */
void mlg_workbook_free(mlg_workbook *book);

/* Starts a sheet, which the next calls fill. The title is unique, at most 31 characters, without any of []:*?/\ */
mlg_status mlg_workbook_sheet(mlg_workbook *book, const char *title, mlg_error *err) MLG_MUST_CHECK;

enum { MLG_WORKBOOK_WIDEST = 48 };

/* Header cell: the label, and the unit on a second line unless it is "". `places`: decimals of the numbers in
 * the column, -1 for text. `width` is in characters; texts wrap in a column of MLG_WORKBOOK_WIDEST. */
mlg_status mlg_workbook_header(mlg_workbook *book, int column, const char *label, const char *unit, int places,
                               double width, mlg_error *err) MLG_MUST_CHECK;

/* Text longer than a cell holds (32,767 characters) is truncated and ends with "…". NULL leaves the cell empty. */
mlg_status mlg_workbook_text(mlg_workbook *book, int32_t row, int column, const char *text,
                             mlg_error *err) MLG_MUST_CHECK;

/* NaN leaves the cell empty. */
mlg_status mlg_workbook_number(mlg_workbook *book, int32_t row, int column, double number,
                               mlg_error *err) MLG_MUST_CHECK;

/* The same, with as many decimals as it needs up to two, in a sheet of words. */
mlg_status mlg_workbook_figure(mlg_workbook *book, int32_t row, int column, double number,
                               mlg_error *err) MLG_MUST_CHECK;

/* Shades the numbers of a column, whose header is in row 0, from `low` through white to `high` (RGB). */
mlg_status mlg_workbook_shades(mlg_workbook *book, int column, int32_t rows, uint32_t low, uint32_t high,
                               mlg_error *err) MLG_MUST_CHECK;

/* Bars of `count` rows of the current sheet from row `first`, or a line through them: names in one column, values in another. */
typedef struct mlg_workbook_chart {
    const char *title;
    int32_t first, count;
    int labels, values; /* columns */
    bool line;
    const uint32_t *colours; /* [count] RGB; [1] of a line */
    int32_t row;             /* where it is put */
    int column;
} mlg_workbook_chart;

mlg_status mlg_workbook_draw(mlg_workbook *book, const mlg_workbook_chart *chart, mlg_error *err) MLG_MUST_CHECK;

/* How a sheet is displayed and printed. */
typedef struct mlg_sheet_view {
    int frozen;         /* columns frozen on the left */
    uint32_t colour;    /* of the tab, RGB; 0: default */
    const char *footer; /* of printed pages; NULL: none */
} mlg_sheet_view;

/* Freezes the header and the first columns, adds filters, and repeats both on printed pages, which are one page
 * wide, more for a wide sheet. The header is as tall as its labels need. `rows` does not count the header. */
mlg_status mlg_workbook_finish_sheet(mlg_workbook *book, int32_t rows, int columns, const mlg_sheet_view *view,
                                     mlg_error *err) MLG_MUST_CHECK;

/* Returns to a sheet already started, by its title. An unknown title is a programming error (asserted). */
void mlg_workbook_select(mlg_workbook *book, const char *title);

/* For a sheet of prose, without a header: column width in characters, a heading, a link to another sheet. */
mlg_status mlg_workbook_width(mlg_workbook *book, int column, double width, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_workbook_heading(mlg_workbook *book, int32_t row, const char *text, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_workbook_link(mlg_workbook *book, int32_t row, int column, const char *title,
                             mlg_error *err) MLG_MUST_CHECK;

#endif
