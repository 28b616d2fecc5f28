/* The functions and tables of the SQL extension, on arguments of every type: an answer or an error, never a crash. The first byte chooses the call, then come its arguments: a type, a length, bytes. */
#include "target.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

int sqlite3_modmaillage_init(sqlite3 *db, char **message, const void *api);

static const char *const calls[] = {
    "SELECT apl_class(?1)",
    "SELECT apl_class(?1, ?2, ?3, ?4)",
    "SELECT decay_weight(?1, ?2)",
    "SELECT crow_time(?1)",
    "SELECT crow_time(?1, ?2, ?3)",
    "SELECT maillage_open('crow', ?1)",
    "SELECT travel_time(?1, ?2, ?3, ?4)",
    "SELECT * FROM isochrone(?1, ?2, ?3)",
    "SELECT * FROM travel_times(?1, ?2, ?3)",
    "SELECT * FROM travel_times(7e5, 66e5, 'SELECT id, x, y FROM p', ?1)",
    "SELECT * FROM nearest_site(?1, ?2, ?3)",
    "SELECT * FROM apl(?1, ?2)",
    "SELECT * FROM apl('SELECT id, x, y, x FROM p', 'SELECT id, x, y, 1 FROM p', ?1, ?2)",
    "INSERT INTO p VALUES (?1, ?2, ?3)",
};

static int stop(void *count)
{
    return ++*(int *)count > 2000;
}

static sqlite3 *open_base(void)
{
    sqlite3 *db;
    if (sqlite3_auto_extension((void (*)(void))(uintptr_t)sqlite3_modmaillage_init) != SQLITE_OK ||
        sqlite3_open(":memory:", &db) != SQLITE_OK)
        abort();
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 1 << 16);
    if (sqlite3_exec(
            db,
            "CREATE TABLE p(id, x, y); INSERT INTO p VALUES (1, 700000, 6600000), ('b', 701000, 6601000), "
            "(NULL, 7e5, 66e5); SELECT maillage_open('crow'); SAVEPOINT start",
            NULL, NULL, NULL) != SQLITE_OK)
        abort();
    return db;
}

/* Binds the next argument; false at the end of the bytes. */
static bool bind(sqlite3_stmt *call, int number, const uint8_t **at, const uint8_t *end)
{
    if (end - *at < 2)
        return false;
    const uint8_t type = (*at)[0];
    const int length = (*at)[1] < end - *at - 2 ? (*at)[1] : (int)(end - *at - 2);
    const uint8_t *bytes = *at + 2;
    double number_value = 0;
    sqlite3_int64 whole = 0;
    memcpy(&number_value, bytes, length < 8 ? (size_t)length : 8);
    memcpy(&whole, bytes, length < 8 ? (size_t)length : 8);
    switch (type % 5) {
    case 0:
        sqlite3_bind_text(call, number, (const char *)bytes, length, SQLITE_TRANSIENT);
        break;
    case 1:
        sqlite3_bind_double(call, number, number_value);
        break;
    case 2:
        sqlite3_bind_int64(call, number, length < 3 ? whole : (sqlite3_int64)(int)whole);
        break;
    case 3:
        sqlite3_bind_blob(call, number, bytes, length, SQLITE_TRANSIENT);
        break;
    default:
        sqlite3_bind_null(call, number);
    }
    *at = bytes + length;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static sqlite3 *db;
    const uint8_t *end = data + size;
    sqlite3_stmt *call;
    int count = 0;
    if (size < 1)
        return 0;
    if (!db)
        db = open_base();
    sqlite3_progress_handler(db, 100, stop, &count);
    if (sqlite3_prepare_v2(db, calls[*data++ % (sizeof calls / sizeof *calls)], -1, &call, NULL) != SQLITE_OK)
        abort();
    for (int i = 1; i <= sqlite3_bind_parameter_count(call) && bind(call, i, &data, end);)
        i++;
    for (int row = 0; row < 100 && sqlite3_step(call) == SQLITE_ROW; row++)
        for (int c = 0; c < sqlite3_column_count(call); c++)
            sqlite3_column_bytes(call, c);
    sqlite3_finalize(call);
    sqlite3_progress_handler(db, 0, NULL, NULL);
    sqlite3_exec(db, "ROLLBACK TO start", NULL, NULL, NULL);
    return 0;
}

void fuzz_seeds(fuzz_keep keep)
{
    FUZZ_SEED(keep, "\000\001\010\000\000\000\000\000\000\370\077");
    FUZZ_SEED(keep, "\001\002\001\003\002\001\001\002\001\002\002\001\003");
    FUZZ_SEED(keep, "\002\002\001\007\000\010apl-2015");
    FUZZ_SEED(keep, "\004\001\010\000\000\000\000\000\000\131\100\002\001\001\002\001\007");
    FUZZ_SEED(keep, "\005\002\002\152\010");
    FUZZ_SEED(keep, "\006\002\002\001\001\002\001\002\002\001\003\004\000");
    FUZZ_SEED(keep, "\007\002\002\001\001\002\002\001\001\000\00710 30 x");
    FUZZ_SEED(keep, "\010\002\002\001\001\002\002\001\001\000\026SELECT id, x, y FROM p");
    FUZZ_SEED(keep, "\011\001\010\000\000\000\000\000\000\370\077");
    FUZZ_SEED(keep, "\013\000\031SELECT id, x, y, 1 FROM p\000\031SELECT id, x, y, 2 FROM p");
    FUZZ_SEED(keep, "\014\000\010apl-2015\000\010apl-2015");
}
