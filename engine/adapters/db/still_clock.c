/* A fixed clock: what SQL writes as the current time, in defaults too, is always the same. */
#include "adapters/db/inner.h"
#include "base/os/thread.h"
#include "base/source_date.h"

static const char still[] = "maillage-still";
static int64_t source_date_s;

static int tell_source_date(sqlite3_vfs *vfs, sqlite3_int64 *julian_ms)
{
    (void)vfs;
    *julian_ms = 210866760000000 + source_date_s * 1000; /* of 1970-01-01 */
    return SQLITE_OK;
}

/* A copy of the default VFS, with another clock. */
static void register_still(void)
{
    static sqlite3_vfs files;
    files = *sqlite3_vfs_find(NULL);
    files.zName = still;
    files.xCurrentTimeInt64 = tell_source_date;
    files.pNext = NULL;
    sqlite3_vfs_register(&files, 0);
}

mlg_status mlg_sqlite_clock(const char **vfs, mlg_error *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    int64_t when;
    *vfs = NULL;
    MLG_TRY(mlg_source_date(&when, err));
    if (when < 0)
        return MLG_OK;
    source_date_s = when;
    pthread_once(&once, register_still);
    *vfs = still;
    return MLG_OK;
}
