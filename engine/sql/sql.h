/* The parts of mod_maillage, the SQLite extension: a thin wrapper over maillage.h.
 *
 * Two SQLites meet here and are kept apart. Everything in this folder speaks to that of the program that loads the extension, by the
 * pointers it hands over (sqlite3ext.h turns each sqlite3_xxx() into one of them); the library behind maillage.h speaks to the
 * libsqlite3 it is linked with, and to handles it opened itself. No handle and no memory goes from one to the other: a string or a blob
 * of the library is copied and freed by mlg_free(). tests/sql/ proves it in programs with an SQLite of their own. */
#ifndef MLG_SQL_SQL_H
#define MLG_SQL_SQL_H

#include "maillage.h"

#include <sqlite3ext.h>

extern const sqlite3_api_routines *sqlite3_api; /* set once, in module.c */

enum { MLG_SQL_DS_PER_MIN = 600 };

/* One line of what went wrong, without the name of the function. */
typedef struct mlg_sql_words {
    char text[sizeof(((mlg_error *)0)->message) + sizeof(((mlg_error *)0)->hint) + 4];
} mlg_sql_words;

/* Of a connection; functions and tables share it, and the last to go frees it. */
typedef struct mlg_sql_session {
    sqlite3 *db;
    mlg_transport *transport; /* NULL until it is asked for */
    int users;
} mlg_sql_session;

/* The transport that maillage_open() opened, else that of the study that is the main database. SQLITE_ERROR, SQLITE_NOMEM. */
int mlg_sql_transport(mlg_transport **out, mlg_sql_session *session, mlg_sql_words *why);

/* Code of a status, with the error as one line. */
int mlg_sql_code(mlg_status status, const mlg_error *err, mlg_sql_words *why);

/* Reads a number; `what` names it. SQLITE_ERROR: it is none. */
int mlg_sql_number(double *out, sqlite3_value *value, const char *what, mlg_sql_words *why);

int mlg_sql_fail(mlg_sql_words *why, const char *format, ...) MLG_PRINTF(2, 3);

/* Limit of a number of minutes in deciseconds; none for NULL. */
int mlg_sql_limit(int32_t *limit_ds, sqlite3_value *minutes, mlg_sql_words *why);

/* ---- functions ------------------------------------------------------------------------------------------------------- */

int mlg_sql_add_functions(mlg_sql_session *session);

/* ---- tables ---------------------------------------------------------------------------------------------------------- */

/* Rows of a table, kept until its cursor is done. */
typedef struct mlg_sql_cell {
    sqlite3_value *value; /* of a query; else NULL */
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

/* The cells of one more row, empty; NULL when memory is out. */
mlg_sql_cell *mlg_sql_row(mlg_sql_rows *rows);

/* A table whose rows are made from its arguments, which are its last, hidden columns. */
typedef struct mlg_sql_table {
    const char *name, *declaration, *usage;
    int columns, arguments, required;
    int flag; /* SQLITE_VTAB_INNOCUOUS, or SQLITE_VTAB_DIRECTONLY for one that runs the queries it is given */
    /* argument[arguments]: NULL when not given; required ones are never NULL values. */
    int (*fill)(mlg_sql_rows *rows, mlg_sql_session *session, sqlite3_value **argument, mlg_sql_words *why);
} mlg_sql_table;

extern const mlg_sql_table mlg_sql_isochrone, mlg_sql_travel_times, mlg_sql_nearest_site, mlg_sql_apl;

int mlg_sql_add_table(mlg_sql_session *session, const mlg_sql_table *table);

/* Takes one more user of the session: pass mlg_sql_leave() as the destructor. */
void *mlg_sql_join(mlg_sql_session *session);
void mlg_sql_leave(void *session);

/* ---- queries given as text ----------------------------------------------------------------------------------------------- */

/* What a query of points gave; arrays of `count`. `{ 0 }` is empty. */
typedef struct mlg_sql_points {
    int32_t count, room;
    sqlite3_value **id; /* NULL without a first column of them */
    double *x, *y, *amount;
    bool *known; /* false: something is NULL in the row */
} mlg_sql_points;

/* Runs `query` of columns [id,] x, y [, amount]; `what` names it. SQLITE_ERROR: not one SELECT, other columns, not numbers. */
int mlg_sql_read_points(mlg_sql_points *points, sqlite3 *db, sqlite3_value *query, const char *what, bool with_id,
                        const char *amount, mlg_sql_words *why);

/* Leaves out what is not known: the known ones move to the front, `*kept` of them, in order. Ids stay. */
void mlg_sql_pack_points(mlg_sql_points *points, int32_t *kept);
void mlg_sql_release_points(mlg_sql_points *points);

#endif
