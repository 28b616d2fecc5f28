/* GeoPackages as sources: a sound one, changed (edit_database.h), gives rows and shapes or one clear line. The first byte chooses how
 * it is read. */
#include "adapters/db/database.h"
#include "edit_database.h"
#include "support.h"
#include "target.h"

#include <stdio.h>

static const char tables[] =
    "CREATE TABLE a(fid INTEGER PRIMARY KEY, geom BLOB, code TEXT, n REAL);"
    "INSERT INTO a VALUES (1, x'47500001E6100000010100000000000000000014400000000000004740', '01001', 1.5);"
    "INSERT INTO a VALUES (2, "
    "x'47500001E610000001020000000200000000000000000014400000000000004740000000000000184000000000"
    "00804740', NULL, -1), (3, NULL, 'é', 2), (4, x'47500011E6100000', '', NULL);"
    "INSERT INTO gpkg_contents(table_name, data_type, identifier, srs_id) VALUES ('a', 'features', 'a', 4326), "
    "('b', 'attributes', 'b', NULL);"
    "INSERT INTO gpkg_geometry_columns VALUES ('a', 'geom', 'GEOMETRY', 4326, 0, 0);"
    "CREATE TABLE b(fid INTEGER PRIMARY KEY, code TEXT, x REAL); INSERT INTO b VALUES (1, '01', 1), (2, '02', 2)";

static fuzz_base base;

static void open_base(void)
{
    mlg_db *db;
    mlg_error err;
    const char *path = fuzz_file("", 0, ".gpkg");
    remove(path);
    assert_ok(mlg_db_create(&db, path, 4326, &err), &err);
    assert_ok(mlg_db_exec(db, tables, &err), &err);
    mlg_db_close(db);
    base = fuzz_read_base(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!base.bytes)
        open_base();
    if (size < 1)
        return 0;
    const char *path = fuzz_file("", 0, ".gpkg");
    fuzz_edit(path, &base, data + 1, size - 1);
    const mlg_layer_options options = { .layer = data[0] & 2   ? "b"
                                                 : data[0] & 1 ? "a"
                                                               : NULL,
                                        .to_epsg = data[0] & 2 ? 0 : 2154 };
    fuzz_layer(path, &options);
    remove(path);
    return 0;
}

void fuzz_seeds(fuzz_keep keep)
{
    FUZZ_SEED(keep, "\001");
    FUZZ_SEED(keep, "\000");
    FUZZ_SEED(keep, "\002\000\000\005\000abcd");
    FUZZ_SEED(
        keep,
        "\001\011\007\027\003GP\000\001\152\010\000\000\001\003\000\000\000\001\000\000\000\000\000\000\000");
    FUZZ_SEED(keep, "\001\001\000\044CREATE TABLE a(fid INTEGER, geom, x)");
    FUZZ_SEED(keep, "\001\005\003\006\000\001abcd");
}
