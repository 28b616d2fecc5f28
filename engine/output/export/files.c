/* Single-layer files in a folder, with their styles and a page that describes them. */
#include "output/export/copy.h"

#include "base/language.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/tame.h"
#include "output/tables/sheets.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { DBF_TEXT = 254 }; /* longest text of a shapefile, in bytes */

typedef struct {
    mlg_export_list *list;
    mlg_db *db;
    mlg_file_format format;
    int epsg;
    mlg_export_meter meter;
    mlg_text layers; /* what the page says about them */
} job;

const char *mlg_export_extension(mlg_file_format format)
{
    static const char *const words[] = { "shp", "geojson", "fgb" };
    return words[format];
}

/* ---- styles ---------------------------------------------------------------------------------------------------------- */

static bool in_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (c & 0x80);
}

/* The name in the study of the column at `at`, renamed in the file; NULL: none. */
static const char *renamed(const mlg_export_columns *columns, const char *at, size_t length)
{
    for (int i = 0; i < columns->count; i++)
        if (strncmp(columns->names[i], at, length) == 0 && columns->names[i][length] == '\0' &&
            strcmp(columns->names[i], columns->items[i].name) != 0)
            return columns->items[i].name;
    return NULL;
}

/* Uses the new names of renamed columns in classes, labels and forms. */
static void add_style(mlg_text *out, const char *qml, const mlg_export_columns *columns)
{
    for (const char *at = qml; *at;) {
        size_t plain = 0, word = 0;
        while (at[plain] && !in_word(at[plain]))
            plain++;
        while (in_word(at[plain + word]))
            word++;
        mlg_text_add_bytes(out, at, plain);
        const char *name = renamed(columns, at + plain, word);
        if (name)
            mlg_text_add(out, name);
        else
            mlg_text_add_bytes(out, at + plain, word);
        at += plain + word;
    }
}

static mlg_status save_style(const job *j, const char *stem, const char *table, const mlg_export_columns *columns,
                             mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    mlg_text text = { 0 }, path = { 0 };
    bool row;
    mlg_status st;
    MLG_TRY(mlg_db_query(&stmt, j->db, "export/select_styles", err));
    mlg_bind_text(stmt, ":table", table);
    MLG_GO(mlg_stmt_step(stmt, &row, err));
    if (!row)
        goto done;
    add_style(&text, mlg_column_text(stmt, 1), columns);
    mlg_text_printf(&path, "%s.qml", stem);
    st = path.status == MLG_OK ? mlg_text_save(&text, path.data, err) : mlg_fail_memory(err, "a path", 0);
done:
    mlg_text_release(&text);
    mlg_text_release(&path);
    mlg_stmt_free(stmt);
    return st;
}

/* ---- the page that goes with them ------------------------------------------------------------------------------------- */

static void tell_layer(job *j, const mlg_export_table *table, const mlg_export_columns *columns)
{
    mlg_text *t = &j->layers;
    mlg_text_printf(t, mlg_report_tr("\n%s.%s : %s, %lld lignes\n  %s\n"), table->name,
                    mlg_export_extension(j->format), table->title, (long long)table->rows, table->description);
    for (int i = 0; i < columns->count; i++) {
        bool same = strcmp(columns->items[i].name, columns->names[i]) == 0;
        mlg_text_printf(t, "    %s", columns->items[i].name);
        if (!same)
            mlg_text_printf(t, mlg_report_tr(" (%s dans l’étude)"), columns->names[i]);
        if (columns->items[i].comment)
            mlg_text_printf(t, " : %s", columns->items[i].comment);
        mlg_text_add(t, "\n");
    }
    if (table->cut > 0) {
        mlg_text_printf(t, mlg_report_tr("    %lld textes coupés à %d octets\n"), (long long)table->cut, DBF_TEXT);
        mlg_text_printf(&j->list->notes,
                        mlg_tr("%s: %lld texts truncated at %d bytes, the maximum of a shapefile\n"), table->name,
                        (long long)table->cut, DBF_TEXT);
    }
}

static mlg_status add_mentions(mlg_text *out, mlg_db *db, mlg_error *err)
{
    mlg_sheet_rows mentions;
    mlg_status st = mlg_sheet_rows_read(&mentions, db, mlg_sheet_find("mentions"), err);
    for (int32_t row = 0; st == MLG_OK && row < mentions.count; row++)
        mlg_text_printf(out, "  %s\n", mlg_sheet_text(&mentions, row, "mention"));
    mlg_sheet_rows_release(&mentions);
    return st;
}

static mlg_status add_head(mlg_text *out, const job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, j->db, "report/study", err));
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    if (st == MLG_OK && row) {
        const char *title = mlg_column_text(stmt, 0), *place = mlg_column_text(stmt, 1);
        mlg_text_printf(
            out,
            mlg_report_tr("%s\nTerritoire : %s\nCalcul : Maillage %s. Coordonnées : EPSG:%d. Textes : UTF-8.\n"),
            title ? title : "", place ? place : "", mlg_version(), j->epsg);
    }
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status save_page(const job *j, const char *folder, mlg_error *err)
{
    mlg_text page = { 0 };
    char path[MLG_PATH_SIZE];
    mlg_status st;
    MLG_GO(add_head(&page, j, err));
    mlg_text_add(&page, mlg_report_tr("\nUne valeur vide est inconnue ou n’est pas diffusée (secret "
                                      "statistique\u00a0: moins de 11 ménages)\u00a0; 0 veut dire zéro.\n"));
    if (j->layers.data)
        mlg_text_add(&page, j->layers.data);
    if (j->layers.status != MLG_OK)
        page.status = j->layers.status;
    mlg_text_add(&page, mlg_report_tr("\nSources et mentions obligatoires\n"));
    MLG_GO(add_mentions(&page, j->db, err));
    MLG_GO(mlg_path_join(path, folder, "LISEZMOI.txt", err));
    mlg_tame(page.data); /* it is read in terminals too */
    st = mlg_text_save(&page, path, err);
done:
    mlg_text_release(&page);
    return st;
}

/* ---- layers ------------------------------------------------------------------------------------------------------------- */

static mlg_status save_layer(job *j, mlg_export_table *table, const char *path, mlg_error *err)
{
    mlg_export_columns columns;
    mlg_writer *w = NULL;
    bool dbf = j->format == MLG_SHAPEFILE;
    mlg_status st;
    MLG_GO(mlg_export_columns_read(&columns, j->db, table->name, dbf, err));
    MLG_GO(mlg_writer_file(&w, j->format, path, err));
    st = mlg_export_rows(w, j->db, table, &columns, j->list->epsg, j->epsg, dbf ? DBF_TEXT : 0, &j->meter, err);
    if (st != MLG_OK) {
        mlg_writer_free(w);
        goto done;
    }
    MLG_GO(mlg_writer_close(w, err));
    tell_layer(j, table, &columns);
    char stem[MLG_PATH_SIZE];
    MLG_GO(mlg_path_with_extension(stem, path, "", err));
    st = save_style(j, stem, table->name, &columns, err);
done:
    mlg_export_columns_release(&columns);
    return st;
}

mlg_status mlg_export_files(mlg_export_list *list, mlg_db *db, mlg_file_format format, const char *folder,
                            int epsg, const mlg_progress *progress, mlg_error *err)
{
    job j = { .list = list,
              .db = db,
              .format = format,
              .epsg = epsg,
              .meter = { .progress = progress, .total = list->total } };
    mlg_status st = MLG_OK;
    for (int32_t i = 0; i < list->count && st == MLG_OK; i++) {
        char path[MLG_PATH_SIZE];
        st = mlg_path_format(path, err, "%s/%s.%s", folder, list->items[i].name, mlg_export_extension(format));
        if (st == MLG_OK)
            st = save_layer(&j, &list->items[i], path, err);
    }
    if (st == MLG_OK)
        st = save_page(&j, folder, err);
    mlg_text_release(&j.layers);
    return st;
}
