/* What each column of a study holds, in French: the one place its title, unit and codes are written. The aliases and drop-down lists
 * of QGIS and the tables gpkg_data_columns come from here; a column that a sheet of sheets.c shows as it is takes its words from it. */
#ifndef MLG_OUTPUT_TABLES_COLUMNS_H
#define MLG_OUTPUT_TABLES_COLUMNS_H

#include "base/text.h"
#include "output/tables/sheets.h"

typedef struct mlg_column_words {
    const char *title;
    const char *unit;  /* "" when there is none */
    const char *codes; /* a list of code_list.h; "" or NULL: none */
    const char *note;  /* more, or NULL */
    const char *dated; /* where its vintage is: a column of queries/report/study.sql; "" or NULL: none */
} mlg_column_words;

/* False when nothing is known of that column. */
bool mlg_column_find(mlg_column_words *out, const char *table, const char *column);

/* Title and unit: "Population (habitants)". */
void mlg_column_title(mlg_text *text, const mlg_column_words *words);

/* An entry of the dictionary, for tests; `table` is "*" for any table. NULL past the end. */
typedef struct mlg_column_entry {
    const char *table, *column;
    mlg_column_words words;
} mlg_column_entry;
const mlg_column_entry *mlg_column_entry_at(int index);

/* What the sheet of a table says of a column; NULL when it has none. */
const mlg_sheet_column *mlg_column_in_sheet(const char *table, const char *column);

/* Writes gpkg_data_columns and gpkg_data_column_constraints for every table of the study, with the year of official codes and of the
 * population. Within the transaction of the caller. */
mlg_status mlg_output_columns(mlg_db *db, mlg_error *err) MLG_MUST_CHECK;

#endif
