/* The study file: a GeoPackage opened through SQLite with the SpatiaLite functions in amphibious mode.
 * In that mode SpatiaLite functions read GeoPackage blobs but write their own: SQL that stores a geometry it made
 * wraps it in AsGPB(). */
#ifndef MLG_ADAPTERS_DB_DATABASE_H
#define MLG_ADAPTERS_DB_DATABASE_H

#include "adapters/geom/geometry.h"

typedef struct mlg_db mlg_db;
typedef struct mlg_stmt mlg_stmt;

/* Creates a new GeoPackage at `path` (which must not exist), loads SpatiaLite, runs queries/schema/NNN_*.sql in
 * order, registers the layers in coordinate system `epsg` and the attribute tables. MLG_INPUT when the file
 * exists or cannot be created. */
mlg_status mlg_db_create(mlg_db **out, const char *path, int epsg, mlg_error *err) MLG_MUST_CHECK;

/* Opens an existing one. MLG_INPUT: missing, not a GeoPackage, not a study, an export, or of another schema version. */
mlg_status mlg_db_open(mlg_db **out, const char *path, bool writable, mlg_error *err) MLG_MUST_CHECK;

/* The same, an export too: only the tables of queries/export/select_tables.sql are there for sure. */
mlg_status mlg_db_open_any(mlg_db **out, const char *path, bool writable, mlg_error *err) MLG_MUST_CHECK;

/* To read, without SpatiaLite: for one who lives in a program that may have loaded it into an SQLite of its own. */
mlg_status mlg_db_open_plain(mlg_db **out, const char *path, mlg_error *err) MLG_MUST_CHECK;

/* Rolls back what is open, leaves no -wal, -shm or -journal. NULL is accepted. */
void mlg_db_close(mlg_db *db);

/* Several statements, from memory. The failing one is quoted in the error. */
mlg_status mlg_db_exec(mlg_db *db, const char *sql, mlg_error *err) MLG_MUST_CHECK;

mlg_status mlg_db_begin(mlg_db *db, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_db_commit(mlg_db *db, mlg_error *err) MLG_MUST_CHECK;
void mlg_db_rollback(mlg_db *db);

/* After a stage has written `table`: gpkg_contents.last_change, and the box of a layer from its R-tree. Within the
 * transaction of the stage, before its commit. */
mlg_status mlg_db_touch(mlg_db *db, const char *table, mlg_error *err) MLG_MUST_CHECK;

/* Prepares the embedded query `queries/<name>.sql`, one statement. */
mlg_status mlg_db_query(mlg_stmt **out, mlg_db *db, const char *name, mlg_error *err) MLG_MUST_CHECK;

/* The same from a text, for names of tables that are only known now; it lives as long as the statement. */
mlg_status mlg_db_statement(mlg_stmt **out, mlg_db *db, const char *sql, mlg_error *err) MLG_MUST_CHECK;

/* Parameters by name with the colon (":insee_com"). An unknown name is a programming error (asserted). Text and
 * blob are copied. NULL text and NaN bind NULL. A parameter keeps its value until bound again. Binding a statement
 * left in the middle of its rows starts it again. Memory that runs out is told by the next step. */
void mlg_bind_text(mlg_stmt *stmt, const char *name, const char *text);
void mlg_bind_double(mlg_stmt *stmt, const char *name, double value);
void mlg_bind_int(mlg_stmt *stmt, const char *name, int64_t value);
void mlg_bind_blob(mlg_stmt *stmt, const char *name, const void *bytes, size_t size);

/* A geometry, or a point, as the GeoPackage stores it in system `epsg`. */
mlg_status mlg_bind_geom(mlg_stmt *stmt, const char *name, const mlg_geom *geom, int epsg,
                         mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_bind_point(mlg_stmt *stmt, const char *name, double x, double y, int epsg,
                          mlg_error *err) MLG_MUST_CHECK;

/* Next row; *row is false at the end, and the statement is then reset. */
mlg_status mlg_stmt_step(mlg_stmt *stmt, bool *row, mlg_error *err) MLG_MUST_CHECK;

/* Runs to the end and resets: for INSERT, UPDATE, DELETE. */
mlg_status mlg_stmt_run(mlg_stmt *stmt, mlg_error *err) MLG_MUST_CHECK;

/* Columns of the current row, from 0. Text is good until the next step, NULL for NULL; double is NaN for NULL;
 * int is 0 for NULL. */
const char *mlg_column_text(mlg_stmt *stmt, int column);
double mlg_column_double(mlg_stmt *stmt, int column);
int64_t mlg_column_int(mlg_stmt *stmt, int column);
bool mlg_column_is_null(mlg_stmt *stmt, int column);
bool mlg_column_is_text(mlg_stmt *stmt, int column);
const void *mlg_column_blob(mlg_stmt *stmt, int column, size_t *size);
int mlg_column_count(mlg_stmt *stmt);
const char *mlg_column_name(mlg_stmt *stmt, int column);

void mlg_stmt_free(mlg_stmt *stmt);

/* One number or one text from the SQL text of a query without parameters; NaN / NULL when there is no row or the
 * value is NULL. Text freed with free(). */
mlg_status mlg_db_number(double *out, mlg_db *db, const char *query, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_db_text(char **out, mlg_db *db, const char *query, mlg_error *err) MLG_MUST_CHECK;

#endif
