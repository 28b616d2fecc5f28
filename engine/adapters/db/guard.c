#include "adapters/db/guard.h"

#include "adapters/db/gpkg.h"
#include "adapters/db/inner.h"
#include "base/aside.h"
#include "base/clock.h"
#include "base/input.h"
#include "base/os/file.h"
#include "base/os/thread.h"
#include "base/path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_VALUE = 1 << 26, OPERATIONS = 1000 };
static const double longest_s = 10;

static _Thread_local bool guarding;
static _Thread_local double started_s;
static _Thread_local char refusal[128];
static _Thread_local bool refuses_column;
static _Thread_local char guarded[MLG_PATH_SIZE];

static const char *past_blanks(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

/* Past a name, bare or between quotes; NULL when there is none. */
static const char *past_name(const char *at)
{
    if (!*at || !strchr("\"'`", *at)) {
        size_t n = strcspn(at, " \t\r\n(;/-\"'`[");
        return n > 0 ? at + n : NULL;
    }
    for (const char *end = at + 1; (end = strchr(end, *at)); end += 2)
        if (end[1] != *at)
            return end + 1;
    return NULL;
}

/* The module of CREATE VIRTUAL TABLE name USING module(...), written as SQLite and GDAL write it; "" for any other
 * way of writing it, in which a comment or a name could hide the module. */
static void module_of(char module[64], const char *sql)
{
    static const char start[] = "CREATE VIRTUAL TABLE ", use[] = "USING";
    module[0] = '\0';
    const char *at =
        sqlite3_strnicmp(sql, start, sizeof start - 1) == 0 ? past_name(sql + sizeof start - 1) : NULL;
    at = at ? past_blanks(at) : NULL;
    if (!at || sqlite3_strnicmp(at, use, sizeof use - 1) != 0)
        return;
    at += sizeof use - 1;
    const char *name = past_blanks(at), *end = past_name(name);
    if (name > at && end && !strchr("\"'`[", *name))
        snprintf(module, 64, "%.*s", (int)(end - name), name);
}

/* Whether the statement creates an index of the file's own data. */
static bool is_index(const char *sql)
{
    static const char *const known[] = {
        "rtree",      "fts3",        "fts4", "fts5", "VirtualSpatialIndex", "VirtualElementary",
        "VirtualKNN", "VirtualKNN2", NULL
    };
    char module[64];
    module_of(module, sql);
    for (const char *const *name = known; *name; name++)
        if (sqlite3_stricmp(module, *name) == 0)
            return true;
    return false;
}

/* The first row (name, SQL) of a query of the schema that is no index of the file's own data. */
static bool find(char name[128], sqlite3 *handle, const char *query)
{
    sqlite3_stmt *stmt = NULL;
    bool found = false;
    if (sqlite3_prepare_v2(handle, query, -1, &stmt, NULL) != SQLITE_OK)
        return false; /* not a database, or damaged: reported when it is opened */
    while (!found && sqlite3_step(stmt) == SQLITE_ROW) {
        const char *table = (const char *)sqlite3_column_text(stmt, 0);
        const char *sql = (const char *)sqlite3_column_text(stmt, 1);
        found = !sql || !is_index(sql);
        if (found)
            snprintf(name, 128, "%.100s", table ? table : "?");
    }
    sqlite3_finalize(stmt);
    return found;
}

bool mlg_sqlite_find_virtual(char name[128], sqlite3 *handle)
{
    /* The schema as SQLite itself understands it: the text of a statement can hide that it is one. */
    return find(name, handle,
                "SELECT l.name, m.sql FROM pragma_table_list AS l LEFT JOIN sqlite_master AS m"
                " ON m.name = l.name WHERE l.schema = 'main' AND l.type = 'virtual'");
}

/* A column that SQLite computes with each row, in one call that nothing interrupts. */
static bool find_computed(char name[128], sqlite3 *handle)
{
    return find(name, handle,
                "SELECT l.name || '.' || c.name, NULL FROM pragma_table_list AS l, pragma_table_xinfo(l.name) AS c"
                " WHERE l.schema = 'main' AND l.type = 'table' AND c.hidden IN (2, 3)");
}

static int past_time(void *unused)
{
    (void)unused;
    return mlg_clock_s() - started_s > longest_s;
}

void mlg_sqlite_close_schema(sqlite3 *handle)
{
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
}

/* The database of coordinate systems, which PROJ opens when it first needs it. */
static bool is_projs(sqlite3 *handle)
{
    const char *path = sqlite3_db_filename(handle, "main");
    return path && strcmp(mlg_path_name(path), "proj.db") == 0 && strcmp(path, guarded) != 0;
}

/* Called by SQLite with each new connection of the process. */
static int guard(sqlite3 *handle, char **message, const void *api)
{
    (void)api;
    if (!guarding || is_projs(handle))
        return SQLITE_OK;
    mlg_sqlite_close_schema(handle);
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, LONGEST_VALUE);
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_progress_handler(handle, OPERATIONS, past_time, NULL);
    refuses_column = !mlg_sqlite_find_virtual(refusal, handle);
    if (refuses_column && !find_computed(refusal, handle))
        return SQLITE_OK;
    *message = sqlite3_mprintf("%s %s", refuses_column ? "computed column" : "virtual table", refusal);
    return SQLITE_ERROR;
}

/* Registered only while some thread is inside, so that nothing points here once the library is unloaded. */
static void count_guards(int change)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static int inside;
    pthread_mutex_lock(&lock);
    inside += change;
    if (change > 0 && inside == 1)
        sqlite3_auto_extension((void (*)(void))guard);
    else if (inside == 0)
        sqlite3_cancel_auto_extension((void (*)(void))guard);
    pthread_mutex_unlock(&lock);
}

void mlg_sqlite_guard_enter(const char *path)
{
    char *real = mlg_os_real_path(path);
    snprintf(guarded, sizeof guarded, "%s", real ? real : path);
    free(real);
    refusal[0] = '\0';
    guarding = true;
    mlg_sqlite_guard_tick();
    count_guards(1);
}

void mlg_sqlite_guard_leave(void)
{
    count_guards(-1);
    guarding = false;
}

void mlg_sqlite_guard_tick(void)
{
    started_s = mlg_clock_s();
}

const char *mlg_sqlite_guard_refusal(bool *column)
{
    *column = refuses_column;
    return refusal;
}

/* ---- journals ------------------------------------------------------------------------------------------- */

/* A write to several databases leaves journals that end with the name of a file common to them, and this mark: whoever undoes the write
 * deletes that file. The engine writes to one database at a time. */
static bool names_another(const char *journal)
{
    static const char mark[8] = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";
    char end[sizeof mark];
    FILE *file = mlg_fopen_input(journal);
    const bool found = file && fseek(file, -(long)sizeof end, SEEK_END) == 0 &&
                       fread(end, sizeof end, 1, file) == 1 && memcmp(end, mark, sizeof end) == 0;
    if (file)
        fclose(file);
    return found;
}

mlg_status mlg_sqlite_guard_journals(const char *path, bool writable, mlg_error *err)
{
    static const char *const ends[] = { "-journal", "-wal", "-shm" };
    char target[MLG_PATH_SIZE], journal[MLG_PATH_SIZE];
    mlg_os_info info;
    MLG_TRY(mlg_aside_target(target, path, err));
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        MLG_TRY(mlg_path_format(journal, err, "%s%s", target, ends[i]));
        if (mlg_os_stat(journal, &info) != 0)
            continue;
        if (info.kind != MLG_OS_FILE)
            return mlg_fail(err, MLG_INPUT, "%s: %s beside it is not a regular file", path,
                            mlg_path_name(journal));
        if (!writable || i > 0 || !names_another(journal))
            continue;
        mlg_status st = mlg_fail(err, MLG_INPUT, "%s: %s beside it names another file, which would be deleted",
                                 path, mlg_path_name(journal));
        mlg_hint(err, "delete this journal unless a program of your own wrote it");
        return st;
    }
    return MLG_OK;
}

/* ---- studies -------------------------------------------------------------------------------------------- */

/* A trigger of a table that the engine never writes, directly or by a foreign key, never runs. */
static bool is_harmless(const char *table, const char *sql, bool linked)
{
    if (sqlite3_strnicmp(table, "rtree_", 6) == 0 || sqlite3_strnicmp(table, "sqlite_", 7) == 0)
        return false;
    return mlg_gpkg_has_table(table) ? mlg_gpkg_has_trigger(table, sql) : !linked;
}

static mlg_status judge_trigger(mlg_stmt *stmt, const char *path, mlg_error *err)
{
    const char *name = mlg_column_text(stmt, 0), *table = mlg_column_text(stmt, 1);
    const char *sql = mlg_column_text(stmt, 2);
    if (name && table && sql && is_harmless(table, sql, mlg_column_int(stmt, 3) > 0))
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: contains a trigger, '%.60s', that Maillage did not write", path,
                             MLG_BRIEF(name ? name : "?", 60));
    mlg_hint(err, "it would run at each write: drop it, or run the study again into a new file");
    return st;
}

/* A generated column of a table that the engine reads can take all memory; so can a check, a default or an index of one that it writes. */
static mlg_status judge_expression(mlg_stmt *stmt, const char *path, mlg_error *err)
{
    const char *name = mlg_column_text(stmt, 0), *table = mlg_column_text(stmt, 1);
    const char *sql = mlg_column_text(stmt, 2);
    if (name && table && sql && (!mlg_gpkg_has_table(table) || mlg_gpkg_has_statement(sql)))
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: '%.60s' contains an expression that Maillage did not write",
                             path, MLG_BRIEF(name ? name : "?", 60));
    mlg_hint(err, "it would be computed with each row: run the study again into a new file");
    return st;
}

static mlg_status judge_rows(mlg_db *db, const char *path, const char *query,
                             mlg_status (*judge)(mlg_stmt *stmt, const char *path, mlg_error *err), mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row = true;
    MLG_TRY(mlg_db_query(&stmt, db, query, err));
    mlg_status st = MLG_OK;
    while (st == MLG_OK && (st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        st = judge(stmt, path, err);
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_sqlite_guard_study(mlg_db *db, const char *path, mlg_error *err)
{
    char name[128];
    mlg_sqlite_close_schema(db->handle);
    if (mlg_sqlite_find_virtual(name, db->handle)) {
        mlg_status st = mlg_fail(err, MLG_INPUT,
                                 "%s: contains a virtual table, '%s', which could read other files", path, name);
        mlg_hint(err, "drop it, or run the study again into a new file");
        return st;
    }
    MLG_TRY(judge_rows(db, path, "study/select_expressions", judge_expression, err));
    if (!db->writable)
        return MLG_OK;
    MLG_TRY(judge_rows(db, path, "study/select_triggers", judge_trigger, err));
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 1,
                      NULL); /* SpatiaLite is not marked innocuous */
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, NULL);
    return MLG_OK;
}
