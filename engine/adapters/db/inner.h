/* Shared by the .c files of this folder: SQLite handles and errors. */
#ifndef MLG_ADAPTERS_DB_INNER_H
#define MLG_ADAPTERS_DB_INNER_H

#include "adapters/db/database.h"

#include <sqlite3.h>

struct mlg_db {
    sqlite3 *handle;
    bool writable;
};

struct mlg_stmt {
    sqlite3_stmt *handle;
    const char *name; /* of the embedded query, for messages */
    int bound;        /* first SQLite error of a bind, reported by the next step */
};

/* Defensive mode, an untrusted schema, neither views nor triggers. */
void mlg_sqlite_close_schema(sqlite3 *handle);

/* The first virtual table that is not an index of the file's own data (R-tree, SpatiaLite, full text): it could
 * read other files. Called before any module is loaded. */
bool mlg_sqlite_find_virtual(char name[128], sqlite3 *handle);

/* Guards a study, which somebody else may have made: nothing stored in it is run, except, in a writable study, the
 * triggers that maintain its R-trees, once found to be those the engine writes. MLG_INPUT, with the name of the
 * object: a virtual table, or a foreign trigger that a write could fire. */
mlg_status mlg_sqlite_guard_study(mlg_db *db, const char *path, mlg_error *err) MLG_MUST_CHECK;

/* MLG_INPUT when a journal beside a database is a pipe or a device, on which SQLite would wait, or, for writing, names another
 * file, which SQLite would delete. */
mlg_status mlg_sqlite_guard_journals(const char *path, bool writable, mlg_error *err) MLG_MUST_CHECK;

/* Opens a database of any length of path, without a lock of its own; `vfs`: NULL, or as below. An SQLite code; *out is to be closed. */
int mlg_sqlite_open(sqlite3 **out, const char *path, int flags, const char *vfs) MLG_MUST_CHECK;

mlg_status mlg_sqlite_status(int code);
mlg_status mlg_sqlite_fail(sqlite3 *handle, const char *where, mlg_error *err);

/* The VFS to open a database with: NULL, or the one whose clock shows SOURCE_DATE_EPOCH. */
mlg_status mlg_sqlite_clock(const char **vfs, mlg_error *err) MLG_MUST_CHECK;

#endif
