/* Attribution: the producers and licences that every export states. The lines come from queries/report/mentions.sql. */
#ifndef MLG_OUTPUT_TABLES_ATTRIBUTION_H
#define MLG_OUTPUT_TABLES_ATTRIBUTION_H

#include "base/text.h"
#include "output/tables/sheets.h"

/* Writes producer, vintage and licence into the description of every table of a study; those derived from
 * OpenStreetMap roads are marked ODbL; the others do not mention it. */
mlg_status mlg_output_attribution(mlg_db *db, mlg_error *err) MLG_MUST_CHECK;

/* True when the figures of a table may depend on travel times; assumed of an unknown table. */
bool mlg_rests_on_roads(const char *table);

/* Adds the sources of a table, nothing when there is none; true when it is a database derived from OpenStreetMap. */
bool mlg_attribution_add(mlg_text *text, const char *table, const mlg_sheet_rows *mentions);

/* Adds a line of mentions, passing our own words through `say`; names of producers and licences are kept.
 * O(length). */
void mlg_attribution_add_mention(mlg_text *text, const char *mention, const char *(*say)(const char *));

/* `what`, then the sources of a table and the licence of what is derived from OpenStreetMap. Freed with free(). */
mlg_status mlg_attribution_words(char **out, mlg_db *db, const char *table, const char *what,
                                 mlg_error *err) MLG_MUST_CHECK;

#endif
