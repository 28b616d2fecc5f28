/* Terms that the queries and the stages write into tables: few, always the same, and shown in the language of the report. Listed
 * here for the catalogue; a table is translated cell by cell where it is printed. */
#ifndef MLG_OUTPUT_TABLES_TERMS_H
#define MLG_OUTPUT_TABLES_TERMS_H

#include "base/text.h"
#include "output/tables/sheets.h"

/* Ends with NULL. */
extern const char *const mlg_report_terms[];

/* The text of a cell in the language of reports: names of places, files and people are the same in every language,
 * the rest are terms. Several missing services are joined by " + ". The result may be in `room`, owned by the
 * caller and overwritten by the next call; NULL for NULL. */
const char *mlg_shown_text(mlg_text *room, const mlg_sheet *table, const mlg_sheet_column *what,
                           const mlg_cell *cell);

/* What two results are compared on, "service.mesure", in the language of reports: "APL des généralistes", "trajet : maternite". The result
 * may be in `room`, as above. */
const char *mlg_compared_words(mlg_text *room, const char *compared);

#endif
