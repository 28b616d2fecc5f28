/* The scalar functions.
 *
 * Functions of their arguments alone are DETERMINISTIC, so that indexes and generated columns may use them. travel_time() also depends
 * on the study that is open and is not: an index would keep the times of another network. Both kinds are INNOCUOUS, for they change nothing.
 * maillage_open() opens a file and is DIRECTONLY: views and triggers of an untrusted database may not call it.
 * NULL in, NULL out. */
#include "sql/sql.h"

#include <math.h>

static void answer(sqlite3_context *context, const char *name, int code, const mlg_sql_words *why)
{
    if (code == SQLITE_NOMEM) {
        sqlite3_result_error_nomem(context);
        return;
    }
    char *text = sqlite3_mprintf("%s: %s", name, why->text);
    if (text)
        sqlite3_result_error(context, text, -1);
    else
        sqlite3_result_error_nomem(context);
    sqlite3_free(text);
}

static bool any_null(int count, sqlite3_value **value)
{
    for (int i = 0; i < count; i++)
        if (sqlite3_value_type(value[i]) == SQLITE_NULL)
            return true;
    return false;
}

/* The arguments as numbers; name[i] is used in messages. */
static int read_numbers(double *number, sqlite3_value **value, const char *const *name, int count,
                        mlg_sql_words *why)
{
    int code = SQLITE_OK;
    for (int i = 0; code == SQLITE_OK && i < count; i++)
        code = mlg_sql_number(&number[i], value[i], name[i], why);
    return code;
}

static void version(sqlite3_context *context, int count, sqlite3_value **value)
{
    (void)count, (void)value;
    sqlite3_result_text(context, mlg_version(), -1, SQLITE_STATIC);
}

/* apl_class(x [, break1, break2...]). */
static void access_class(sqlite3_context *context, int count, sqlite3_value **value)
{
    enum { MOST = 32 };
    double number[MOST];
    mlg_sql_words why;
    mlg_error err;
    int32_t class_number = 0;
    int code = count >= 1 && count <= MOST
                   ? SQLITE_OK
                   : mlg_sql_fail(&why, "%d arguments: give a value, then up to %d breaks", count, MOST - 1);
    if (code == SQLITE_OK && any_null(count, value))
        return;
    for (int i = 0; code == SQLITE_OK && i < count; i++)
        code = mlg_sql_number(&number[i], value[i], i ? "a break" : "the value", &why);
    if (code == SQLITE_OK)
        code = mlg_sql_code(
            mlg_access_class(&class_number, number[0], count > 1 ? number + 1 : NULL, count - 1, &err), &err,
            &why);
    if (code == SQLITE_OK)
        sqlite3_result_int(context, class_number);
    else
        answer(context, "apl_class", code, &why);
}

/* decay_weight(minutes, decay). */
static void decay_weight(sqlite3_context *context, int count, sqlite3_value **value)
{
    double minutes, weight = 0;
    mlg_sql_words why;
    mlg_error err;
    if (any_null(count, value))
        return;
    int code = mlg_sql_number(&minutes, value[0], "minutes", &why);
    const char *decay = (const char *)sqlite3_value_text(value[1]);
    if (code == SQLITE_OK && !decay)
        code = SQLITE_NOMEM;
    if (code == SQLITE_OK)
        code = mlg_sql_code(mlg_decay_minutes(&weight, decay, minutes, &err), &err, &why);
    if (code == SQLITE_OK)
        sqlite3_result_double(context, weight);
    else
        answer(context, "decay_weight", code, &why);
}

/* crow_time(metres [, density_from, density_to]). */
static void crow_time(sqlite3_context *context, int count, sqlite3_value **value)
{
    static const char *const names[] = { "metres", "the first density", "the second density" };
    double number[3] = { 0, 0, 0 }, minutes = 0;
    mlg_sql_words why;
    mlg_error err;
    if (any_null(count, value))
        return;
    int code = read_numbers(number, value, names, count, &why);
    for (int i = 1; code == SQLITE_OK && i < 3; i++)
        if (!(number[i] >= 0 && number[i] <= 7 && number[i] == floor(number[i])))
            code = mlg_sql_fail(&why, "%s is %g: levels are 1 to 7, 0 unknown", names[i], number[i]);
    if (code == SQLITE_OK)
        code =
            mlg_sql_code(mlg_crow_minutes(&minutes, number[0], (int)number[1], (int)number[2], &err), &err, &why);
    if (code == SQLITE_OK)
        sqlite3_result_double(context, minutes);
    else
        answer(context, "crow_time", code, &why);
}

/* maillage_open(path [, epsg]): the model, "crow" or "road". */
static void open_study(sqlite3_context *context, int count, sqlite3_value **value)
{
    mlg_sql_session *session = sqlite3_user_data(context);
    double epsg = 0;
    mlg_router *opened = NULL;
    mlg_sql_words why;
    mlg_error err;
    if (any_null(count, value))
        return;
    const char *path = (const char *)sqlite3_value_text(value[0]);
    int code = path ? SQLITE_OK : SQLITE_NOMEM;
    if (code == SQLITE_OK && count > 1)
        code = mlg_sql_number(&epsg, value[1], "epsg", &why);
    if (code == SQLITE_OK && !(epsg >= 0 && epsg <= 999999 && epsg == floor(epsg)))
        code = mlg_sql_fail(&why, "epsg is %g: give the code of a coordinate system in metres, as 2154", epsg);
    if (code == SQLITE_OK) {
        const char *from = sqlite3_stricmp(path, "crow") == 0 ? NULL : path;
        code = mlg_sql_code(mlg_router_open(&opened, from, (int)epsg, &err), &err, &why);
    }
    if (code != SQLITE_OK) {
        answer(context, "maillage_open", code, &why); /* the previous study stays open */
        return;
    }
    mlg_router_close(session->router);
    session->router = opened;
    sqlite3_result_text(context, mlg_router_model(opened), -1, SQLITE_STATIC);
}

/* travel_time(x1, y1, x2, y2): minutes from the first point to the second; NULL if there is no route. */
static void travel_time(sqlite3_context *context, int count, sqlite3_value **value)
{
    static const char *const names[] = { "x1", "y1", "x2", "y2" };
    double number[4];
    int32_t time_ds = 0;
    mlg_router *router = NULL;
    mlg_sql_words why;
    mlg_error err;
    if (any_null(count, value))
        return;
    int code = read_numbers(number, value, names, count, &why);
    if (code == SQLITE_OK)
        code = mlg_sql_router(&router, sqlite3_user_data(context), &why);
    const mlg_positions from = { 1, &number[0], &number[1] }, to = { 1, &number[2], &number[3] };
    if (code == SQLITE_OK)
        code = mlg_sql_code(mlg_router_times(&time_ds, router, &from, &to, MLG_UNREACHABLE, &err), &err, &why);
    if (code != SQLITE_OK)
        answer(context, "travel_time", code, &why);
    else if (time_ds != MLG_UNREACHABLE)
        sqlite3_result_double(context, (double)time_ds / MLG_SQL_DS_PER_MIN);
}

int mlg_sql_add_functions(mlg_sql_session *session)
{
    enum { PURE = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS };
    static const struct {
        const char *name;
        int arguments, flags;
        void (*call)(sqlite3_context *, int, sqlite3_value **);
    } functions[] = {
        { "mlg_version", 0, PURE, version },
        { "apl_class", -1, PURE, access_class },
        { "decay_weight", 2, PURE, decay_weight },
        { "crow_time", 1, PURE, crow_time },
        { "crow_time", 3, PURE, crow_time },
        { "maillage_open", 1, SQLITE_UTF8 | SQLITE_DIRECTONLY, open_study },
        { "maillage_open", 2, SQLITE_UTF8 | SQLITE_DIRECTONLY, open_study },
        { "travel_time", 4, SQLITE_UTF8 | SQLITE_INNOCUOUS, travel_time },
    };
    int code = SQLITE_OK;
    for (size_t i = 0; code == SQLITE_OK && i < sizeof functions / sizeof *functions; i++)
        code =
            sqlite3_create_function_v2(session->db, functions[i].name, functions[i].arguments, functions[i].flags,
                                       mlg_sql_join(session), functions[i].call, NULL, NULL, mlg_sql_leave);
    return code;
}
