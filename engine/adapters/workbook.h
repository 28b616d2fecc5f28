/* Writing a spreadsheet (XLSX) through libxlsxwriter. The only file that includes xlsxwriter.h is workbook.c.
 * Text is stored as text, never read as a formula or a number. Rows and columns count from 0; row 0 is the header.
 */
#ifndef MLG_ADAPTERS_WORKBOOK_H
#define MLG_ADAPTERS_WORKBOOK_H

#include "base/error.h"

typedef struct mlg_workbook mlg_workbook;

/* The file is written by mlg_workbook_close(); until then nothing stands at `path`. */
mlg_status mlg_workbook_new(mlg_workbook **out, const char *path, mlg_error *err) MLG_MUST_CHECK;

/* Writes and frees. MLG_INPUT when the path cannot be written. The handle is gone in any case. */
mlg_status mlg_workbook_close(mlg_workbook *book, mlg_error *err) MLG_MUST_CHECK;

/* Frees and writes nothing. */
void mlg_workbook_free(mlg_workbook *book);

/* The next calls fill this sheet. Its title is unique, 31 letters at most, without []:*?/\ */
mlg_status mlg_workbook_sheet(mlg_workbook *book, const char *title, mlg_error *err) MLG_MUST_CHECK;

enum { MLG_WORKBOOK_WIDEST = 48 };

/* Header cell: label, and unit on a second line unless "". `places`: decimals of the numbers below, -1 for text.
 * `width` in letters; a column of texts as wide as the widest wraps them. */
mlg_status mlg_workbook_header(mlg_workbook *book, int column, const char *label, const char *unit, int places,
                               double width, mlg_error *err) MLG_MUST_CHECK;

/* Text beyond what a cell holds (32,767 letters) is cut and ends with "…". NULL leaves the cell empty. */
mlg_status mlg_workbook_text(mlg_workbook *book, int32_t row, int column, const char *text,
                             mlg_error *err) MLG_MUST_CHECK;

/* NaN leaves the cell empty. */
mlg_status mlg_workbook_number(mlg_workbook *book, int32_t row, int column, double number,
                               mlg_error *err) MLG_MUST_CHECK;

/* How a sheet opens and prints. */
typedef struct mlg_sheet_view {
    int frozen;         /* columns that stay in sight */
    uint32_t colour;    /* of the tab, RGB; 0: none */
    const char *footer; /* of printed pages; NULL: none */
} mlg_sheet_view;

/* Freezes the header and the first columns, filters, repeats them on printed pages: one page wide, more for a wide sheet. The header is as
 * high as its labels need. `rows` without the header. */
mlg_status mlg_workbook_finish_sheet(mlg_workbook *book, int32_t rows, int columns, const mlg_sheet_view *view,
                                     mlg_error *err) MLG_MUST_CHECK;

/* Goes back to a sheet that was started, by its title: an unknown one is a programming error. */
void mlg_workbook_select(mlg_workbook *book, const char *title);

/* A sheet of words, without header: width of a column in letters; a heading; a link to another sheet. */
mlg_status mlg_workbook_width(mlg_workbook *book, int column, double width, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_workbook_heading(mlg_workbook *book, int32_t row, const char *text, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_workbook_link(mlg_workbook *book, int32_t row, int column, const char *title,
                             mlg_error *err) MLG_MUST_CHECK;

#endif
