/* The tables of a study as files for spreadsheets: one workbook, or one CSV file per table. */
#ifndef MLG_OUTPUT_WORKBOOK_FILES_H
#define MLG_OUTPUT_WORKBOOK_FILES_H

#include "adapters/db/database.h"

/* XLSX at exactly `path`: key figures with a chart, an index with links, then one sheet per table that has rows (Communes always), by
 * theme: codes as text, units in the header, access and times shaded. Not `all`: at most fifteen sheets, and the index names the
 * other tables. */
mlg_status mlg_output_workbook(mlg_db *db, bool all, const char *path, mlg_error *err) MLG_MUST_CHECK;

/* An index and these tables only, by name, terminated by NULL; each is written, with its header alone when empty. */
mlg_status mlg_output_workbook_of(mlg_db *db, const char *const *names, const char *path,
                                  mlg_error *err) MLG_MUST_CHECK;

/* <folder>/communes.csv and so on, in the form French spreadsheets open: semicolons, UTF-8 with byte order mark,
 * decimal comma, CRLF. Creates the folder if it is missing; writes every table, with its header alone when empty.
 */
mlg_status mlg_output_tables(mlg_db *db, const char *folder, mlg_error *err) MLG_MUST_CHECK;

/* The same for these tables only (NULL: all); without `french`: commas, no mark, decimal point, the names of the
 * columns as header. */
mlg_status mlg_output_tables_of(mlg_db *db, const char *const *names, bool french, const char *folder,
                                mlg_error *err) MLG_MUST_CHECK;

/* One of them at `path`. */
mlg_status mlg_output_csv(mlg_db *db, const char *name, bool french, const char *path,
                          mlg_error *err) MLG_MUST_CHECK;

#endif
