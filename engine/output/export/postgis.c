/* Tables of PostGIS, with what QGIS needs to show them as it shows the study. */
#include "output/export/copy.h"

#include "base/language.h"

#include <stdio.h>

/* Reported once: the reason is the same for all. */
static void note_refusal(mlg_export_list *list, const char *refused)
{
    if (*refused && !list->notes.length)
        mlg_text_printf(&list->notes, mlg_tr("the styles were not stored: %s\n"), refused);
}

static mlg_status put_styles(mlg_export_list *list, mlg_db *db, mlg_writer *w, const char *table, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    mlg_status st;
    MLG_TRY(mlg_db_query(&stmt, db, "export/select_styles", err));
    mlg_bind_text(stmt, ":table", table);
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        char refused[256], name[64];
        snprintf(name, sizeof name, "%s", mlg_column_text(stmt, 0));
        MLG_GO(mlg_writer_style(w, refused, table, name, mlg_column_text(stmt, 1), mlg_column_int(stmt, 2) != 0,
                                err));
        note_refusal(list, refused);
        if (*refused)
            break;
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status put_table(mlg_export_list *list, mlg_db *db, mlg_writer *w, mlg_export_table *table, int epsg,
                            mlg_export_meter *meter, mlg_error *err)
{
    mlg_export_columns columns;
    mlg_status st = mlg_export_columns_read(&columns, db, table->name, false, err);
    if (st == MLG_OK)
        st = mlg_export_rows(w, db, table, &columns, list->epsg, epsg, 0, meter, err);
    mlg_export_columns_release(&columns);
    return st == MLG_OK && table->geometry ? put_styles(list, db, w, table->name, err) : st;
}

mlg_status mlg_export_postgis(mlg_export_list *list, mlg_db *db, const char *connection, const char *schema,
                              bool overwrite, int epsg, const mlg_progress *progress, mlg_error *err)
{
    mlg_writer *w = NULL;
    mlg_export_meter meter = { .progress = progress, .total = list->total };
    mlg_status st = mlg_writer_postgis(&w, connection, schema, overwrite, err);
    for (int32_t i = 0; st == MLG_OK && i < list->count; i++)
        st = put_table(list, db, w, &list->items[i], epsg, &meter, err);
    if (st == MLG_OK)
        return mlg_writer_close(w, err);
    mlg_writer_free(w);
    return st;
}
