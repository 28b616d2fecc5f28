/* Prints what an SQL statement answers once an extension of SQLite is loaded: load.exe EXTENSION STATEMENT. Part of packaging/windows/test.sh. */
#include <sqlite3.h>

#include <stdio.h>

int main(int argc, char **argv)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    char *why = NULL;
    if (argc != 3 || sqlite3_open(":memory:", &db) != SQLITE_OK)
        return 2;
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL);
    if (sqlite3_load_extension(db, argv[1], NULL, &why) != SQLITE_OK) {
        fprintf(stderr, "%s\n", why);
        return 1;
    }
    if (sqlite3_prepare_v2(db, argv[2], -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_ROW) {
        fprintf(stderr, "%s\n", sqlite3_errmsg(db));
        return 1;
    }
    printf("%s\n", (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return sqlite3_close(db) == SQLITE_OK ? 0 : 1;
}
