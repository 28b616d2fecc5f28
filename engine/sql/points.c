/* Points returned by a user query. */
#include "sql/sql.h"

#include <string.h>

static int prepare(sqlite3_stmt **out, sqlite3 *db, sqlite3_value *query, const char *what, int columns,
                   const char *wanted, mlg_sql_words *why)
{
    const char *text = sqlite3_value_type(query) == SQLITE_TEXT ? (const char *)sqlite3_value_text(query) : NULL,
               *rest = NULL;
    sqlite3_stmt *more = NULL;
    *out = NULL;
    if (!text)
        return mlg_sql_fail(why, "%s is no query: give a text, as 'SELECT %s FROM ...'", what, wanted);
    int code = sqlite3_prepare_v2(db, text, -1, out, &rest);
    if (code != SQLITE_OK)
        return code == SQLITE_NOMEM ? code : mlg_sql_fail(why, "%s '%.200s': %s", what, text, sqlite3_errmsg(db));
    code = sqlite3_prepare_v2(db, rest, -1, &more, NULL);
    sqlite3_finalize(more);
    if (code != SQLITE_OK || more || !*out || !sqlite3_stmt_readonly(*out) ||
        sqlite3_column_count(*out) != columns)
        return mlg_sql_fail(why, "%s '%.200s': give one SELECT of %d columns: %s", what, text, columns, wanted);
    return SQLITE_OK;
}

static int grow(mlg_sql_points *p)
{
    if (p->count < p->room)
        return SQLITE_OK;
    int32_t room = p->room ? (p->room > INT32_MAX / 2 ? INT32_MAX : 2 * p->room) : 64;
    struct {
        void **array;
        size_t size;
    } part[] = { { (void **)&p->id, sizeof *p->id },
                 { (void **)&p->x, sizeof *p->x },
                 { (void **)&p->y, sizeof *p->y },
                 { (void **)&p->amount, sizeof *p->amount },
                 { (void **)&p->known, sizeof *p->known } };
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        void *grown = sqlite3_realloc64(*part[i].array, (sqlite3_uint64)room * part[i].size);
        if (!grown)
            return SQLITE_NOMEM;
        *part[i].array = grown;
    }
    p->room = room;
    return SQLITE_OK;
}

static int take_row(mlg_sql_points *p, sqlite3_stmt *stmt, const char *what, bool with_id, const char *amount,
                    mlg_sql_words *why)
{
    char name[80];
    int code = grow(p), column = with_id;
    if (code != SQLITE_OK)
        return code;
    int32_t i = p->count++;
    double *to[] = { &p->x[i], &p->y[i], &p->amount[i] };
    const char *names[] = { "x", "y", amount };
    p->id[i] = with_id ? sqlite3_value_dup(sqlite3_column_value(stmt, 0)) : NULL;
    if (with_id && !p->id[i])
        return SQLITE_NOMEM;
    p->known[i] = true;
    for (int k = 0; k < 2 + (amount != NULL); k++) {
        sqlite3_value *value = sqlite3_column_value(stmt, column++);
        *to[k] = 0;
        if (sqlite3_value_type(value) == SQLITE_NULL) {
            p->known[i] = false;
            continue;
        }
        sqlite3_snprintf(sizeof name, name, "row %d of %s: %s", i + 1, what, names[k]);
        code = mlg_sql_number(to[k], value, name, why);
        if (code != SQLITE_OK)
            return code;
    }
    return SQLITE_OK;
}

int mlg_sql_read_points(mlg_sql_points *points, sqlite3 *db, sqlite3_value *query, const char *what, bool with_id,
                        const char *amount, mlg_sql_words *why)
{
    char wanted[80];
    sqlite3_stmt *stmt = NULL;
    *points = (mlg_sql_points){ 0 };
    sqlite3_snprintf(sizeof wanted, wanted, "%sx, y%s%s", with_id ? "id, " : "", amount ? ", " : "",
                     amount ? amount : "");
    int code = prepare(&stmt, db, query, what, 2 + with_id + (amount != NULL), wanted, why), step = SQLITE_DONE;
    while (code == SQLITE_OK && (step = sqlite3_step(stmt)) == SQLITE_ROW)
        code = points->count < INT32_MAX - 1 ? take_row(points, stmt, what, with_id, amount, why)
                                             : mlg_sql_fail(why, "too many rows");
    if (code == SQLITE_OK && step != SQLITE_DONE)
        code = step == SQLITE_NOMEM ? step : mlg_sql_fail(why, "%s: %s", what, sqlite3_errmsg(db));
    sqlite3_finalize(stmt);
    return code;
}

void mlg_sql_pack_points(mlg_sql_points *p, int32_t *kept)
{
    *kept = 0;
    for (int32_t i = 0; i < p->count; i++)
        if (p->known[i]) {
            p->x[*kept] = p->x[i];
            p->y[*kept] = p->y[i];
            p->amount[(*kept)++] = p->amount[i];
        }
}

void mlg_sql_release_points(mlg_sql_points *p)
{
    for (int32_t i = 0; i < p->count; i++)
        sqlite3_value_free(p->id[i]);
    sqlite3_free(p->id);
    sqlite3_free(p->x);
    sqlite3_free(p->y);
    sqlite3_free(p->amount);
    sqlite3_free(p->known);
    *p = (mlg_sql_points){ 0 };
}
