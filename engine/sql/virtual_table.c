/* Table-valued functions: eponymous virtual tables whose arguments are hidden columns. All rows are computed by xFilter. */
#include "sql/sql.h"

#include <math.h>
#include <string.h>

typedef struct {
    sqlite3_vtab base;
    mlg_sql_session *session;
    const mlg_sql_table *table;
} table;

enum { MOST_ARGUMENTS = 8 };

typedef struct {
    sqlite3_vtab_cursor base;
    mlg_sql_rows rows;
    sqlite3_int64 at;
    sqlite3_value *argument[MOST_ARGUMENTS]; /* copies; NULL: omitted */
} cursor;

/* ---- rows -------------------------------------------------------------------------------------------------------------- */

mlg_sql_cell *mlg_sql_row(mlg_sql_rows *rows)
{
    if (rows->count == rows->room) {
        sqlite3_int64 room = rows->room ? 2 * rows->room : 16;
        mlg_sql_cell *grown =
            sqlite3_realloc64(rows->cell, (sqlite3_uint64)room * (size_t)rows->columns * sizeof *grown);
        if (!grown)
            return NULL;
        rows->cell = grown;
        rows->room = room;
    }
    mlg_sql_cell *row = rows->cell + rows->count++ * rows->columns;
    for (int c = 0; c < rows->columns; c++)
        row[c] = (mlg_sql_cell){ .number = (double)NAN };
    return row;
}

static void release_rows(mlg_sql_rows *rows)
{
    for (sqlite3_int64 i = 0; i < rows->count * rows->columns; i++) {
        sqlite3_value_free(rows->cell[i].value);
        sqlite3_free(rows->cell[i].text);
        sqlite3_free(rows->cell[i].bytes);
    }
    sqlite3_free(rows->cell);
    *rows = (mlg_sql_rows){ 0 };
}

/* ---- the table ----------------------------------------------------------------------------------------------------------- */

typedef struct {
    mlg_sql_session *session;
    const mlg_sql_table *table;
} registration;

static void unregister(void *given)
{
    registration *r = given;
    mlg_sql_leave(r->session);
    sqlite3_free(r);
}

static int connect_table(sqlite3 *db, void *given, int argc, const char *const *argv, sqlite3_vtab **out,
                         char **message)
{
    const registration *r = given;
    (void)argc, (void)argv, (void)message;
    int code = sqlite3_declare_vtab(db, r->table->declaration);
    if (code != SQLITE_OK)
        return code;
    table *t = sqlite3_malloc64(sizeof *t);
    if (!t)
        return SQLITE_NOMEM;
    *t = (table){ .session = r->session, .table = r->table };
    *out = &t->base;
    return sqlite3_vtab_config(db, r->table->flag);
}

static int disconnect_table(sqlite3_vtab *base)
{
    sqlite3_free(base);
    return SQLITE_OK;
}

static int complain(sqlite3_vtab *base, const char *words)
{
    const table *t = (const table *)base;
    sqlite3_free(base->zErrMsg);
    base->zErrMsg = sqlite3_mprintf("%s: %s", t->table->name, words);
    return base->zErrMsg ? SQLITE_ERROR : SQLITE_NOMEM;
}

/* Bit a of idxNum is set when argument a is given; arguments are passed in order. A plan in which an argument comes from a table
 * that is joined later is unusable. */
static int best_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
    const mlg_sql_table *t = ((const table *)base)->table;
    int given[MOST_ARGUMENTS], next = 1;
    for (int a = 0; a < t->arguments; a++)
        given[a] = -1;
    for (int i = 0; i < info->nConstraint; i++) {
        int a = info->aConstraint[i].iColumn - t->columns;
        if (a < 0 || info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ)
            continue;
        if (!info->aConstraint[i].usable)
            return SQLITE_CONSTRAINT;
        if (given[a] < 0)
            given[a] = i;
    }
    for (int a = 0; a < t->arguments; a++) {
        if (given[a] < 0 && a < t->required)
            return complain(base, t->usage);
        if (given[a] < 0)
            continue;
        info->aConstraintUsage[given[a]].argvIndex = next++;
        info->aConstraintUsage[given[a]].omit = 1;
        info->idxNum |= 1 << a;
    }
    info->estimatedCost = 1e5; /* a search is expensive compared with reading rows */
    info->estimatedRows = 20;
    return SQLITE_OK;
}

/* ---- the cursor ------------------------------------------------------------------------------------------------------------ */

static int open_cursor(sqlite3_vtab *base, sqlite3_vtab_cursor **out)
{
    (void)base;
    cursor *c = sqlite3_malloc64(sizeof *c);
    if (!c)
        return SQLITE_NOMEM;
    memset(c, 0, sizeof *c);
    *out = &c->base;
    return SQLITE_OK;
}

static void empty_cursor(cursor *c)
{
    release_rows(&c->rows);
    for (int a = 0; a < MOST_ARGUMENTS; a++) {
        sqlite3_value_free(c->argument[a]);
        c->argument[a] = NULL;
    }
    c->at = 0;
}

static int close_cursor(sqlite3_vtab_cursor *base)
{
    empty_cursor((cursor *)base);
    sqlite3_free(base);
    return SQLITE_OK;
}

/* Sets *null when a required argument is NULL, in which case there are no rows. */
static int take_arguments(cursor *c, bool *null, const mlg_sql_table *t, int which, sqlite3_value **argv)
{
    *null = false;
    for (int a = 0; a < t->arguments; a++) {
        if (!(which & 1 << a))
            continue;
        c->argument[a] = sqlite3_value_dup(*argv++);
        if (!c->argument[a])
            return SQLITE_NOMEM;
        *null |= a < t->required && sqlite3_value_type(c->argument[a]) == SQLITE_NULL;
    }
    return SQLITE_OK;
}

static int filter(sqlite3_vtab_cursor *base, int which, const char *name, int argc, sqlite3_value **argv)
{
    const table *t = (const table *)base->pVtab;
    cursor *c = (cursor *)base;
    mlg_sql_words why;
    bool null;
    (void)name, (void)argc;
    empty_cursor(c);
    c->rows.columns = t->table->columns;
    int code = take_arguments(c, &null, t->table, which, argv);
    if (code == SQLITE_OK && !null)
        code = t->table->fill(&c->rows, t->session, c->argument, &why);
    return code == SQLITE_ERROR ? complain(base->pVtab, why.text) : code;
}

static int next_row(sqlite3_vtab_cursor *base)
{
    ((cursor *)base)->at++;
    return SQLITE_OK;
}

static int at_end(sqlite3_vtab_cursor *base)
{
    const cursor *c = (const cursor *)base;
    return c->at >= c->rows.count;
}

static int give_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column)
{
    const cursor *c = (const cursor *)base;
    if (column >= c->rows.columns) {
        sqlite3_value *argument = c->argument[column - c->rows.columns];
        if (argument)
            sqlite3_result_value(context, argument);
        return SQLITE_OK;
    }
    const mlg_sql_cell *cell = &c->rows.cell[c->at * c->rows.columns + column];
    if (cell->value)
        sqlite3_result_value(context, cell->value);
    else if (cell->text)
        sqlite3_result_text(context, cell->text, -1, SQLITE_TRANSIENT);
    else if (cell->bytes)
        sqlite3_result_blob(context, cell->bytes, cell->size, SQLITE_TRANSIENT);
    else if (!isnan(cell->number))
        sqlite3_result_double(context, cell->number);
    return SQLITE_OK;
}

static int give_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid)
{
    *rowid = ((const cursor *)base)->at + 1;
    return SQLITE_OK;
}

/* No xCreate: the table is eponymous-only, and CREATE VIRTUAL TABLE is not allowed. */
static const sqlite3_module module = {
    .iVersion = 0,
    .xConnect = connect_table,
    .xBestIndex = best_index,
    .xDisconnect = disconnect_table,
    .xOpen = open_cursor,
    .xClose = close_cursor,
    .xFilter = filter,
    .xNext = next_row,
    .xEof = at_end,
    .xColumn = give_column,
    .xRowid = give_rowid,
};

int mlg_sql_add_table(mlg_sql_session *session, const mlg_sql_table *made)
{
    registration *r = sqlite3_malloc64(sizeof *r);
    if (!r)
        return SQLITE_NOMEM;
    *r = (registration){ mlg_sql_join(session), made };
    return sqlite3_create_module_v2(session->db, made->name, &module, r, unregister);
}
