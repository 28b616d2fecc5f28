/* Executing SQL, transactions, and SQLite errors. */
#include "adapters/db/inner.h"

#include "base/progress.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { QUOTED = 100 };

mlg_status mlg_sqlite_status(int code)
{
    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return MLG_MEMORY;
    case SQLITE_INTERRUPT:
        return MLG_CANCELLED;
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

mlg_status mlg_sqlite_fail(sqlite3 *handle, const char *where, mlg_error *err)
{
    int code = sqlite3_errcode(handle);
    if ((code & 0xff) == SQLITE_INTERRUPT)
        return mlg_fail(err, MLG_CANCELLED, "cancelled; nothing was changed");
    mlg_status st = mlg_fail(err, mlg_sqlite_status(code), "%s: %s", where, sqlite3_errmsg(handle));
    if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED)
        mlg_hint(err, "the study is locked by another program: close it in QGIS or wait for the other run");
    const char *path = (code & 0xff) == SQLITE_FULL ? sqlite3_db_filename(handle, "main") : NULL;
    if (path && *path)
        mlg_hint(err, "free some space on the disk of %s, or write to another folder", path);
    return st;
}

static int asks_to_stop(void *context)
{
    return mlg_progress_step(context, "outputs", (double)NAN, NULL) != MLG_OK;
}

void mlg_db_heed(mlg_db *db, const mlg_progress *progress)
{
    enum { OPERATIONS = 1000 };
    sqlite3_progress_handler(db->handle, OPERATIONS, asks_to_stop, (void *)(uintptr_t)progress);
}

/* Quotes the start of the failed statement, without leading comments and blanks. */
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
    return mlg_sqlite_fail(db->handle, quoted, err);
}

mlg_status mlg_db_exec(mlg_db *db, const char *sql, mlg_error *err)
{
    while (*sql) {
        sqlite3_stmt *one = NULL;
        const char *rest = NULL;
        if (sqlite3_prepare_v2(db->handle, sql, -1, &one, &rest) != SQLITE_OK)
            return fail_quoting(db, sql, err);
        int code = SQLITE_DONE; /* a comment alone prepares as NULL */
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
