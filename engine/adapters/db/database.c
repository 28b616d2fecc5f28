#include "adapters/db/database.h"

#include "adapters/db/gpkg.h"
#include "adapters/db/inner.h"
#include "base/aside.h"
#include "base/fold.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/os/file.h"
#include "base/path.h"
#include "base/resource.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Opening a study, with SpatiaLite in amphibious mode.
 *
 * Two traps. Without EnableGpkgAmphibiousMode(), ST_Area(geom) on a GeoPackage returns NULL without an error,
 * so the area of a known square is computed whenever a file is opened. In that mode SpatiaLite functions read
 * GeoPackage blobs but return their own format: a query that stores a geometry made in SQL wraps it in AsGPB(). */

enum { BUSY_MS = 5000 };

static const char AREA_PROBE[] =
    "SELECT "
    "ST_Area(x'4750000100000000010300000001000000050000000000000000000000000000000000000000000000000000400000"
    "0000000000000000000000000040000000000000004000000000000000000000000000000040000000000000000000000000000000"
    "00')"; /* the square of side 2 as a GeoPackage blob */

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

/* Order of words for French readers: Écurie after Drouvin, accents and case compared last. For ORDER BY ... COLLATE francais. */
static int compare_french(void *none, int n, const void *left, int m, const void *right)
{
    char a[256], b[256], x[256], y[256];
    (void)none;
    snprintf(a, sizeof a, "%.*s", n, (const char *)left);
    snprintf(b, sizeof b, "%.*s", m, (const char *)right);
    mlg_fold(x, sizeof x, a);
    mlg_fold(y, sizeof y, b);
    int order = strcmp(x, y);
    return order ? order : strcmp(a, b);
}

static mlg_status fail_not_database(const char *path, mlg_error *err)
{
    mlg_fail(err, MLG_INPUT, "%s is not a GeoPackage", path);
    if (mlg_path_ends_with(path, ".yaml") || mlg_path_ends_with(path, ".yml"))
        mlg_hint(err, "this reads the result of a run: 'maillage run %s', then give its .gpkg", path);
    return MLG_INPUT;
}

static mlg_status fail_half_written(const char *path, mlg_error *err)
{
    mlg_fail(err, MLG_INPUT, "%s: a program was stopped while it wrote to it; its journal stands beside it", path);
    mlg_hint(err, "maillage relink undoes what was half written, and so does opening it in QGIS");
    return MLG_INPUT;
}

int mlg_sqlite_open(sqlite3 **out, const char *path, int flags, const char *vfs)
{
    char *kept;
    const char *outside = mlg_os_outside_path(&kept, path);
    *out = NULL;
    int code = outside ? sqlite3_open_v2(outside, out, flags | SQLITE_OPEN_NOMUTEX, vfs) : SQLITE_NOMEM;
    free(kept);
    return code;
}

static mlg_status open_handle(mlg_db **out, const char *path, bool writable, bool spatial, mlg_error *err)
{
    mlg_db *db = NULL;
    const char *clock;
    MLG_TRY(mlg_sqlite_guard_journals(path, writable, err));
    MLG_TRY(mlg_sqlite_clock(&clock, err));
    MLG_TRY(MLG_NEW(&db, 1, "the study handle", err));
    *out = db;
    db->writable = writable;
    if (mlg_sqlite_open(&db->handle, path, writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY, clock) !=
        SQLITE_OK)
        return db->handle ? mlg_sqlite_fail(db->handle, path, err) : mlg_fail_memory(err, "the study", 0);
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_busy_timeout(db->handle, BUSY_MS);
    if (sqlite3_create_collation(db->handle, "francais", SQLITE_UTF8, NULL, compare_french) != SQLITE_OK)
        return mlg_sqlite_fail(db->handle, path, err);
    /* Run before loading SpatiaLite, so that the error for a file that is not a database names the file. The 64
     * MiB page cache holds a department with its grid squares, which is read and written several times. */
    mlg_status st = mlg_db_exec(
        db, "PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536; SELECT count(*) FROM sqlite_master", err);
    if (st != MLG_OK && (sqlite3_errcode(db->handle) & 0xff) == SQLITE_NOTADB)
        return fail_not_database(path, err);
    if (st != MLG_OK && sqlite3_extended_errcode(db->handle) == SQLITE_READONLY_ROLLBACK)
        return fail_half_written(path, err);
    if (st != MLG_OK)
        return mlg_fail(err, st, "%s: %s", path, sqlite3_errmsg(db->handle));
    MLG_TRY(mlg_sqlite_guard_study(db, path, err));
    return spatial ? load_spatialite(db, err) : MLG_OK;
}

mlg_status mlg_db_sync_later(mlg_db *db, mlg_error *err)
{
    return mlg_db_exec(db, "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY", err);
}

static mlg_status run_schema(mlg_db *db, int epsg, mlg_error *err)
{
    static const char folder[] = "queries/schema/";
    MLG_TRY(mlg_db_sync_later(db, err));
    MLG_TRY(mlg_db_begin(db, err));
    for (size_t i = 0; i < mlg_resource_count; i++) {
        const mlg_resource *file = &mlg_resources[i]; /* sorted by name, hence by number */
        if (strncmp(file->name, folder, sizeof folder - 1) == 0)
            MLG_TRY(mlg_while(err, mlg_db_exec(db, (const char *)file->data, err), "%s", file->name));
    }
    MLG_TRY(mlg_gpkg_register(db, epsg, err));
    return mlg_db_commit(db, err);
}

mlg_status mlg_db_create(mlg_db **out, const char *path, int epsg, mlg_error *err)
{
    *out = NULL;
    int file = mlg_os_open(path, MLG_OS_WRITE | MLG_OS_NEW);
    if (file < 0 && errno == EEXIST)
        return mlg_fail(err, MLG_INPUT, "%s exists already", path);
    if (file < 0)
        return mlg_fail(err, MLG_INPUT, "%s cannot be created: %s", path, mlg_errno_text(errno));
    mlg_os_close(file);
    mlg_status st = open_handle(out, path, true, true, err);
    if (st == MLG_OK)
        st = run_schema(*out, epsg, err);
    if (st != MLG_OK) {
        mlg_db_close(*out);
        *out = NULL;
        mlg_os_remove(path);
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
                      version ? version : mlg_tr("(none)"), MLG_SCHEMA_VERSION);
        mlg_hint(err, "run the study again into a new file");
    }
    free(version);
    return st;
}

/* An export lacks tables that every other command needs. */
static mlg_status check_whole(mlg_db *db, const char *path, mlg_error *err)
{
    double exported;
    MLG_TRY(mlg_db_number(&exported, db, "SELECT count(*) FROM etude WHERE cle = 'livrable'", err));
    if (exported == 0.0)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s is an export: it contains only the exported layers", path);
    mlg_hint(err, "give the study it was made from");
    return st;
}

/* A run was killed while it put its files in place: those beside the study may not belong to the same run. */
static mlg_status refuse_interrupted(const char *path, mlg_error *err)
{
    char target[MLG_PATH_SIZE];
    if (mlg_aside_target(target, path, NULL) != MLG_OK || !mlg_aside_interrupted(target))
        return MLG_OK;
    mlg_status st =
        mlg_fail(err, MLG_INPUT,
                 "%s: its last run was stopped while it put its files in place; some are new, some old", path);
    mlg_hint(err, "run the study again with --overwrite: it finishes that first");
    return st;
}

static mlg_status open_existing(mlg_db **out, const char *path, bool writable, bool spatial, bool whole,
                                mlg_error *err)
{
    mlg_os_info info;
    *out = NULL;
    if (mlg_os_stat(path, &info) != 0)
        return mlg_fail(err, MLG_INPUT, "%s: %s", path, mlg_errno_text(errno));
    if (info.kind == MLG_OS_FOLDER)
        return mlg_fail(err, MLG_INPUT, "%s is a folder, not a study", path);
    if (info.kind != MLG_OS_FILE)
        return mlg_fail(err, MLG_INPUT, "%s is not a regular file", path);
    if (!mlg_os_can(path, writable ? MLG_OS_WRITABLE : MLG_OS_READABLE))
        return writable ? mlg_fail(err, MLG_INPUT, "%s cannot be written: %s", path, mlg_errno_text(errno))
                        : mlg_fail(err, MLG_INPUT, "%s cannot be read: %s", path, mlg_errno_text(errno));
    MLG_TRY(refuse_interrupted(path, err));
    mlg_status st = open_handle(out, path, writable, spatial, err);
    if (st == MLG_OK)
        st = check_study(*out, path, err);
    if (st == MLG_OK && whole)
        st = check_whole(*out, path, err);
    if (st != MLG_OK) {
        mlg_db_close(*out);
        *out = NULL;
    }
    return st;
}

mlg_status mlg_db_open(mlg_db **out, const char *path, bool writable, mlg_error *err)
{
    return open_existing(out, path, writable, true, true, err);
}

mlg_status mlg_db_open_any(mlg_db **out, const char *path, bool writable, mlg_error *err)
{
    return open_existing(out, path, writable, true, false, err);
}

mlg_status mlg_db_open_plain(mlg_db **out, const char *path, mlg_error *err)
{
    return open_existing(out, path, false, false, true, err);
}

bool mlg_db_holds_study(const char *path)
{
    mlg_db *db = NULL;
    mlg_error err = { 0 };
    mlg_os_info info;
    double tables = 0;
    bool holds =
        mlg_os_stat(path, &info) == 0 && info.kind == MLG_OS_FILE && /* a pipe would wait for ever */
        open_handle(&db, path, false, false, &err) == MLG_OK &&
        mlg_db_number(&tables, db,
                      "SELECT count(*) FROM sqlite_master WHERE name IN ('etude', 'provenance', 'parametre')",
                      &err) == MLG_OK &&
        tables == 3;
    mlg_db_close(db);
    return holds;
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
