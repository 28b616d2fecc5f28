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

/* Header cell: label, and unit on a second line unless "". `places`: decimals of the numbers below, -1 for text.
 * `width` in letters. */
mlg_status mlg_workbook_header(mlg_workbook *book, int column, const char *label, const char *unit, int places,
                               double width, mlg_error *err) MLG_MUST_CHECK;

/* Text beyond what a cell holds (32,767 letters) is cut and ends with "…". NULL leaves the cell empty. */
mlg_status mlg_workbook_text(mlg_workbook *book, int32_t row, int column, const char *text,
                             mlg_error *err) MLG_MUST_CHECK;

/* NaN leaves the cell empty. */
mlg_status mlg_workbook_number(mlg_workbook *book, int32_t row, int column, double number,
                               mlg_error *err) MLG_MUST_CHECK;

/* Freezes the header, filters it, repeats it on printed pages, one page wide. `rows` without the header. */
mlg_status mlg_workbook_finish_sheet(mlg_workbook *book, int32_t rows, int columns, mlg_error *err) MLG_MUST_CHECK;

#endif
