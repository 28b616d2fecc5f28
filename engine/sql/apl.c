/* apl(demand, supply [, decay [, measure]]): access of the places of one query to the sites of another.
 *
 * A table-valued function over two queries rather than an aggregate: a floating catchment needs the whole demand around the whole
 * supply, from two tables, before it can output the first place, and returns one row per place with an id to join on. */
#include "sql/sql.h"

static int text_of(const char **out, sqlite3_value *value, const char *what, mlg_sql_words *why)
{
    *out = NULL;
    if (!value || sqlite3_value_type(value) == SQLITE_NULL)
        return SQLITE_OK;
    if (sqlite3_value_type(value) != SQLITE_TEXT)
        return mlg_sql_fail(why, "%s is no text: give its name", what);
    *out = (const char *)sqlite3_value_text(value);
    return *out ? SQLITE_OK : SQLITE_NOMEM;
}

static int give_access(mlg_sql_rows *rows, mlg_sql_points *places, const double *access)
{
    for (int32_t i = 0, k = 0; i < places->count; i++) {
        mlg_sql_cell *row = mlg_sql_row(rows);
        if (!row)
            return SQLITE_NOMEM;
        row[0].value = places->id[i];
        places->id[i] = NULL;
        if (places->known[i])
            row[1].number = access[k++];
    }
    return SQLITE_OK;
}

static int compute(mlg_sql_rows *rows, mlg_router *router, mlg_sql_points *places, mlg_sql_points *sites,
                   mlg_access_request *ask, mlg_sql_words *why)
{
    mlg_error err;
    mlg_sql_pack_points(places, &ask->places.count);
    mlg_sql_pack_points(sites, &ask->sites.count);
    ask->places.x = places->x;
    ask->places.y = places->y;
    ask->persons = places->amount;
    ask->sites.x = sites->x;
    ask->sites.y = sites->y;
    ask->supply = sites->amount;
    double *access = sqlite3_malloc64((sqlite3_uint64)ask->places.count * sizeof *access + 1);
    if (!access)
        return SQLITE_NOMEM;
    int code = mlg_sql_code(mlg_router_access(access, router, ask, &err), &err, why);
    if (code == SQLITE_OK)
        code = give_access(rows, places, access);
    sqlite3_free(access);
    return code;
}

static int fill_apl(mlg_sql_rows *rows, mlg_sql_session *session, sqlite3_value **argument, mlg_sql_words *why)
{
    mlg_sql_points places = { 0 }, sites = { 0 };
    mlg_access_request ask = { .threads = 0 };
    mlg_router *router = NULL;
    int code = text_of(&ask.decay, argument[2], "decay", why);
    if (code == SQLITE_OK)
        code = text_of(&ask.measure, argument[3], "measure", why);
    if (code == SQLITE_OK)
        code = mlg_sql_router(&router, session, why);
    if (code == SQLITE_OK)
        code = mlg_sql_read_points(&places, session->db, argument[0], "the demand", true, "persons", why);
    if (code == SQLITE_OK)
        code = mlg_sql_read_points(&sites, session->db, argument[1], "the supply", false, "supply", why);
    if (code == SQLITE_OK)
        code = compute(rows, router, &places, &sites, &ask, why);
    mlg_sql_release_points(&places);
    mlg_sql_release_points(&sites);
    return code;
}

const mlg_sql_table mlg_sql_apl = {
    .name = "apl",
    .declaration = "CREATE TABLE t(id, access REAL, demand HIDDEN, supply HIDDEN, decay HIDDEN, measure HIDDEN)",
    .usage = "it needs two queries, as apl('SELECT id, x, y, persons FROM d', 'SELECT x, y, supply FROM s')",
    .columns = 2,
    .arguments = 4,
    .required = 2,
    .flag = SQLITE_VTAB_DIRECTONLY,
    .fill = fill_apl,
};
