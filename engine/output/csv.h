/* CSV cells as in RFC 4180: the one place where text becomes a cell. */
#ifndef MLG_OUTPUT_CSV_H
#define MLG_OUTPUT_CSV_H

#include "base/text.h"

/* Appends `words`, quoted when they contain a quote, an end of line or the separator. NULL is an empty cell. */
void mlg_csv_cell(mlg_text *out, const char *words, char separator);

/* The same for a spreadsheet: a text that it would run as a formula gets an apostrophe before it. A signed number stays as it is. */
void mlg_csv_safe_cell(mlg_text *out, const char *words, char separator);

#endif
