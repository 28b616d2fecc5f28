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

mlg_status mlg_sqlite_status(int code);
mlg_status mlg_sqlite_fail(sqlite3 *handle, const char *where, mlg_error *err);

#endif
