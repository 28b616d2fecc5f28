/* Internals of mod_maillage, the SQLite extension: a thin wrapper over maillage.h.
 *
 * Two copies of SQLite are involved and must not mix. This folder calls the one of the host program, through the pointers it passes
 * (sqlite3ext.h maps each sqlite3_xxx() to one of them); the library behind maillage.h calls the libsqlite3 it is linked with, on
 * handles it opened itself. No handle or memory crosses over: a string or a blob of the library is copied, then freed with mlg_free().
 * tests/sql/ checks this in programs that embed their own SQLite. */
#ifndef MLG_SQL_SQL_H
#define MLG_SQL_SQL_H

#include "maillage.h"

#include <sqlite3ext.h>

extern const sqlite3_api_routines *sqlite3_api; /* set once, in module.c */

enum { MLG_SQL_DS_PER_MIN = 600 };

/* An error message of one line, without the name of the function. */
typedef struct mlg_sql_words {
    char text[sizeof(((mlg_error *)0)->message) + sizeof(((mlg_error *)0)->hint) + 4];
} mlg_sql_words;

/* State of a connection, shared by functions and tables; the last user frees it. */
typedef struct mlg_sql_session {
    sqlite3 *db;
    mlg_router *router; /* NULL until first used */
    int users;
} mlg_sql_session;

/* The router that maillage_open() opened, else that of the study that is the main database. SQLITE_ERROR, SQLITE_NOMEM. */
int mlg_sql_router(mlg_router **out, mlg_sql_session *session, mlg_sql_words *why);

/* Maps a status to an SQLite code, and the error to one line. */
int mlg_sql_code(mlg_status status, const mlg_error *err, mlg_sql_words *why);

/* Reads a number; `what` names it in messages. SQLITE_ERROR: not a number. */
int mlg_sql_number(double *out, sqlite3_value *value, const char *what, mlg_sql_words *why);

int mlg_sql_fail(mlg_sql_words *why, const char *format, ...) MLG_PRINTF(2, 3);

/* Converts minutes to a limit in deciseconds; NULL means no limit. */
int mlg_sql_limit(int32_t *limit_ds, sqlite3_value *minutes, mlg_sql_words *why);

/* ---- functions ------------------------------------------------------------------------------------------------------- */

int mlg_sql_add_functions(mlg_sql_session *session);

/* ---- tables ---------------------------------------------------------------------------------------------------------- */

/* A cell of a table, kept until its cursor is closed. */
typedef struct mlg_sql_cell {
    sqlite3_value *value; /* from a query; else NULL */
    char *text;           /* else NULL */
    void *bytes;          /* else NULL */
    int size;
    double number; /* NaN: NULL */
} mlg_sql_cell;

typedef struct mlg_sql_rows {
    int columns;
    sqlite3_int64 count, room;
    mlg_sql_cell *cell; /* [count x columns] */
} mlg_sql_rows;

/* Appends an empty row and returns its cells; NULL when out of memory. */
mlg_sql_cell *mlg_sql_row(mlg_sql_rows *rows);

/* A table-valued function. Its arguments are the last columns, hidden. */
typedef struct mlg_sql_table {
    const char *name, *declaration, *usage;
    int columns, arguments, required;
    int flag; /* SQLITE_VTAB_INNOCUOUS, or SQLITE_VTAB_DIRECTONLY if it runs queries passed to it */
    /* argument[arguments]: NULL when omitted; required ones are never SQL NULL. */
    int (*fill)(mlg_sql_rows *rows, mlg_sql_session *session, sqlite3_value **argument, mlg_sql_words *why);
} mlg_sql_table;

extern const mlg_sql_table mlg_sql_isochrone, mlg_sql_travel_times, mlg_sql_nearest_site, mlg_sql_apl;

int mlg_sql_add_table(mlg_sql_session *session, const mlg_sql_table *table);

/* Adds a user to the session; pass mlg_sql_leave() as the destructor. */
void *mlg_sql_join(mlg_sql_session *session);
void mlg_sql_leave(void *session);

/* ---- queries passed as text ----------------------------------------------------------------------------------------------- */

/* Points returned by a query; arrays of `count`. `{ 0 }` is empty. */
typedef struct mlg_sql_points {
    int32_t count, room;
    sqlite3_value **id; /* NULL if the query has no id column */
    double *x, *y, *amount;
    bool *known; /* false: the row contains a NULL */
} mlg_sql_points;

/* Runs `query`, of columns [id,] x, y [, amount]; `what` names it in messages. SQLITE_ERROR: not a single SELECT, other columns, or
 * values that are not numbers. */
int mlg_sql_read_points(mlg_sql_points *points, sqlite3 *db, sqlite3_value *query, const char *what, bool with_id,
                        const char *amount, mlg_sql_words *why);

/* Moves the `*kept` known points to the front, in order. Ids do not move. */
void mlg_sql_pack_points(mlg_sql_points *points, int32_t *kept);
void mlg_sql_release_points(mlg_sql_points *points);

#endif
