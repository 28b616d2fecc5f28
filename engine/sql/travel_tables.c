/* Tables on travel: isochrone(), travel_times(), nearest_site(). */
#include "sql/sql.h"

#include <math.h>
#include <string.h>

static int read_numbers(double *number, sqlite3_value **value, const char *const *name, int count,
                        mlg_sql_words *why)
{
    int code = SQLITE_OK;
    for (int i = 0; code == SQLITE_OK && i < count; i++)
        if (value[i] && sqlite3_value_type(value[i]) != SQLITE_NULL)
            code = mlg_sql_number(&number[i], value[i], name[i], why);
    return code;
}

/* ---- isochrone(x, y, minutes [, step [, resolution]]) ------------------------------------------------------------------- */

enum { MOST_STEPS = 100 };

/* step, 2 step... and `last` itself. */
static int list_limits(double *limit, int *count, double last, double step, mlg_sql_words *why)
{
    if (!(last >= 0))
        return mlg_sql_fail(why, "minutes is %g: give 0 or more", last);
    if (isnan(step))
        step = last;
    if (last > 0 && !(step > 0))
        return mlg_sql_fail(why, "step is %g: give minutes above 0", step);
    if (last > MOST_STEPS * step)
        return mlg_sql_fail(why, "%g minutes by steps of %g: ask for at most %d isochrones", last, step,
                            MOST_STEPS);
    *count = 0;
    for (int k = 1; k * step < last * (1 - 1e-12); k++)
        limit[(*count)++] = k * step;
    limit[(*count)++] = last;
    return SQLITE_OK;
}

static int copy_shape(mlg_sql_cell *cell, const mlg_blob *shape)
{
    cell->bytes = sqlite3_malloc64(shape->size);
    if (!cell->bytes)
        return SQLITE_NOMEM;
    memcpy(cell->bytes, shape->bytes, shape->size);
    cell->size = (int)shape->size;
    return SQLITE_OK;
}

static int fill_isochrone(mlg_sql_rows *rows, mlg_sql_session *session, sqlite3_value **argument,
                          mlg_sql_words *why)
{
    static const char *const names[] = { "x", "y", "minutes", "step", "resolution" };
    double number[5] = { 0, 0, 0, (double)NAN, 0 }, limit[MOST_STEPS + 1];
    mlg_blob shape[MOST_STEPS + 1] = { { NULL, 0 } };
    mlg_router *router;
    mlg_error err;
    int count = 0, code = read_numbers(number, argument, names, 5, why);
    if (code == SQLITE_OK)
        code = list_limits(limit, &count, number[2], number[3], why);
    if (code == SQLITE_OK)
        code = mlg_sql_router(&router, session, why);
    if (code != SQLITE_OK)
        return code;
    const mlg_isochrone_options options = { .resolution_m = number[4] };
    code = mlg_sql_code(mlg_router_isochrones(shape, router, number[0], number[1], limit, count, &options, &err),
                        &err, why);
    for (int k = 0; k < count; k++) {
        mlg_sql_cell *row = code == SQLITE_OK ? mlg_sql_row(rows) : NULL;
        if (row) {
            row[0].number = limit[k];
            code = copy_shape(&row[1], &shape[k]);
        } else if (code == SQLITE_OK) {
            code = SQLITE_NOMEM;
        }
        mlg_free(shape[k].bytes);
    }
    return code;
}

const mlg_sql_table mlg_sql_isochrone = {
    .name = "isochrone",
    .declaration = "CREATE TABLE t(minutes REAL, geom BLOB, x HIDDEN, y HIDDEN, within HIDDEN, step HIDDEN, "
                   "resolution HIDDEN)",
    .usage =
        "it needs a point and minutes, as isochrone(x, y, 20), or isochrone(x, y, 20, 5) for one every 5 minutes",
    .columns = 2,
    .arguments = 5,
    .required = 3,
    .flag = SQLITE_VTAB_INNOCUOUS,
    .fill = fill_isochrone,
};

/* ---- travel_times(x, y, query [, minutes]) -------------------------------------------------------------------------------- */

static int give_times(mlg_sql_rows *rows, mlg_sql_points *points, const int32_t *time_ds)
{
    for (int32_t i = 0, k = 0; i < points->count; i++) {
        mlg_sql_cell *row = mlg_sql_row(rows);
        if (!row)
            return SQLITE_NOMEM;
        row[0].value = points->id[i];
        points->id[i] = NULL;
        if (!points->known[i])
            continue;
        if (time_ds[k] != MLG_UNREACHABLE)
            row[1].number = (double)time_ds[k] / MLG_SQL_DS_PER_MIN;
        k++;
    }
    return SQLITE_OK;
}

static int fill_travel_times(mlg_sql_rows *rows, mlg_sql_session *session, sqlite3_value **argument,
                             mlg_sql_words *why)
{
    static const char *const names[] = { "x", "y" };
    double number[2];
    int32_t limit_ds = 0, kept = 0, *time_ds = NULL;
    mlg_sql_points points = { 0 };
    mlg_router *router;
    mlg_error err;
    int code = read_numbers(number, argument, names, 2, why);
    if (code == SQLITE_OK)
        code = mlg_sql_limit(&limit_ds, argument[3], why);
    if (code == SQLITE_OK)
        code = mlg_sql_router(&router, session, why);
    if (code == SQLITE_OK)
        code = mlg_sql_read_points(&points, session->db, argument[2], "the query", true, NULL, why);
    if (code == SQLITE_OK) {
        mlg_sql_pack_points(&points, &kept);
        time_ds = sqlite3_malloc64((sqlite3_uint64)kept * sizeof *time_ds + 1);
        code = time_ds ? SQLITE_OK : SQLITE_NOMEM;
    }
    const mlg_positions from = { 1, &number[0], &number[1] }, to = { kept, points.x, points.y };
    if (code == SQLITE_OK)
        code = mlg_sql_code(mlg_router_times(time_ds, router, &from, &to, limit_ds, &err), &err, why);
    if (code == SQLITE_OK)
        code = give_times(rows, &points, time_ds);
    mlg_sql_release_points(&points);
    sqlite3_free(time_ds);
    return code;
}

const mlg_sql_table mlg_sql_travel_times = {
    .name = "travel_times",
    .declaration = "CREATE TABLE t(id, minutes REAL, x HIDDEN, y HIDDEN, query HIDDEN, within HIDDEN)",
    .usage = "it needs a point and a query, as travel_times(x, y, 'SELECT id, x, y FROM places')",
    .columns = 2,
    .arguments = 4,
    .required = 3,
    .flag = SQLITE_VTAB_DIRECTONLY,
    .fill = fill_travel_times,
};

/* ---- nearest_site(x, y, what [, most [, minutes]]) ---------------------------------------------------------------------------- */

static int give_sites(mlg_sql_rows *rows, const mlg_near_sites *found)
{
    for (int32_t i = 0; i < found->count; i++) {
        const mlg_near_site *site = &found->items[i];
        mlg_sql_cell *row = mlg_sql_row(rows);
        if (!row)
            return SQLITE_NOMEM;
        row[0].number = i + 1;
        row[1].text = sqlite3_mprintf("%s", site->code);
        row[2].text = sqlite3_mprintf("%s", site->label);
        row[3].number = (double)site->time_ds / MLG_SQL_DS_PER_MIN;
        row[4].number = site->x;
        row[5].number = site->y;
        if (!row[1].text || !row[2].text)
            return SQLITE_NOMEM;
    }
    return SQLITE_OK;
}

static int fill_nearest_site(mlg_sql_rows *rows, mlg_sql_session *session, sqlite3_value **argument,
                             mlg_sql_words *why)
{
    static const char *const names[] = { "x", "y" }, *const most_name[] = { "most" };
    double number[2], most = 1;
    int32_t limit_ds = 0;
    mlg_router *router;
    mlg_near_sites found = { NULL, 0 };
    mlg_error err;
    const char *what = (const char *)sqlite3_value_text(argument[2]);
    int code = what ? read_numbers(number, argument, names, 2, why) : SQLITE_NOMEM;
    if (code == SQLITE_OK)
        code = read_numbers(&most, argument + 3, most_name, 1, why);
    if (code == SQLITE_OK && !(most >= 1 && most <= 1e6))
        code = mlg_sql_fail(why, "most is %g: ask for 1 site or more", most);
    if (code == SQLITE_OK)
        code = mlg_sql_limit(&limit_ds, argument[4], why);
    if (code == SQLITE_OK)
        code = mlg_sql_router(&router, session, why);
    if (code == SQLITE_OK)
        code = mlg_sql_code(
            mlg_router_nearest(&found, router, what, number[0], number[1], (int32_t)most, limit_ds, &err), &err,
            why);
    if (code == SQLITE_OK)
        code = give_sites(rows, &found);
    mlg_near_sites_release(&found);
    return code;
}

const mlg_sql_table mlg_sql_nearest_site = {
    .name = "nearest_site",
    .declaration = "CREATE TABLE t(rank INTEGER, code TEXT, label TEXT, minutes REAL, site_x REAL, site_y REAL, x "
                   "HIDDEN, y HIDDEN, "
                   "what HIDDEN, most HIDDEN, within HIDDEN)",
    .usage =
        "it needs a point and what to look for, as nearest_site(x, y, 'gp') or nearest_site(x, y, 'urgences', 3)",
    .columns = 6,
    .arguments = 5,
    .required = 3,
    .flag = SQLITE_VTAB_INNOCUOUS,
    .fill = fill_nearest_site,
};
