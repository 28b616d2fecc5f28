/* Connections to SQLite files that somebody else may have made: nothing stored in the file is run. */
#ifndef MLG_ADAPTERS_DB_GUARD_H
#define MLG_ADAPTERS_DB_GUARD_H

#include <stdbool.h>

/* Between enter and leave, every connection that this thread opens, in whichever library, is guarded for as long
 * as it lives: defensive mode, an untrusted schema, no view, no trigger, values of at most 64 MiB; a statement that
 * runs for more than 10 seconds after mlg_sqlite_guard_tick() is interrupted. A file that holds a virtual table is
 * not opened, unless it is the spatial index of a GeoPackage or of SpatiaLite, or a full-text index; nor is one with a generated column. `path` is the file about to be
 * opened: the database of PROJ, which may be opened on the way, is left as it is. Not nested. */
void mlg_sqlite_guard_enter(const char *path);
void mlg_sqlite_guard_leave(void);

/* Restarts the clock of the statements of this thread. */
void mlg_sqlite_guard_tick(void);

/* The virtual table, or the computed column, for which the last file was not opened between enter and leave on this thread; "" when it
 * was not refused. */
const char *mlg_sqlite_guard_refusal(bool *column);

#endif
