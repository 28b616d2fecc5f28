/* Prepared statements: embedded queries, parameters, columns. */
#include "adapters/db/inner.h"

#include "base/memory.h"
#include "base/path.h"
#include "base/resource.h"

#include <assert.h>
#include <math.h>

static bool only_blank(mlg_db *db, const char *sql)
{
    sqlite3_stmt *next = NULL;
    bool blank = sqlite3_prepare_v2(db->handle, sql, -1, &next, NULL) == SQLITE_OK && !next;
    sqlite3_finalize(next);
    return blank;
}

static mlg_status prepare(mlg_stmt **out, mlg_db *db, const char *name, const char *sql, mlg_error *err)
{
    const char *rest = NULL;
    *out = NULL;
    mlg_stmt *made = NULL;
    MLG_TRY(MLG_NEW(&made, 1, "a query", err));
    made->name = name;
    mlg_status st = MLG_OK;
    if (sqlite3_prepare_v2(db->handle, sql, -1, &made->handle, &rest) != SQLITE_OK)
        st = mlg_sqlite_fail(db->handle, name, err);
    else if (!made->handle || !only_blank(db, rest))
        st = mlg_fail(err, MLG_DATA, "%s: exactly one SQL statement is expected", name);
    if (st == MLG_OK)
        *out = made;
    else
        mlg_stmt_free(made);
    return st;
}

mlg_status mlg_db_query(mlg_stmt **out, mlg_db *db, const char *name, mlg_error *err)
{
    char path[MLG_PATH_SIZE];
    *out = NULL;
    MLG_TRY(mlg_path_format(path, err, "queries/%s.sql", name));
    const mlg_resource *file = mlg_resource_find(path);
    if (!file)
        return mlg_fail(err, MLG_DATA, "%s is not among the embedded queries", path);
    return prepare(out, db, file->name, (const char *)file->data, err);
}

mlg_status mlg_db_statement(mlg_stmt **out, mlg_db *db, const char *sql, mlg_error *err)
{
    return prepare(out, db, sql, sql, err);
}

void mlg_stmt_free(mlg_stmt *stmt)
{
    if (!stmt)
        return;
    sqlite3_finalize(stmt->handle);
    free(stmt);
}

/* Index of a parameter. Resets a statement that has rows left. */
static int parameter(mlg_stmt *stmt, const char *name)
{
    int index = sqlite3_bind_parameter_index(stmt->handle, name);
    assert(index > 0 && "unknown query parameter");
    if (sqlite3_stmt_busy(stmt->handle))
        sqlite3_reset(stmt->handle);
    return index;
}

static void keep_bound(mlg_stmt *stmt, int code)
{
    if (stmt->bound == SQLITE_OK)
        stmt->bound = code;
}

void mlg_bind_text(mlg_stmt *stmt, const char *name, const char *text)
{
    keep_bound(stmt, sqlite3_bind_text(stmt->handle, parameter(stmt, name), text, -1, SQLITE_TRANSIENT));
}

void mlg_bind_double(mlg_stmt *stmt, const char *name, double value)
{
    /* SQLite stores NaN as NULL */
    keep_bound(stmt, sqlite3_bind_double(stmt->handle, parameter(stmt, name), value));
}

void mlg_bind_int(mlg_stmt *stmt, const char *name, int64_t value)
{
    keep_bound(stmt, sqlite3_bind_int64(stmt->handle, parameter(stmt, name), value));
}

void mlg_bind_blob(mlg_stmt *stmt, const char *name, const void *bytes, size_t size)
{
    keep_bound(stmt, sqlite3_bind_blob64(stmt->handle, parameter(stmt, name), bytes, size, SQLITE_TRANSIENT));
}

mlg_status mlg_bind_geom(mlg_stmt *stmt, const char *name, const mlg_geom *geom, int epsg, mlg_error *err)
{
    void *bytes;
    size_t size;
    MLG_TRY(mlg_geom_to_gpb(&bytes, &size, geom, epsg, err));
    mlg_bind_blob(stmt, name, bytes, size);
    free(bytes);
    return MLG_OK;
}

mlg_status mlg_bind_point(mlg_stmt *stmt, const char *name, double x, double y, int epsg, mlg_error *err)
{
    mlg_geom *point;
    MLG_TRY(mlg_geom_point(&point, x, y, err));
    mlg_status st = mlg_bind_geom(stmt, name, point, epsg, err);
    mlg_geom_free(point);
    return st;
}

mlg_status mlg_stmt_step(mlg_stmt *stmt, bool *row, mlg_error *err)
{
    *row = false;
    if (stmt->bound != SQLITE_OK)
        return mlg_fail(err, mlg_sqlite_status(stmt->bound), "%s: %s", stmt->name, sqlite3_errstr(stmt->bound));
    int code = sqlite3_step(stmt->handle);
    *row = code == SQLITE_ROW;
    if (*row)
        return MLG_OK;
    mlg_status st = MLG_OK;
    if (code != SQLITE_DONE)
        st = mlg_sqlite_fail(sqlite3_db_handle(stmt->handle), stmt->name, err);
    sqlite3_reset(stmt->handle);
    return st;
}

mlg_status mlg_stmt_run(mlg_stmt *stmt, mlg_error *err)
{
    bool row = true;
    while (row)
        MLG_TRY(mlg_stmt_step(stmt, &row, err));
    return MLG_OK;
}

const char *mlg_column_text(mlg_stmt *stmt, int column)
{
    return (const char *)sqlite3_column_text(stmt->handle, column);
}

double mlg_column_double(mlg_stmt *stmt, int column)
{
    return mlg_column_is_null(stmt, column) ? (double)NAN : sqlite3_column_double(stmt->handle, column);
}

int64_t mlg_column_int(mlg_stmt *stmt, int column)
{
    return sqlite3_column_int64(stmt->handle, column);
}

bool mlg_column_is_null(mlg_stmt *stmt, int column)
{
    return sqlite3_column_type(stmt->handle, column) == SQLITE_NULL;
}

bool mlg_column_is_text(mlg_stmt *stmt, int column)
{
    return sqlite3_column_type(stmt->handle, column) == SQLITE_TEXT;
}

const void *mlg_column_blob(mlg_stmt *stmt, int column, size_t *size)
{
    const void *bytes = sqlite3_column_blob(stmt->handle, column);
    *size = (size_t)sqlite3_column_bytes(stmt->handle, column);
    return bytes;
}

int mlg_column_count(mlg_stmt *stmt)
{
    return sqlite3_column_count(stmt->handle);
}

const char *mlg_column_name(mlg_stmt *stmt, int column)
{
    return sqlite3_column_name(stmt->handle, column);
}

mlg_status mlg_db_number(double *out, mlg_db *db, const char *query, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row = false;
    *out = (double)NAN;
    MLG_TRY(prepare(&stmt, db, query, query, err));
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    if (row)
        *out = mlg_column_double(stmt, 0);
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_db_text(char **out, mlg_db *db, const char *query, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row = false;
    *out = NULL;
    MLG_TRY(prepare(&stmt, db, query, query, err));
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    if (row && !mlg_column_is_null(stmt, 0))
        st = mlg_copy_text(out, mlg_column_text(stmt, 0), err);
    mlg_stmt_free(stmt);
    return st;
}
