/* mod_maillage: travel and access in SQL, for sqlite3, SpatiaLite, Python and ogr2ogr. Its functions are listed in
 * examples/sql/README.md. */
#include "sql/sql.h"

SQLITE_EXTENSION_INIT1

static const mlg_sql_table *const tables[] = { &mlg_sql_isochrone, &mlg_sql_travel_times, &mlg_sql_nearest_site,
                                               &mlg_sql_apl };

/* Entry point, named after the file as SQLite expects. It also exists under the generic name, which SQLite tries first: otherwise
 * dlsym() would find that of a linked library (libgdal has one).
 *
 * Once loaded, the extension stays in memory: threads of the program may still hold thread-local data of the library (GEOS contexts)
 * when the connection is closed. */
MLG_API int sqlite3_modmaillage_init(sqlite3 *db, char **message, const sqlite3_api_routines *api);
MLG_API int sqlite3_extension_init(sqlite3 *db, char **message, const sqlite3_api_routines *api);

int sqlite3_extension_init(sqlite3 *db, char **message, const sqlite3_api_routines *api)
{
    return sqlite3_modmaillage_init(db, message, api);
}

int sqlite3_modmaillage_init(sqlite3 *db, char **message, const sqlite3_api_routines *api)
{
    SQLITE_EXTENSION_INIT2(api);
    mlg_sql_session *session = sqlite3_malloc64(sizeof *session);
    if (!session)
        return SQLITE_NOMEM;
    *session = (mlg_sql_session){ .db = db, .users = 1 };
    int code = mlg_sql_add_functions(session);
    for (size_t i = 0; code == SQLITE_OK && i < sizeof tables / sizeof *tables; i++)
        code = mlg_sql_add_table(session, tables[i]);
    mlg_sql_leave(session);
    if (code != SQLITE_OK && message)
        *message = sqlite3_mprintf("mod_maillage %s: %s", mlg_version(), sqlite3_errstr(code));
    return code == SQLITE_OK ? SQLITE_OK_LOAD_PERMANENTLY : code;
}
