/* Markup without injection: the one place where text becomes HTML, SVG, or the XML of QGIS and OpenDocument. */
#ifndef MLG_OUTPUT_HTML_H
#define MLG_OUTPUT_HTML_H

#include "adapters/json.h"
#include "base/text.h"

/* Adds `words` with & < > " ' escaped, safe in text and in quoted attributes, and control characters replaced,
 * which XML cannot represent. NULL adds nothing. */
void mlg_html_text(mlg_text *page, const char *words);

/* The same for a text of a layout or legend of QGIS, which evaluates what is between [% and %]: shown literally. */
void mlg_html_literal(mlg_text *page, const char *words);

/* The format is markup, its arguments are not: every %s is escaped. Only %s, %d and %% are known. */
void mlg_html(mlg_text *page, const char *format, ...) MLG_PRINTF(2, 3);

/* A block of data for the script of the page, <script type="application/json" id="...">. Takes `json` over and frees it; NULL
 * means out of memory. Errors are sticky in `page`. */
void mlg_html_data(mlg_text *page, const char *id, mlg_json *json);

/* The same for JSON that is already text. */
void mlg_html_printed(mlg_text *page, const char *id, const char *printed);

#endif
