/* Shared by functions and tables: the travel model of the connection, arguments, errors. */
#include "sql/sql.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

void *mlg_sql_join(mlg_sql_session *session)
{
    session->users++;
    return session;
}

void mlg_sql_leave(void *given)
{
    mlg_sql_session *session = given;
    if (--session->users > 0)
        return;
    mlg_router_close(session->router);
    sqlite3_free(session);
}

int mlg_sql_fail(mlg_sql_words *why, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(why->text, sizeof why->text, format, arguments);
    va_end(arguments);
    return SQLITE_ERROR;
}

int mlg_sql_code(mlg_status status, const mlg_error *err, mlg_sql_words *why)
{
    if (status == MLG_OK)
        return SQLITE_OK;
    if (status == MLG_MEMORY)
        return SQLITE_NOMEM;
    return mlg_sql_fail(why, "%s%s%s", err->message, *err->hint ? ": " : "", err->hint);
}

int mlg_sql_number(double *out, sqlite3_value *value, const char *what, mlg_sql_words *why)
{
    int type = sqlite3_value_type(value);
    *out = sqlite3_value_double(value);
    if (type == SQLITE_INTEGER || (type == SQLITE_FLOAT && isfinite(*out)))
        return SQLITE_OK;
    const unsigned char *text = type == SQLITE_TEXT || type == SQLITE_FLOAT ? sqlite3_value_text(value) : NULL;
    return mlg_sql_fail(why, "%s is %s%.60s%s: give a number", what, text ? "'" : "",
                        text ? (const char *)text : "a blob", text ? "'" : "");
}

int mlg_sql_limit(int32_t *limit_ds, sqlite3_value *minutes, mlg_sql_words *why)
{
    double number;
    *limit_ds = MLG_UNREACHABLE;
    if (!minutes || sqlite3_value_type(minutes) == SQLITE_NULL)
        return SQLITE_OK;
    int code = mlg_sql_number(&number, minutes, "minutes", why);
    if (code == SQLITE_OK && !(number >= 0))
        code = mlg_sql_fail(why, "minutes is %g: give 0 or more", number);
    if (code == SQLITE_OK && number * MLG_SQL_DS_PER_MIN < MLG_UNREACHABLE)
        *limit_ds = (int32_t)lround(number * MLG_SQL_DS_PER_MIN);
    return code;
}

/* True when the main database is itself a study. */
static bool main_is_study(sqlite3 *db)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(db, "SELECT valeur FROM main.etude WHERE cle = 'schema'", -1, &stmt, NULL);
    bool found = code == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW;
    sqlite3_finalize(stmt);
    return found;
}

int mlg_sql_router(mlg_router **out, mlg_sql_session *session, mlg_sql_words *why)
{
    mlg_error err;
    int code = SQLITE_OK;
    if (!session->router) {
        const char *path = sqlite3_db_filename(session->db, "main");
        if (!path || !*path || !main_is_study(session->db))
            return mlg_sql_fail(
                why,
                "no study is open: SELECT maillage_open('study.gpkg') first, or make the study the main database");
        code = mlg_sql_code(mlg_router_open(&session->router, path, 0, &err), &err, why);
    }
    *out = session->router;
    return code;
}
