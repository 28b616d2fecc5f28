/* What the files that write an export share: the columns of a table, and the copying of its rows. */
#ifndef MLG_OUTPUT_EXPORT_COPY_H
#define MLG_OUTPUT_EXPORT_COPY_H

#include "output/export/export.h"

/* Columns of a table, as they are written. `{ 0 }` is empty. */
typedef struct mlg_export_columns {
    mlg_write_column *items;
    const char **names; /* in the study; items[i].name is the one written */
    int count;
    size_t room, names_room;
    mlg_arena arena;
} mlg_export_columns;

mlg_status mlg_export_columns_read(mlg_export_columns *out, mlg_db *db, const char *table, bool short_names,
                                   mlg_error *err) MLG_MUST_CHECK;
void mlg_export_columns_release(mlg_export_columns *columns);

/* Progress over the whole export. */
typedef struct mlg_export_meter {
    const mlg_progress *progress;
    int64_t done, total;
} mlg_export_meter;

/* Copies the rows of a table into a writer. Texts longer than `longest` bytes are truncated (0: never) and counted
 * in table->cut. */
mlg_status mlg_export_rows(mlg_writer *writer, mlg_db *db, mlg_export_table *table,
                           const mlg_export_columns *columns, int from_epsg, int to_epsg, size_t longest,
                           mlg_export_meter *meter, mlg_error *err) MLG_MUST_CHECK;

#endif
