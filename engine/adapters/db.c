#include "adapters/db.h"

#include "adapters/gpkg.h"
#include "base/memory.h"
#include "base/resource.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Loading SpatiaLite, amphibious mode, transactions and statements.
 *
 * Two traps live here. Without EnableGpkgAmphibiousMode() ST_Area(geom) of a GeoPackage is NULL without an error,
 * so a probe computes one area when a file is opened. In that mode SpatiaLite functions read GeoPackage blobs but
 * write their own: a query that stores a geometry made in SQL wraps it in AsGPB(). */

enum { BUSY_MS = 5000, QUOTED = 100 };

struct mlg_db {
    sqlite3 *handle;
    bool writable;
};

struct mlg_stmt {
    sqlite3_stmt *handle;
    const char *name;  /* of the resource, for messages */
    int bound;         /* first SQLite error of a bind: told by the next step */
};

static mlg_status status_of(int code)
{
    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return MLG_MEMORY;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_PERM:
        return MLG_INPUT;
    default:
        return MLG_DATA;
    }
}

static mlg_status fail_sqlite(sqlite3 *handle, const char *where, mlg_error *err)
{
    int code = sqlite3_errcode(handle);
    mlg_status st = mlg_fail(err, status_of(code), "%s: %s", where, sqlite3_errmsg(handle));
    if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED)
        mlg_hint(err, "another program holds the study: close it in QGIS or wait for the other run");
    return st;
}

/* ---- opening ------------------------------------------------------------------------------------------ */

static const char AREA_PROBE[] =
    "SELECT ST_Area(x'4750000100000000010300000001000000050000000000000000000000000000000000000000000000000000400000"
    "0000000000000000000000000040000000000000004000000000000000000000000000000040000000000000000000000000000000"
    "00')"; /* a GeoPackage blob: the square of side 2 */

static mlg_status load_spatialite(mlg_db *db, mlg_error *err)
{
    char *why = NULL;
    double area = (double)NAN;
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL);
    int code = sqlite3_load_extension(db->handle, "mod_spatialite", NULL, &why);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    if (code != SQLITE_OK) {
        mlg_fail(err, MLG_INPUT, "SpatiaLite cannot be loaded: %s", why ? why : sqlite3_errstr(code));
        mlg_hint(err, "install the package libsqlite3-mod-spatialite");
        sqlite3_free(why);
        return MLG_INPUT;
    }
    MLG_TRY(mlg_db_exec(db, "SELECT EnableGpkgAmphibiousMode()", err));
    MLG_TRY(mlg_db_number(&area, db, AREA_PROBE, err));
    if (!(fabs(area - 4.0) < 1e-9)) {
        mlg_fail(err, MLG_INPUT, "SpatiaLite does not read GeoPackage geometries");
        mlg_hint(err, "SpatiaLite 5.0 or later is needed (package libsqlite3-mod-spatialite)");
        return MLG_INPUT;
    }
    return MLG_OK;
}

static mlg_status open_handle(mlg_db **out, const char *path, bool writable, mlg_error *err)
{
    mlg_db *db = NULL;
    MLG_TRY(MLG_NEW(&db, 1, "the study handle", err));
    *out = db;
    db->writable = writable;
    int flags = (writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(path, &db->handle, flags, NULL) != SQLITE_OK)
        return db->handle ? fail_sqlite(db->handle, path, err) : mlg_fail_memory(err, "the study", 0);
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_busy_timeout(db->handle, BUSY_MS);
    /* before SpatiaLite: a file that is no database is better told by its own name; 64 MiB of pages: a department with its squares
     * is read and written several times over */
    mlg_status st = mlg_db_exec(db, "PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536; SELECT count(*) FROM sqlite_master", err);
    if (st != MLG_OK)
        return mlg_fail(err, st, "%s: %s", path, sqlite3_errmsg(db->handle));
    return load_spatialite(db, err);
}

static mlg_status run_schema(mlg_db *db, int epsg, mlg_error *err)
{
    static const char folder[] = "queries/schema/";
    MLG_TRY(mlg_db_exec(db, "PRAGMA journal_mode = DELETE", err));
    MLG_TRY(mlg_db_begin(db, err));
    for (size_t i = 0; i < mlg_resource_count; i++) {
        const mlg_resource *file = &mlg_resources[i]; /* sorted by name, so by number */
        if (strncmp(file->name, folder, sizeof folder - 1) == 0)
            MLG_TRY(mlg_while(err, mlg_db_exec(db, (const char *)file->data, err), "%s", file->name));
    }
    MLG_TRY(mlg_gpkg_register(db, epsg, err));
    return mlg_db_commit(db, err);
}

mlg_status mlg_db_create(mlg_db **out, const char *path, int epsg, mlg_error *err)
{
    *out = NULL;
    int file = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    if (file < 0 && errno == EEXIST)
        return mlg_fail(err, MLG_INPUT, "%s exists already", path);
    if (file < 0)
        return mlg_fail(err, MLG_INPUT, "%s cannot be created: %s", path, strerror(errno));
    close(file);
    mlg_status st = open_handle(out, path, true, err);
    if (st == MLG_OK)
        st = run_schema(*out, epsg, err);
    if (st != MLG_OK) {
        mlg_db_close(*out);
        *out = NULL;
        unlink(path);
    }
    return st;
}

static mlg_status check_study(mlg_db *db, const char *path, mlg_error *err)
{
    double application, tables;
    char *version = NULL;
    MLG_TRY(mlg_db_number(&application, db, "PRAGMA application_id", err));
    if (application != 1196444487.0) /* 'GPKG' */
        return mlg_fail(err, MLG_INPUT, "%s is not a GeoPackage", path);
    MLG_TRY(mlg_db_number(&tables, db, "SELECT count(*) FROM sqlite_master WHERE name = 'etude'", err));
    if (tables == 0.0)
        return mlg_fail(err, MLG_INPUT, "%s is a GeoPackage but not a study: it has no table 'etude'", path);
    MLG_TRY(mlg_db_text(&version, db, "SELECT valeur FROM etude WHERE cle = 'schema'", err));
    mlg_status st = MLG_OK;
    if (!version || strcmp(version, MLG_SCHEMA_VERSION) != 0) {
        st = mlg_fail(err, MLG_INPUT, "%s has study schema %s, this version reads %s", path,
                      version ? version : "(none)", MLG_SCHEMA_VERSION);
        mlg_hint(err, "run the study again into a new file");
    }
    free(version);
    return st;
}

mlg_status mlg_db_open(mlg_db **out, const char *path, bool writable, mlg_error *err)
{
    struct stat info;
    *out = NULL;
    if (stat(path, &info) != 0)
        return mlg_fail(err, MLG_INPUT, "%s: %s", path, strerror(errno));
    if (S_ISDIR(info.st_mode))
        return mlg_fail(err, MLG_INPUT, "%s is a folder, not a study", path);
    if (access(path, writable ? R_OK | W_OK : R_OK) != 0)
        return mlg_fail(err, MLG_INPUT, "%s cannot be %s: %s", path, writable ? "written" : "read", strerror(errno));
    mlg_status st = open_handle(out, path, writable, err);
    if (st == MLG_OK)
        st = check_study(*out, path, err);
    if (st != MLG_OK) {
        mlg_db_close(*out);
        *out = NULL;
    }
    return st;
}

void mlg_db_close(mlg_db *db)
{
    if (!db)
        return;
    if (db->handle && !sqlite3_get_autocommit(db->handle))
        mlg_db_rollback(db);
    if (db->handle && db->writable)
        sqlite3_exec(db->handle, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    sqlite3_close_v2(db->handle);
    free(db);
}

/* ---- statements --------------------------------------------------------------------------------------- */

/* The statement that failed, without the comments and blanks before it, cut. */
static mlg_status fail_quoting(mlg_db *db, const char *sql, mlg_error *err)
{
    while (*sql) {
        sql += strspn(sql, " \t\r\n;");
        if (strncmp(sql, "--", 2) != 0)
            break;
        sql += strcspn(sql, "\n");
    }
    char quoted[QUOTED + 8];
    snprintf(quoted, sizeof quoted, "'%.*s'", QUOTED, sql);
    return fail_sqlite(db->handle, quoted, err);
}

mlg_status mlg_db_exec(mlg_db *db, const char *sql, mlg_error *err)
{
    while (*sql) {
        sqlite3_stmt *one = NULL;
        const char *rest = NULL;
        if (sqlite3_prepare_v2(db->handle, sql, -1, &one, &rest) != SQLITE_OK)
            return fail_quoting(db, sql, err);
        int code = SQLITE_DONE; /* nothing but a comment prepares as NULL */
        while (one && (code = sqlite3_step(one)) == SQLITE_ROW)
            continue;
        mlg_status st = code == SQLITE_DONE ? MLG_OK : fail_quoting(db, sql, err);
        sqlite3_finalize(one);
        if (st != MLG_OK)
            return st;
        sql = rest;
    }
    return MLG_OK;
}

mlg_status mlg_db_begin(mlg_db *db, mlg_error *err)
{
    return mlg_db_exec(db, "BEGIN IMMEDIATE", err);
}

mlg_status mlg_db_commit(mlg_db *db, mlg_error *err)
{
    return mlg_db_exec(db, "COMMIT", err);
}

void mlg_db_rollback(mlg_db *db)
{
    sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

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
        st = fail_sqlite(db->handle, name, err);
    else if (!made->handle || !only_blank(db, rest))
        st = mlg_fail(err, MLG_DATA, "%s: exactly one statement is wanted", name);
    if (st == MLG_OK)
        *out = made;
    else
        mlg_stmt_free(made);
    return st;
}

mlg_status mlg_db_query(mlg_stmt **out, mlg_db *db, const char *name, mlg_error *err)
{
    char path[256];
    snprintf(path, sizeof path, "queries/%s.sql", name);
    const mlg_resource *file = mlg_resource_find(path);
    *out = NULL;
    if (!file)
        return mlg_fail(err, MLG_DATA, "%s is not among the embedded queries", path);
    return prepare(out, db, file->name, (const char *)file->data, err);
}

void mlg_stmt_free(mlg_stmt *stmt)
{
    if (!stmt)
        return;
    sqlite3_finalize(stmt->handle);
    free(stmt);
}

/* Index of a parameter; a statement left in the middle of its rows starts again. */
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
    keep_bound(stmt, sqlite3_bind_double(stmt->handle, parameter(stmt, name), value)); /* SQLite stores NaN as NULL */
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
        return mlg_fail(err, status_of(stmt->bound), "%s: %s", stmt->name, sqlite3_errstr(stmt->bound));
    int code = sqlite3_step(stmt->handle);
    *row = code == SQLITE_ROW;
    if (*row)
        return MLG_OK;
    mlg_status st = MLG_OK;
    if (code != SQLITE_DONE)
        st = fail_sqlite(sqlite3_db_handle(stmt->handle), stmt->name, err);
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
