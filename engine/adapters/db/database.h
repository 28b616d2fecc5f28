/* The study file: a GeoPackage opened through SQLite with the SpatiaLite functions in amphibious mode. In that
 * mode SpatiaLite functions read GeoPackage blobs but return their own format: SQL that stores a geometry it
 * made wraps it in AsGPB(). */
#ifndef MLG_ADAPTERS_DB_DATABASE_H
#define MLG_ADAPTERS_DB_DATABASE_H

#include "adapters/geom/geometry.h"

typedef struct mlg_db mlg_db;
typedef struct mlg_stmt mlg_stmt;

/* Creates a new GeoPackage at `path` (which must not exist), loads SpatiaLite, runs queries/schema/NNN_*.sql in
 * order, and registers the layers, in coordinate system `epsg`, and the attribute tables. Nothing is synced before the file
 * is put in place. MLG_INPUT when the file exists or cannot be created. */
mlg_status mlg_db_create(mlg_db **out, const char *path, int epsg, mlg_error *err) MLG_MUST_CHECK;

/* Opens an existing study. MLG_INPUT: missing, not a GeoPackage, not a study, an export, or of another schema
 * version. */
mlg_status mlg_db_open(mlg_db **out, const char *path, bool writable, mlg_error *err) MLG_MUST_CHECK;

/* The same, or an export, in which only the tables of queries/export/select_tables.sql are sure to exist. */
mlg_status mlg_db_open_any(mlg_db **out, const char *path, bool writable, mlg_error *err) MLG_MUST_CHECK;

/* Read-only and without SpatiaLite, for use inside a program that may have loaded SpatiaLite into its own
 * SQLite. */
mlg_status mlg_db_open_plain(mlg_db **out, const char *path, mlg_error *err) MLG_MUST_CHECK;

/* Whether the file is a study, of whatever version of the program. */
bool mlg_db_holds_study(const char *path);

/* Rolls back an open transaction and leaves no -wal, -shm or -journal file. `db` may be NULL. */
void mlg_db_close(mlg_db *db);

/* Stops syncing transactions to the disk, as mlg_db_create() does: a file aside is worth nothing after a power cut, and mlg_aside_settle()
 * syncs it when it is put in place. */
mlg_status mlg_db_sync_later(mlg_db *db, mlg_error *err) MLG_MUST_CHECK;

/* From here on statements that work for long ask `progress`, which outlives the connection, whether to go on; MLG_CANCELLED: they need not. */
void mlg_db_heed(mlg_db *db, const mlg_progress *progress);

/* Executes one or more statements. The error quotes the one that failed. */
mlg_status mlg_db_exec(mlg_db *db, const char *sql, mlg_error *err) MLG_MUST_CHECK;

mlg_status mlg_db_begin(mlg_db *db, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_db_commit(mlg_db *db, mlg_error *err) MLG_MUST_CHECK;
void mlg_db_rollback(mlg_db *db);

/* Updates gpkg_contents after a stage has written `table`: last_change, and the extent of a layer from its
 * R-tree. Called within the transaction of the stage. */
mlg_status mlg_db_touch(mlg_db *db, const char *table, mlg_error *err) MLG_MUST_CHECK;

/* Prepares the embedded query `queries/<name>.sql`, one statement. */
mlg_status mlg_db_query(mlg_stmt **out, mlg_db *db, const char *name, mlg_error *err) MLG_MUST_CHECK;

/* Prepares SQL built at run time. `sql` must outlive the statement. */
mlg_status mlg_db_statement(mlg_stmt **out, mlg_db *db, const char *sql, mlg_error *err) MLG_MUST_CHECK;

/* Binds a parameter by its name with the colon (":insee_com"). An unknown name is a programming error
 * (asserted). Texts and blobs are copied. NULL text and NaN bind NULL. A parameter keeps its value until it is
 * bound again. Binding resets a statement that has rows left. Running out of memory is reported by the next
 * step. */
void mlg_bind_text(mlg_stmt *stmt, const char *name, const char *text);
void mlg_bind_double(mlg_stmt *stmt, const char *name, double value);
void mlg_bind_int(mlg_stmt *stmt, const char *name, int64_t value);
void mlg_bind_blob(mlg_stmt *stmt, const char *name, const void *bytes, size_t size);

/* A geometry or a point, as a GeoPackage blob in coordinate system `epsg`. */
mlg_status mlg_bind_geom(mlg_stmt *stmt, const char *name, const mlg_geom *geom, int epsg,
                         mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_bind_point(mlg_stmt *stmt, const char *name, double x, double y, int epsg,
                          mlg_error *err) MLG_MUST_CHECK;

/* Advances to the next row. After the last one *row is false and the statement is reset. */
mlg_status mlg_stmt_step(mlg_stmt *stmt, bool *row, mlg_error *err) MLG_MUST_CHECK;

/* Runs to completion and resets: for INSERT, UPDATE, DELETE. */
mlg_status mlg_stmt_run(mlg_stmt *stmt, mlg_error *err) MLG_MUST_CHECK;

/* Columns of the current row, from 0. Text is valid until the next step. NULL reads as a NULL text, as NaN, and
 * as the integer 0. */
const char *mlg_column_text(mlg_stmt *stmt, int column);
double mlg_column_double(mlg_stmt *stmt, int column);
int64_t mlg_column_int(mlg_stmt *stmt, int column);
bool mlg_column_is_null(mlg_stmt *stmt, int column);
bool mlg_column_is_text(mlg_stmt *stmt, int column);
const void *mlg_column_blob(mlg_stmt *stmt, int column, size_t *size);
int mlg_column_count(mlg_stmt *stmt);
const char *mlg_column_name(mlg_stmt *stmt, int column);

void mlg_stmt_free(mlg_stmt *stmt);

/* Copies a database as its readers see it, journals included, without running any code stored in it. `to` must not exist. MLG_INPUT. */
mlg_status mlg_db_copy(const char *from, const char *to, mlg_error *err) MLG_MUST_CHECK;

/* Fills an empty layer with rows of the layer `like` (same fid and outline, some or all): inserted between the two calls, in one
 * transaction, without maintaining the R-tree, which is then copied from `like`. Ten times as fast as building it. */
mlg_status mlg_db_hold_index(mlg_db *db, const char *layer, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_db_copy_index(mlg_db *db, const char *layer, const char *like, mlg_error *err) MLG_MUST_CHECK;

/* The first value of a query without parameters, given as SQL; NaN or NULL when there is no row or the value is
 * NULL. The text is freed with free(). */
mlg_status mlg_db_number(double *out, mlg_db *db, const char *query, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_db_text(char **out, mlg_db *db, const char *query, mlg_error *err) MLG_MUST_CHECK;

#endif
