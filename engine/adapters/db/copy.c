/* Copies through the backup interface of SQLite: the pages as a reader sees them, not the bytes of a file that may
 * be changing. */
#include "adapters/db/inner.h"
#include "base/os/file.h"

#include <errno.h>
#include <string.h>

enum { BUSY_MS = 5000 };

static mlg_status make_empty(const char *to, mlg_error *err)
{
    int file = mlg_os_open(to, MLG_OS_WRITE | MLG_OS_NEW);
    if (file < 0)
        return mlg_fail(err, MLG_INPUT, "%s cannot be created: %s", to, mlg_errno_text(errno));
    mlg_os_close(file);
    return MLG_OK;
}

static mlg_status open_end(sqlite3 **out, const char *path, int flags, mlg_error *err)
{
    if (mlg_sqlite_open(out, path, flags, NULL) != SQLITE_OK)
        return *out ? mlg_sqlite_fail(*out, path, err) : mlg_fail_memory(err, "a copy", 0);
    sqlite3_busy_timeout(*out, BUSY_MS);
    return MLG_OK;
}

static mlg_status copy_pages(sqlite3 *from, sqlite3 *to, const char *path, mlg_error *err)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    if (!backup)
        return mlg_sqlite_fail(to, path, err);
    sqlite3_backup_step(backup, -1);
    return sqlite3_backup_finish(backup) == SQLITE_OK ? MLG_OK : mlg_sqlite_fail(to, path, err);
}

mlg_status mlg_db_copy(const char *from, const char *to, mlg_error *err)
{
    sqlite3 *source = NULL, *copy = NULL;
    MLG_TRY(make_empty(to, err));
    mlg_status st = open_end(&source, from, SQLITE_OPEN_READONLY, err);
    if (st == MLG_OK)
        st = open_end(&copy, to, SQLITE_OPEN_READWRITE, err);
    if (st == MLG_OK) /* it is aside: synced once it is put in place */
        sqlite3_exec(copy, "PRAGMA synchronous = OFF", NULL, NULL, NULL);
    if (st == MLG_OK)
        st = copy_pages(source, copy, to, err);
    sqlite3_close(source);
    sqlite3_close(copy);
    if (st != MLG_OK)
        mlg_os_remove(to);
    return st;
}
