/* A copy of the study with only what is exported; what QGIS needs (styles, project, metadata) comes from the
 * study. */
#include "output/export/copy.h"

#include "adapters/crs.h"
#include "base/memory.h"
#include "base/progress.h"
#include "output/qgis/metadata.h"
#include "output/qgis/project.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool is_kept(const mlg_export_list *list, const char *name)
{
    /* the project and its relinking read them */
    static const char *const always[] = { "etude", "provenance", "parametre", NULL };
    for (const char *const *table = always; *table; table++)
        if (strcmp(*table, name) == 0)
            return true;
    for (int32_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].name, name) == 0)
            return true;
    return false;
}

/* ---- dropping -------------------------------------------------------------------------------------------------------- */

/* A statement with one or two table names, taken from the file. */
static mlg_status exec(mlg_db *db, mlg_error *err, const char *format, ...) MLG_PRINTF(3, 4);
static mlg_status exec(mlg_db *db, mlg_error *err, const char *format, ...)
{
    char sql[1024];
    va_list names;
    va_start(names, format);
    int n = vsnprintf(sql, sizeof sql, format, names);
    va_end(names);
    return n < (int)sizeof sql ? mlg_db_exec(db, sql, err)
                               : mlg_fail(err, MLG_DATA, "the name of a table of the study is too long");
}

/* Names are collected first: no table is dropped while the list of tables is being read. */
typedef struct {
    const char **items;
    int32_t count;
    size_t room;
} names;

static mlg_status add_name(names *list, mlg_arena *arena, const char *name, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&list->items, &list->room, (size_t)list->count + 1, "tables", err));
    list->items[list->count] = mlg_arena_text(arena, name);
    return list->items[list->count++] ? MLG_OK : mlg_fail_memory(err, "tables", 0);
}

static mlg_status list_unwanted(names *out, mlg_export_list *list, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    mlg_status st;
    MLG_TRY(mlg_db_query(&stmt, db, "export/select_unwanted", err));
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        const char *name = mlg_column_text(stmt, 0);
        bool surface = strcmp(name, "acces_surface") == 0; /* dropped with the squares it is made from */
        if (!is_kept(list, surface ? "acces_carreau" : name))
            MLG_GO(add_name(out, &list->arena, name, err));
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status list_registers(names *out, mlg_export_list *list, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    mlg_status st;
    MLG_TRY(mlg_db_query(&stmt, db, "export/select_registers", err));
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        MLG_GO(add_name(out, &list->arena, mlg_column_text(stmt, 0), err));
        MLG_GO(add_name(out, &list->arena, mlg_column_text(stmt, 1), err));
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status drop_table(mlg_db *db, const char *table, const names *registers, mlg_error *err)
{
    MLG_TRY(exec(db, err, "DROP TABLE \"%s\"", table));
    MLG_TRY(exec(db, err, "DROP TABLE IF EXISTS \"rtree_%s_geom\"", table));
    for (int32_t i = 0; i < registers->count; i += 2)
        MLG_TRY(exec(db, err, "DELETE FROM \"%s\" WHERE \"%s\" = '%s'", registers->items[i],
                     registers->items[i + 1], table));
    return MLG_OK;
}

static mlg_status sweep_metadata(mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, db, "report/metadata_sweep", err));
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status drop_unwanted(mlg_export_list *list, mlg_db *db, mlg_error *err)
{
    names unwanted = { 0 }, registers = { 0 };
    mlg_status st;
    MLG_GO(list_unwanted(&unwanted, list, db, err));
    MLG_GO(list_registers(&registers, list, db, err));
    for (int32_t i = 0; i < unwanted.count; i++)
        MLG_GO(drop_table(db, unwanted.items[i], &registers, err));
    st = sweep_metadata(db, err);
done:
    free(unwanted.items);
    free(registers.items);
    return st;
}

/* ---- another system --------------------------------------------------------------------------------------------------- */

static mlg_status move_row(mlg_stmt *read, mlg_stmt *write, const mlg_reprojection *r, int epsg, mlg_error *err)
{
    size_t size;
    mlg_geom *shape = NULL;
    const void *blob = mlg_column_blob(read, 1, &size);
    if (!blob)
        return MLG_OK;
    MLG_TRY(mlg_reproject_gpb(&shape, r, blob, size, err));
    if (!shape)
        return mlg_fail(err, MLG_DATA, "a geometry cannot be reprojected to EPSG:%d", epsg);
    mlg_status st = mlg_bind_geom(write, ":geom", shape, epsg, err);
    mlg_bind_int(write, ":fid", mlg_column_int(read, 0));
    mlg_geom_free(shape);
    return st == MLG_OK ? mlg_stmt_run(write, err) : st;
}

static mlg_status move_layer(mlg_db *db, const mlg_export_table *table, const mlg_reprojection *r, int epsg,
                             mlg_export_meter *meter, mlg_error *err)
{
    char select[128], update[128];
    mlg_stmt *read = NULL, *write = NULL;
    bool row;
    mlg_status st;
    snprintf(select, sizeof select, "SELECT fid, geom FROM \"%s\" ORDER BY fid", table->name);
    snprintf(update, sizeof update, "UPDATE \"%s\" SET geom = :geom WHERE fid = :fid", table->name);
    MLG_GO(mlg_db_statement(&read, db, select, err));
    MLG_GO(mlg_db_statement(&write, db, update, err));
    while ((st = mlg_stmt_step(read, &row, err)) == MLG_OK && row) {
        MLG_GO(move_row(read, write, r, epsg, err));
        meter->done++;
        MLG_GO(mlg_progress_step(meter->progress, table->name, (double)meter->done / (double)meter->total, err));
    }
    if (st == MLG_OK)
        st = exec(db, err,
                  "UPDATE gpkg_contents SET srs_id = %d WHERE table_name = '%s'; UPDATE gpkg_geometry_columns SET "
                  "srs_id = %d "
                  "WHERE table_name = '%s'",
                  epsg, table->name, epsg, table->name);
    if (st == MLG_OK)
        st = mlg_db_touch(db, table->name, err);
done:
    mlg_stmt_free(read);
    mlg_stmt_free(write);
    return st;
}

static mlg_status add_system(mlg_db *db, int epsg, mlg_error *err)
{
    char *name = NULL, *wkt = NULL;
    mlg_stmt *stmt = NULL;
    mlg_status st;
    MLG_TRY(mlg_crs_describe(&name, &wkt, epsg, err));
    MLG_GO(mlg_db_query(&stmt, db, "study/system_add", err));
    mlg_bind_text(stmt, ":nom", name);
    mlg_bind_int(stmt, ":epsg", epsg);
    mlg_bind_text(stmt, ":wkt", wkt);
    MLG_GO(mlg_stmt_run(stmt, err));
    st = exec(db, err, "UPDATE etude SET valeur = 'EPSG:%d' WHERE cle = 'srs'", epsg);
done:
    mlg_stmt_free(stmt);
    free(name);
    free(wkt);
    return st;
}

static mlg_status move_layers(mlg_export_list *list, mlg_db *db, int epsg, const mlg_progress *progress,
                              mlg_error *err)
{
    mlg_reprojection *r = NULL;
    mlg_export_meter meter = { .progress = progress, .total = list->total > 0 ? list->total : 1 };
    MLG_TRY(mlg_reprojection_new(&r, list->epsg, epsg, err));
    mlg_status st = add_system(db, epsg, err);
    for (int32_t i = 0; i < list->count && st == MLG_OK; i++)
        if (list->items[i].geometry)
            st = move_layer(db, &list->items[i], r, epsg, &meter, err);
    mlg_reprojection_free(r);
    return st;
}

/* ---- the whole --------------------------------------------------------------------------------------------------------- */

mlg_status mlg_export_geopackage(mlg_export_list *list, mlg_db *copy, const char *file_name, int epsg,
                                 const mlg_progress *progress, mlg_error *err)
{
    MLG_TRY(mlg_progress_step(progress, "copy", 0, err));
    MLG_TRY(mlg_db_exec(copy, "PRAGMA foreign_keys = OFF",
                        err)); /* contents and their geometry columns go in any order */
    MLG_TRY(mlg_db_begin(copy, err));
    if (epsg != list->epsg) {
        MLG_TRY(move_layers(list, copy, epsg, progress, err));
        MLG_TRY(mlg_output_metadata(copy, err)); /* it gives the coordinate system */
    }
    MLG_TRY(drop_unwanted(list, copy, err));
    MLG_TRY(mlg_db_exec(copy, "INSERT OR REPLACE INTO etude (cle, valeur) VALUES ('livrable', 'export')", err));
    MLG_TRY(mlg_db_commit(copy, err));
    MLG_TRY(mlg_output_project(copy, file_name, err));
    MLG_TRY(mlg_progress_step(progress, "copy", 1, err));
    return mlg_db_exec(copy, "VACUUM", err); /* leaves no dropped rows in free pages */
}
