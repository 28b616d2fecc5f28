/* Writing to PostGIS: tables, comments, indexes, styles, in one transaction. */
#include "adapters/layer/write_inner.h"

#include "base/memory.h"
#include "base/os/stream.h"

#include <cpl_string.h>
#include <ogr_api.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- statements ------------------------------------------------------------------------------------------------ */

static void put_quoted(FILE *to, const char *text, char mark)
{
    fputc(mark, to);
    for (const char *c = text; *c; c++) {
        if (*c == mark)
            fputc(mark, to);
        fputc(*c, to);
    }
    fputc(mark, to);
}

/* Expands a template as format() of PostgreSQL does: %I quotes the next text as an identifier, %L as a literal. */
static mlg_status compose(char **out, const char *template, va_list texts, mlg_error *err)
{
    mlg_os_memory memory;
    FILE *to = mlg_os_memory_open(&memory, out);
    if (!to)
        return mlg_fail_memory(err, "a statement", 0);
    for (const char *at = template; *at; at++)
        if (*at == '%')
            put_quoted(to, va_arg(texts, const char *), *++at == 'I' ? '"' : '\'');
        else
            fputc(*at, to);
    return mlg_os_memory_close(&memory) == 0 ? MLG_OK : mlg_fail_memory(err, "a statement", 0);
}

/* Executes a query; `answer` (may be NULL) is its first field, "" when there is no row. */
static bool ask(const mlg_writer *w, mlg_hush *hush, const char *sql, char answer[64])
{
    mlg_hush_enter(hush);
    OGRLayerH rows = GDALDatasetExecuteSQL(w->file, sql, NULL, NULL);
    OGRFeatureH row = rows ? OGR_L_GetNextFeature(rows) : NULL;
    if (answer)
        snprintf(answer, 64, "%s", row ? OGR_F_GetFieldAsString(row, 0) : "");
    OGR_F_Destroy(row);
    if (rows)
        GDALDatasetReleaseResultSet(w->file, rows);
    mlg_hush_leave();
    return !hush->failed;
}

/* `what` names the operation in the error message. */
static mlg_status run(const mlg_writer *w, mlg_error *err, const char *what, char answer[64], const char *template,
                      ...)
{
    char *sql = NULL;
    mlg_hush hush;
    va_list texts;
    va_start(texts, template);
    mlg_status st = compose(&sql, template, texts, err);
    va_end(texts);
    if (st == MLG_OK && !ask(w, &hush, sql, answer))
        st = mlg_writer_fail(w, &hush, what, err);
    free(sql);
    return st;
}

/* ---- opening --------------------------------------------------------------------------------------------------- */

static mlg_status make_schema(const mlg_writer *w, mlg_error *err)
{
    char found[64];
    MLG_TRY(run(w, err, "no PostGIS there", found, "SELECT postgis_lib_version()"));
    MLG_TRY(run(w, err, w->schema, found, "SELECT count(*) FROM pg_namespace WHERE nspname = %L", w->schema));
    return strcmp(found, "0") == 0 ? run(w, err, w->schema, NULL, "CREATE SCHEMA %I", w->schema) : MLG_OK;
}

static mlg_status connect_to(mlg_writer *w, const char *connection, mlg_error *err)
{
    static const char *const drivers[] = { "PostgreSQL", NULL };
    static const char *const options[] = { "LIST_ALL_TABLES=NO", "TABLES=maillage.none", NULL }; /* ours only */
    mlg_hush hush;
    mlg_gdal_ready();
    if (!GDALGetDriverByName(drivers[0]))
        return mlg_fail(err, MLG_INPUT, "this GDAL cannot write to PostGIS");
    mlg_hush_enter(&hush);
    w->file = GDALOpenEx(connection, GDAL_OF_VECTOR | GDAL_OF_UPDATE, drivers, options, NULL);
    w->open = w->file && GDALDatasetStartTransaction(w->file, FALSE) == OGRERR_NONE;
    mlg_hush_leave();
    return w->open ? MLG_OK : mlg_writer_fail(w, &hush, "no connection", err);
}

mlg_status mlg_writer_postgis(mlg_writer **out, const char *connection, const char *schema, bool overwrite,
                              mlg_error *err)
{
    mlg_writer *w;
    mlg_status st;
    *out = NULL;
    MLG_TRY(MLG_NEW(&w, 1, "a writer", err));
    w->overwrite = overwrite;
    MLG_GO(mlg_copy_text(&w->shown, "PostGIS", err));
    MLG_GO(mlg_copy_text(&w->schema, schema, err));
    MLG_GO(connect_to(w, connection, err));
    MLG_GO(make_schema(w, err));
    *out = w;
    return MLG_OK;
done:
    mlg_writer_free(w);
    return st;
}

/* ---- tables ---------------------------------------------------------------------------------------------------- */

mlg_status mlg_postgis_clear(mlg_writer *w, const char *table, mlg_error *err)
{
    char found[64];
    MLG_TRY(run(w, err, table, found,
                "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE "
                "n.nspname = %L AND c.relname = %L",
                w->schema, table));
    if (strcmp(found, "0") == 0)
        return MLG_OK;
    if (w->overwrite) /* without CASCADE: fails rather than drop the views of others */
        return run(w, err, table, NULL, "DROP TABLE %I.%I", w->schema, table);
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: the table %s.%s already exists", w->shown, w->schema, table);
    mlg_hint(err, "add --overwrite to replace it, or choose another --schema");
    return st;
}

char **mlg_postgis_options(const mlg_writer *w, const mlg_write_layer *plan)
{
    char **options = CSLSetNameValue(NULL, "SCHEMA", w->schema);
    options = CSLSetNameValue(options, "FID", plan->geometry ? "fid" : "id");
    options = CSLSetNameValue(options, "GEOMETRY_NAME", "geom");
    options = CSLSetNameValue(options, "SPATIAL_INDEX", "GIST");
    return CSLSetNameValue(options, "LAUNDER", "NO");
}

mlg_status mlg_postgis_finish(mlg_writer *w, mlg_error *err)
{
    const mlg_write_layer *plan = w->plan;
    if (plan->description)
        MLG_TRY(run(w, err, plan->name, NULL, "COMMENT ON TABLE %I.%I IS %L", w->schema, plan->name,
                    plan->description));
    for (int i = 0; i < plan->count; i++) {
        const mlg_write_column *column = &plan->columns[i];
        if (column->comment)
            MLG_TRY(run(w, err, column->name, NULL, "COMMENT ON COLUMN %I.%I.%I IS %L", w->schema, plan->name,
                        column->name, column->comment));
        if (column->key)
            MLG_TRY(run(w, err, column->name, NULL, "CREATE INDEX ON %I.%I (%I)", w->schema, plan->name,
                        column->name));
    }
    return MLG_OK;
}

/* ---- styles ------------------------------------------------------------------------------------------------------- */

/* Columns and types as QGIS creates them. */
static const char styles_table[] = "CREATE TABLE IF NOT EXISTS layer_styles (id serial PRIMARY KEY, "
                                   "f_table_catalog varchar, f_table_schema varchar, "
                                   "f_table_name varchar, f_geometry_column varchar, stylename text, styleqml "
                                   "xml, stylesld xml, useasdefault boolean, "
                                   "description text, owner varchar(63) DEFAULT CURRENT_USER, ui xml, update_time "
                                   "timestamp DEFAULT CURRENT_TIMESTAMP, "
                                   "type varchar)";

static mlg_status store_style(const mlg_writer *w, const char *table, const char *name, const char *qml,
                              bool preferred, mlg_error *err)
{
    char found[64];
    MLG_TRY(run(w, err, name, found, "SELECT count(*) FROM pg_class WHERE oid = to_regclass('layer_styles')"));
    if (strcmp(found, "0") == 0)
        MLG_TRY(run(w, err, name, NULL, styles_table));
    MLG_TRY(run(w, err, name, NULL,
                "DELETE FROM layer_styles WHERE f_table_catalog = current_database() AND f_table_schema = %L "
                "AND f_table_name = %L AND stylename = %L",
                w->schema, table, name));
    return run(w, err, name, NULL,
               "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
               "stylename, styleqml, "
               "useasdefault, description) SELECT current_database(), %L, %L, 'geom', %L, XMLPARSE(DOCUMENT %L), "
               "%L::boolean AND "
               "NOT EXISTS (SELECT 1 FROM layer_styles WHERE f_table_catalog = current_database() AND "
               "f_table_schema = %L AND "
               "f_table_name = %L AND useasdefault), 'Maillage'",
               w->schema, table, name, qml, preferred ? "t" : "f", w->schema, table);
}

mlg_status mlg_writer_style(mlg_writer *w, char refused[256], const char *table, const char *name, const char *qml,
                            bool preferred, mlg_error *err)
{
    mlg_error why;
    *refused = '\0';
    MLG_TRY(run(w, err, name, NULL, "SAVEPOINT style"));
    mlg_status st = store_style(w, table, name, qml, preferred, &why);
    if (st == MLG_OK)
        return run(w, err, name, NULL, "RELEASE SAVEPOINT style");
    snprintf(refused, 256, "%.255s", why.message);
    return run(w, err, name, NULL, "ROLLBACK TO SAVEPOINT style");
}
