#include "edit_database.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 4096, MOST_PATCHES = 32 };

fuzz_base fuzz_read_base(const char *path)
{
    fuzz_base base = { 0 };
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        abort();
    base.size = (size_t)ftell(file);
    base.bytes = malloc(base.size);
    rewind(file);
    if (!base.bytes || fread(base.bytes, 1, base.size, file) != base.size)
        abort();
    fclose(file);
    return base;
}

static void run(sqlite3 *db, const char *sql)
{
    sqlite3_exec(db, sql, NULL, NULL, NULL);
}

/* The text of the n-th row of a query, round and round; freed with sqlite3_free(). */
static char *pick(sqlite3 *db, const char *query, unsigned n)
{
    sqlite3_stmt *rows;
    char *text = NULL;
    unsigned count = 0;
    if (sqlite3_prepare_v2(db, query, -1, &rows, NULL) != SQLITE_OK)
        return NULL;
    while (sqlite3_step(rows) == SQLITE_ROW)
        count++;
    sqlite3_reset(rows);
    for (unsigned i = 0; count && i <= n % count && sqlite3_step(rows) == SQLITE_ROW; i++)
        if (i == n % count)
            text = sqlite3_mprintf("%s", sqlite3_column_text(rows, 0));
    sqlite3_finalize(rows);
    return text;
}

static void bind(sqlite3_stmt *stmt, const uint8_t *bytes, int size)
{
    double number = 0;
    if (size < 1) {
        sqlite3_bind_null(stmt, 1);
        return;
    }
    memcpy(&number, bytes + 1, size < 9 ? (size_t)size - 1 : 8);
    switch (bytes[0] % 5) {
    case 0:
        sqlite3_bind_text(stmt, 1, (const char *)bytes + 1, size - 1, SQLITE_TRANSIENT);
        break;
    case 1:
        sqlite3_bind_double(stmt, 1, number);
        break;
    case 2:
        sqlite3_bind_int64(stmt, 1, size < 3 ? size : ((sqlite3_int64)bytes[1] - 128) * (1 << bytes[2] % 31));
        break;
    case 3:
        sqlite3_bind_blob(stmt, 1, bytes + 1, size - 1, SQLITE_TRANSIENT);
        break;
    default:
        sqlite3_bind_null(stmt, 1);
    }
}

/* A column of a table, of all rows or of the first. */
static void change_cell(sqlite3 *db, unsigned choice, const uint8_t *bytes, int size)
{
    char *table = pick(db,
                       "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' "
                       "ORDER BY name",
                       choice);
    char *columns = sqlite3_mprintf("SELECT name FROM pragma_table_info(%Q)", table);
    char *column = pick(db, columns, choice / 7);
    char *sql = sqlite3_mprintf(
        "UPDATE OR IGNORE \"%w\" SET \"%w\" = ?1 WHERE %d OR rowid = (SELECT min(rowid) FROM \"%w\")", table,
        column, choice & 1, table);
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK) {
        bind(stmt, bytes, size);
        sqlite3_step(stmt);
    }
    sqlite3_finalize(stmt);
    sqlite3_free(sql);
    sqlite3_free(column);
    sqlite3_free(columns);
    sqlite3_free(table);
}

static void change_schema(sqlite3 *db, unsigned choice, const uint8_t *bytes, int size)
{
    char *name = pick(db, "SELECT name FROM sqlite_master ORDER BY name", choice);
    sqlite3_stmt *stmt = NULL;
    if (name && sqlite3_prepare_v2(db, "UPDATE sqlite_master SET sql = ?1 WHERE name = ?2", -1, &stmt, NULL) ==
                    SQLITE_OK) {
        sqlite3_bind_text(stmt, 1, (const char *)bytes, size, SQLITE_TRANSIENT);
        sqlite3_bind_text(stmt, 2, name, -1, SQLITE_TRANSIENT);
        sqlite3_step(stmt);
    }
    sqlite3_finalize(stmt);
    sqlite3_free(name);
}

static void change_bytes(FILE *file, const fuzz_base *base, unsigned choice, const uint8_t *bytes, size_t size)
{
    const size_t pages = base->size / PAGE;
    if (size < 3 || pages == 0)
        return;
    fseek(file, (long)(choice % pages * PAGE + (bytes[0] | (size_t)bytes[1] << 8) % PAGE), SEEK_SET);
    fwrite(bytes + 2, 1, size - 2, file);
}

/* The changes of one kind of step: by SQL, or of bytes. */
static void apply(sqlite3 *db, FILE *file, const fuzz_base *base, const uint8_t *at, const uint8_t *end)
{
    for (int n = 0; end - at >= 3 && n < MOST_PATCHES; n++) {
        const unsigned what = at[0] % 3, choice = at[0] / 3 + 85u * at[1];
        const size_t size = at[2] < end - at - 3 ? at[2] : (size_t)(end - at - 3);
        if (db && what == 0)
            change_cell(db, choice, at + 3, (int)size);
        else if (db && what == 1)
            change_schema(db, choice, at + 3, (int)size);
        else if (file && what == 2)
            change_bytes(file, base, choice, at + 3, size);
        at += 3 + size;
    }
}

void fuzz_edit(const char *path, const fuzz_base *base, const uint8_t *data, size_t size)
{
    sqlite3 *db = NULL;
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(base->bytes, 1, base->size, file) != base->size || fclose(file) != 0)
        abort();
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK) {
        sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
        run(db, "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA writable_schema = ON; BEGIN");
        apply(db, NULL, base, data, data + size);
        run(db, "COMMIT");
    }
    sqlite3_close(db);
    file = fopen(path, "r+b");
    if (!file)
        abort();
    apply(NULL, file, base, data, data + size);
    fclose(file);
}
