#include "support.h"

#include "adapters/db/database.h"
#include "adapters/db/gpkg.h"
#include "base/memory.h"
#include "base/resource.h"

#include <ctype.h>
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Folder and study of one test, closed by the teardown whatever happened. */
typedef struct {
    char *folder;
    const char *path;
    mlg_db *db;
    mlg_stmt *stmt;
    mlg_error err;
} bench;

static int set_up(void **state)
{
    bench *b = calloc(1, sizeof *b);
    b->folder = make_folder();
    b->path = strdup(in_folder(b->folder, "etude.gpkg"));
    assert_ok(mlg_db_create(&b->db, b->path, 2154, &b->err), &b->err);
    *state = b;
    return 0;
}

static int tear_down(void **state)
{
    bench *b = *state;
    mlg_stmt_free(b->stmt);
    mlg_db_close(b->db);
    remove_folder(b->folder);
    free((void *)(uintptr_t)b->path);
    free(b);
    return 0;
}

static void run(bench *b, const char *sql)
{
    assert_ok(mlg_db_exec(b->db, sql, &b->err), &b->err);
}

static double number(bench *b, const char *sql)
{
    double value;
    assert_ok(mlg_db_number(&value, b->db, sql, &b->err), &b->err);
    return value;
}

static void reopen(bench *b, bool writable)
{
    mlg_db_close(b->db);
    b->db = NULL;
    assert_ok(mlg_db_open(&b->db, b->path, writable, &b->err), &b->err);
}

static bool beside(const bench *b, const char *suffix)
{
    char path[4200];
    snprintf(path, sizeof path, "%s%s", b->path, suffix);
    return access(path, F_OK) == 0;
}

#define SQUARE(x, y)                                                                                              \
    "AsGPB(GeomFromText('MULTIPOLYGON(((" x " " y ", 10 " y ", 10 10, " x " 10, " x " " y ")))', 2154))"
#define ADD_COMMUNE(code, x, y)                                                                                   \
    "INSERT INTO commune (geom, insee_com, x, y) VALUES (" SQUARE(x, y) ", '" code "', 5, 5)"

static void gdal_lists_every_table(void **state)
{
    bench *b = *state;
    run(b, ADD_COMMUNE("01004", "0", "0"));
    run(b, "INSERT INTO zonage (maille, code, zonage) VALUES ('commune', '01004', 'ZIP')");
    mlg_db_close(b->db);
    b->db = NULL;
    GDALAllRegister();
    GDALDatasetH file = GDALOpenEx(b->path, GDAL_OF_VECTOR, NULL, NULL, NULL);
    assert_non_null(file);
    int wanted = 0;
    for (const mlg_table *t = mlg_tables; t->name; t++, wanted++) {
        OGRLayerH layer = GDALDatasetGetLayerByName(file, t->name);
        assert_non_null(layer);
        const char *type = t->geometry ? t->geometry : "";
        assert_int_equal(OGR_L_GetGeomType(layer), !*type                            ? wkbNone
                                                   : strcmp(type, "POINT") == 0      ? wkbPoint
                                                   : strcmp(type, "LINESTRING") == 0 ? wkbLineString
                                                                                     : wkbMultiPolygon);
        assert_true(!t->geometry || OGR_L_TestCapability(layer, OLCFastSpatialFilter));
    }
    assert_int_equal(GDALDatasetGetLayerCount(file), wanted);
    OGRLayerH zoning = GDALDatasetGetLayerByName(file, "zonage");
    OGRFeatureH row = OGR_L_GetNextFeature(zoning); /* NULL for a table WITHOUT ROWID */
    assert_non_null(row);
    assert_string_equal(OGR_F_GetFieldAsString(row, OGR_F_GetFieldIndex(row, "code")), "01004");
    OGR_F_Destroy(row);
    GDALClose(file);
}

static void every_table_of_the_schema_is_registered_and_has_an_integer_key(void **state)
{
    bench *b = *state;
    assert_near(number(b, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'gpkg_%' AND "
                          "name NOT LIKE 'rtree_%' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('qgis_projects', "
                          "'acces_surface') AND name NOT IN "
                          "(SELECT table_name FROM gpkg_contents)"),
                0, 0);
    assert_near(number(b, "SELECT count(*) FROM gpkg_contents c WHERE NOT EXISTS (SELECT 1 FROM "
                          "pragma_table_info(c.table_name) WHERE pk = 1 AND type = 'INTEGER')"),
                0, 0);
    assert_near(number(b,
                       "SELECT count(*) FROM gpkg_contents c JOIN pragma_table_info(c.table_name) i ON i.name = "
                       "'geom' WHERE c.data_type <> 'features'"),
                0, 0);
    /* what the validator of GDAL looks at: declared type of geometries, triggers of the R-tree */
    assert_near(
        number(b,
               "SELECT count(*) FROM gpkg_geometry_columns g JOIN pragma_table_info(g.table_name) i ON i.name = "
               "'geom' WHERE i.type <> g.geometry_type_name"),
        0, 0);
    assert_near(
        number(
            b,
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'rtree_*_geom_update[1-4]'"),
        4 * number(b, "SELECT count(*) FROM gpkg_geometry_columns"), 0);
    assert_near(number(b, "SELECT count(*) FROM pragma_foreign_key_check"), 0, 0);
    assert_near(number(b, "PRAGMA foreign_keys"), 1, 0);
    assert_near(number(b, "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = 'qpv'"), 2154, 0);
}

static void rtree_is(bench *b, double rows, double min_x, double max_x)
{
    assert_near(number(b, "SELECT count(*) FROM rtree_commune_geom"), rows, 0);
    if (rows > 0) {
        assert_near(number(b, "SELECT min(minx) FROM rtree_commune_geom"), min_x, 1e-6);
        assert_near(number(b, "SELECT max(maxx) FROM rtree_commune_geom"), max_x, 1e-6);
    }
    assert_near(number(b, "SELECT rtreecheck('rtree_commune_geom') = 'ok'"), 1, 0);
}

static void the_rtree_follows_every_change(void **state)
{
    bench *b = *state;
    run(b, ADD_COMMUNE("01004", "0", "0"));
    rtree_is(b, 1, 0, 10);
    run(b, "UPDATE commune SET geom = " SQUARE("-4", "0"));
    rtree_is(b, 1, -4, 10);
    run(b, "UPDATE commune SET fid = 77");
    rtree_is(b, 1, -4, 10);
    run(b, "UPDATE commune SET geom = NULL");
    rtree_is(b, 0, 0, 0);
    run(b, "UPDATE commune SET geom = " SQUARE("1", "0"));
    rtree_is(b, 1, 1, 10);
    run(b, ADD_COMMUNE("01004", "2", "0") " ON CONFLICT (insee_com) DO UPDATE SET geom = excluded.geom");
    rtree_is(b, 1, 2, 10);
    run(b, "INSERT OR REPLACE INTO commune (geom, insee_com, x, y) VALUES (" SQUARE("3", "0") ", '01004', 1, 1)");
    assert_near(number(b, "SELECT max(minx) FROM rtree_commune_geom"), 3, 1e-6);
    run(b, "DELETE FROM commune");
    run(b, "INSERT INTO commune (insee_com, x, y) VALUES ('01001', 1, 1)");
    assert_near(number(b, "SELECT count(*) FROM commune c JOIN rtree_commune_geom r ON r.id = c.fid"), 0, 0);
}

static void gdal_edits_keep_the_rtree_right(void **state)
{
    bench *b = *state;
    run(b, ADD_COMMUNE("01004", "0", "0"));
    run(b, ADD_COMMUNE("01005", "1", "0"));
    mlg_db_close(b->db);
    b->db = NULL;
    GDALAllRegister();
    GDALDatasetH file = GDALOpenEx(b->path, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL);
    assert_non_null(file);
    OGRLayerH layer = GDALDatasetGetLayerByName(file, "commune");
    assert_int_equal(OGR_L_DeleteFeature(layer, 1), OGRERR_NONE);
    OGRFeatureH row = OGR_L_GetFeature(layer, 2);
    OGRGeometryH outline = NULL;
    char wkt[] = "MULTIPOLYGON(((-7 0, 10 0, 10 10, -7 0)))", *cursor = wkt;
    OGR_G_CreateFromWkt(&cursor, NULL, &outline);
    OGR_F_SetGeometryDirectly(row, outline);
    assert_int_equal(OGR_L_SetFeature(layer, row), OGRERR_NONE);
    OGR_F_Destroy(row);
    GDALClose(file);
    reopen(b, true);
    rtree_is(b, 1, -7, 10);
}

static void touching_a_layer_updates_its_box_and_date(void **state)
{
    bench *b = *state;
    run(b, "UPDATE gpkg_contents SET last_change = '2001-01-01T00:00:00.000Z'");
    run(b, ADD_COMMUNE("01004", "0", "4"));
    assert_ok(mlg_db_touch(b->db, "commune", &b->err), &b->err);
    assert_ok(mlg_db_touch(b->db, "zonage", &b->err), &b->err);
    assert_near(number(b, "SELECT min_x + 10 * min_y + 100 * max_x + 1000 * max_y FROM gpkg_contents WHERE "
                          "table_name = 'commune'"),
                0 + 40 + 1000 + 10000, 1e-3);
    assert_near(number(b, "SELECT count(*) FROM gpkg_contents WHERE last_change GLOB "
                          "'20[2-9]*-*T*:*:*.*Z'"),
                2, 0);
    run(b, "DELETE FROM commune");
    assert_ok(mlg_db_touch(b->db, "commune", &b->err), &b->err);
    assert_true(isnan(number(b, "SELECT min_x FROM gpkg_contents WHERE table_name = 'commune'")));
    assert_fails(mlg_db_touch(b->db, "autre", &b->err), MLG_DATA, &b->err, "table autre");
}

static void spatialite_measures_a_geopackage_geometry(void **state)
{
    bench *b = *state;
    run(b, ADD_COMMUNE("01004", "0", "0"));
    assert_near(number(b, "SELECT ST_Area(geom) FROM commune"), 100, 1e-9);
    assert_near(number(b, "SELECT substr(hex(geom), 1, 4) = '4750' FROM commune"), 1, 0);
}

static void an_existing_file_is_refused_and_kept(void **state)
{
    bench *b = *state;
    mlg_db *other = NULL;
    const char *path = in_folder(b->folder, "notes.gpkg");
    write_text(path, "mine");
    assert_fails(mlg_db_create(&other, path, 2154, &b->err), MLG_INPUT, &b->err, "notes.gpkg exists already");
    assert_null(other);
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_size, 4);
    assert_fails(mlg_db_create(&other, in_folder(b->folder, "no/where.gpkg"), 2154, &b->err), MLG_INPUT, &b->err,
                 "cannot be created: No such file");
}

static void a_failed_creation_leaves_no_file(void **state)
{
    bench *b = *state;
    mlg_db *other = NULL;
    const char *path = in_folder(b->folder, "autre.gpkg");
    assert_fails(mlg_db_create(&other, path, 999999, &b->err), MLG_INPUT, &b->err, "EPSG:999999");
    assert_null(other);
    assert_int_not_equal(access(path, F_OK), 0);
    for (long n = 1; n < 100; n++) {
        mlg_memory_fail_at(n);
        mlg_status st = mlg_db_create(&other, path, 2154, &b->err);
        mlg_memory_fail_at(0);
        if (st == MLG_OK) {
            mlg_db_close(other);
            assert_true(n > 3);
            return;
        }
        assert_fails(st, MLG_MEMORY, &b->err, "out of memory");
        assert_int_not_equal(access(path, F_OK), 0);
    }
    fail_msg("creation never succeeds");
}

static void what_is_no_study_is_refused(void **state)
{
    bench *b = *state;
    mlg_db *other = NULL;
    const char *text = in_folder(b->folder, "texte.gpkg"), *empty = in_folder(b->folder, "vide.gpkg");
    write_text(text,
               "a;b\n1;2\nthis is no database, whatever its name says, and it is long enough to have a header."
               "...........................................................................................");
    write_text(empty, "");
    assert_fails(mlg_db_open(&other, in_folder(b->folder, "rien.gpkg"), false, &b->err), MLG_INPUT, &b->err,
                 "rien.gpkg: No such file");
    assert_fails(mlg_db_open(&other, b->folder, false, &b->err), MLG_INPUT, &b->err, "is a folder");
    assert_fails(mlg_db_open(&other, text, false, &b->err), MLG_INPUT, &b->err, "texte.gpkg is not a GeoPackage");
    assert_fails(mlg_db_open(&other, empty, true, &b->err), MLG_INPUT, &b->err, "vide.gpkg is not a GeoPackage");
    run(b, "UPDATE etude SET valeur = '99' WHERE cle = 'schema'");
    assert_fails(mlg_db_open(&other, b->path, false, &b->err), MLG_INPUT, &b->err,
                 "study schema 99, this version");
    run(b, "DROP TABLE etude");
    assert_fails(mlg_db_open(&other, b->path, false, &b->err), MLG_INPUT, &b->err, "not a study");
    assert_null(other);
}

static void a_reader_cannot_write(void **state)
{
    bench *b = *state;
    reopen(b, false);
    assert_near(number(b, "SELECT count(*) FROM commune"), 0, 0);
    assert_fails(mlg_db_exec(b->db, "DELETE FROM commune", &b->err), MLG_INPUT, &b->err, "readonly");
    chmod(b->path, 0444);
    reopen(b, false);
    if (geteuid() != 0) {
        mlg_db *other = NULL;
        assert_fails(mlg_db_open(&other, b->path, true, &b->err), MLG_INPUT, &b->err, "cannot be written");
    }
}

/* SQLite names neither the file nor what to do. */
static void a_study_without_room_names_its_disk(void **state)
{
    bench *b = *state;
    run(b, "PRAGMA max_page_count = 1"); /* as many as it has */
    assert_fails(mlg_db_exec(b->db, "CREATE TABLE large AS SELECT zeroblob(100000000)", &b->err), MLG_INPUT,
                 &b->err, "full");
    assert_non_null(strstr(b->err.hint, "free some space on the disk of "));
    assert_non_null(strstr(b->err.hint, strrchr(b->path, '/')));
}

static void closing_rolls_back_and_leaves_one_file(void **state)
{
    bench *b = *state;
    run(b, "PRAGMA journal_mode = WAL");
    assert_ok(mlg_db_begin(b->db, &b->err), &b->err);
    run(b, ADD_COMMUNE("01004", "0", "0"));
    assert_true(beside(b, "-wal"));
    reopen(b, true);
    assert_false(beside(b, "-wal") || beside(b, "-shm") || beside(b, "-journal"));
    assert_near(number(b, "SELECT count(*) FROM commune"), 0, 0);
    assert_ok(mlg_db_begin(b->db, &b->err), &b->err);
    run(b, ADD_COMMUNE("01004", "0", "0"));
    assert_ok(mlg_db_commit(b->db, &b->err), &b->err);
    reopen(b, false);
    assert_near(number(b, "SELECT count(*) FROM commune"), 1, 0);
    assert_false(beside(b, "-wal") || beside(b, "-shm") || beside(b, "-journal"));
}

static void parameters_and_columns_keep_null_apart(void **state)
{
    bench *b = *state;
    bool row;
    assert_ok(mlg_db_query(&b->stmt, b->db, "study/content_add", &b->err), &b->err);
    mlg_bind_text(b->stmt, ":nom", "vue");
    mlg_bind_text(b->stmt, ":nature", "attributes");
    mlg_bind_text(b->stmt, ":identifiant", "Vue d'ensemble");
    mlg_bind_text(b->stmt, ":description", NULL);
    mlg_bind_double(b->stmt, ":epsg", (double)NAN);
    assert_ok(mlg_stmt_run(b->stmt, &b->err), &b->err);
    assert_near(number(b,
                       "SELECT count(*) FROM gpkg_contents WHERE table_name = 'vue' AND description IS NULL AND "
                       "srs_id IS NULL"),
                1, 0);
    assert_fails(mlg_stmt_step(b->stmt, &row, &b->err), MLG_DATA, &b->err,
                 "queries/study/content_add.sql: UNIQUE constraint failed");
    assert_false(row);
    mlg_bind_text(b->stmt, ":nom", "vue2");
    mlg_bind_text(b->stmt, ":identifiant", "Vue 2");
    mlg_bind_int(b->stmt, ":epsg", 12345); /* foreign keys are on */
    assert_fails(mlg_stmt_run(b->stmt, &b->err), MLG_DATA, &b->err, "FOREIGN KEY");
    char *text = NULL;
    assert_ok(mlg_db_text(&text, b->db, "SELECT valeur FROM etude WHERE cle = 'none'", &b->err), &b->err);
    assert_null(text);
    assert_true(isnan(number(b, "SELECT 1 WHERE 0")));
    mlg_stmt *none = NULL;
    assert_fails(mlg_db_query(&none, b->db, "none", &b->err), MLG_DATA, &b->err, "queries/none.sql is not among");
}

static void the_failing_statement_is_quoted(void **state)
{
    bench *b = *state;
    assert_fails(mlg_db_exec(b->db, "SELECT 1; -- a comment\n  DELETE FROM communes; SELECT 2", &b->err), MLG_DATA,
                 &b->err, "'DELETE FROM communes; SELECT 2': no such table: communes");
}

static void a_locked_study_says_so(void **state)
{
    bench *b = *state;
    mlg_db *other = NULL;
    assert_ok(mlg_db_open(&other, b->path, true, &b->err), &b->err);
    mlg_status st = mlg_db_exec(other, "PRAGMA busy_timeout = 10", &b->err);
    assert_ok(mlg_db_begin(b->db, &b->err), &b->err);
    st = mlg_db_begin(other, &b->err);
    mlg_db_close(other);
    assert_fails(st, MLG_INPUT, &b->err, "database is locked");
    assert_non_null(strstr(b->err.hint, "QGIS"));
}

/* ---- every embedded query ----------------------------------------------------------------------------- */

/* The next ":name" of the text outside quotes; comments only or code only. NULL at the end. */
static const char *next_parameter(const char *at, bool in_comments, char name[64])
{
    char quote = 0;
    bool comment = false;
    static const char *line_start;
    for (; *at; at++) {
        if (*at == '\n')
            comment = false;
        else if (!quote && !comment && at[0] == '-' && at[1] == '-') {
            comment = true;
            line_start = at;
        } else if (!comment && (*at == '\'' || *at == '"'))
            quote = quote ? (quote == *at ? 0 : quote) : *at;
        bool first = comment && line_start + 3 == at; /* "-- :name" */
        if (*at != ':' || quote || comment != in_comments || (in_comments && !first) ||
            !isalpha((unsigned char)at[1]))
            continue;
        size_t n = 1;
        while (n < 62 && (isalnum((unsigned char)at[n]) || at[n] == '_'))
            n++;
        snprintf(name, 64, "%.*s", (int)n, at);
        return at + n;
    }
    return NULL;
}

static bool has_parameter(const char *sql, bool in_comments, const char *wanted)
{
    char name[64];
    for (const char *at = sql; (at = next_parameter(at, in_comments, name));)
        if (strcmp(name, wanted) == 0)
            return true;
    return false;
}

static int undocumented(const char *file, const char *sql, bool used)
{
    char name[64];
    int bad = 0;
    for (const char *at = sql; (at = next_parameter(at, !used, name));) {
        if (has_parameter(sql, used, name))
            continue;
        print_error("%s: %s is %s\n", file, name, used ? "used but not documented" : "documented but not used");
        bad++;
    }
    return bad;
}

static void every_query_prepares_and_documents_its_parameters(void **state)
{
    bench *b = *state;
    int seen = 0, bad = 0;
    for (size_t i = 0; i < mlg_resource_count; i++) {
        const char *file = mlg_resources[i].name, *sql = (const char *)mlg_resources[i].data;
        if (strncmp(file, "queries/", 8) != 0 || strncmp(file, "queries/schema/", 15) == 0)
            continue;
        char name[256];
        snprintf(name, sizeof name, "%.*s", (int)(strlen(file) - 8 - 4), file + 8);
        if (mlg_db_query(&b->stmt, b->db, name, &b->err) != MLG_OK) {
            print_error("%s\n", b->err.message);
            bad++;
        }
        mlg_stmt_free(b->stmt);
        b->stmt = NULL;
        bad += undocumented(file, sql, true) + undocumented(file, sql, false);
        seen++;
    }
    assert_int_equal(bad, 0);
    assert_true(seen > 0);
}

/* A file aside is synced once, when it is put in place; one that is written where it stands, at each transaction. */
static void only_a_study_in_place_waits_for_the_disk(void **state)
{
    bench *b = *state;
    assert_near(number(b, "PRAGMA synchronous"), 0, 0);
    mlg_db_close(b->db);
    assert_ok(mlg_db_open(&b->db, b->path, true, &b->err), &b->err);
    assert_near(number(b, "PRAGMA synchronous"), 2, 0);
    assert_ok(mlg_db_sync_later(b->db, &b->err), &b->err);
    assert_near(number(b, "PRAGMA synchronous"), 0, 0);
}

#define IN_STUDY(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

/* ---- studies of a stranger -------------------------------------------------------------------------------- */

/* What a stranger could write into a study: with writable_schema, anything. */
static void spoil_schema(bench *b, const char *sql)
{
    sqlite3 *raw;
    mlg_db_close(b->db);
    b->db = NULL;
    assert_int_equal(sqlite3_open(b->path, &raw), SQLITE_OK);
    sqlite3_exec(raw, "PRAGMA writable_schema = 1", NULL, NULL, NULL);
    assert_int_equal(sqlite3_exec(raw, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(raw);
}

static void a_virtual_table_that_is_no_index_closes_a_study(void **state)
{
    bench *b = *state;
    static const char *const made[] = {
        "INSERT INTO sqlite_master VALUES ('table', 'v', 'v', 0, 'CREATE VIRTUAL TABLE v USING "
        "VirtualText(''a'')')",
        "CREATE VIRTUAL TABLE \"v using rtree(\" USING dbstat",
        "DELETE FROM sqlite_master WHERE tbl_name = 'etude' AND type = 'index'; "
        "UPDATE sqlite_master SET rootpage = 0, sql = 'CREATE VIRTUAL TABLE etude USING VirtualText(''a'')' "
        "WHERE name = 'etude'",
    };
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        mlg_db *other;
        spoil_schema(b, made[i]);
        for (int writable = 0; writable < 2; writable++)
            assert_fails(mlg_db_open(&other, b->path, writable, &b->err), MLG_INPUT, &b->err,
                         "contains a virtual table, '");
        assert_fails(mlg_db_open_plain(&other, b->path, &b->err), MLG_INPUT, &b->err,
                     "contains a virtual table, '");
        assert_int_equal(unlink(b->path), 0);
        assert_ok(mlg_db_create(&b->db, b->path, 2154, &b->err), &b->err);
    }
}

static void a_trigger_of_another_author_is_refused_where_it_could_run(void **state)
{
    bench *b = *state;
    static const char *const made[] = {
        "CREATE TRIGGER t AFTER UPDATE ON etude BEGIN DELETE FROM commune; END",
        "CREATE TRIGGER t AFTER INSERT ON commune BEGIN DELETE FROM etude; END",
        "CREATE TRIGGER t AFTER UPDATE ON gpkg_contents BEGIN DELETE FROM commune; END",
        "DROP TRIGGER rtree_commune_geom_delete; CREATE TRIGGER rtree_commune_geom_delete AFTER DELETE ON commune "
        "BEGIN DELETE FROM etude; END",
        "CREATE TABLE mine (c TEXT REFERENCES commune (insee_com) ON DELETE CASCADE); "
        "CREATE TRIGGER t AFTER DELETE ON mine BEGIN DELETE FROM etude; END",
    };
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        mlg_db *other;
        spoil_schema(b, made[i]);
        assert_fails(mlg_db_open(&other, b->path, true, &b->err), MLG_INPUT, &b->err,
                     "that Maillage did not write");
        reopen(b, false); /* reading runs none */
        mlg_db_close(b->db);
        assert_int_equal(unlink(b->path), 0);
        assert_ok(mlg_db_create(&b->db, b->path, 2154, &b->err), &b->err);
    }
    spoil_schema(b,
                 "CREATE TABLE mine (c TEXT); CREATE TRIGGER t AFTER INSERT ON mine BEGIN DELETE FROM mine; END");
    reopen(b, true); /* a layer that a planner added */
}

/* What SQLite would compute with each row that is read or written: text of 800 MB, say. */
static void an_expression_of_another_author_closes_a_study(void **state)
{
    bench *b = *state;
    static const char *const made[] = {
        "ALTER TABLE parametre RENAME COLUMN valeur TO v; "
        "ALTER TABLE parametre ADD COLUMN valeur TEXT AS (printf('%.*c', 800000000, 'x')) VIRTUAL",
        "DROP TABLE etude; CREATE TABLE etude (cle TEXT, valeur TEXT AS (hex(zeroblob(400000000))) STORED)",
        "DROP TABLE lieu_age; CREATE TABLE lieu_age (insee_com TEXT cHeCk (length(hex(zeroblob(400000000))) > 0))",
        "DROP TABLE lieu_age; CREATE TABLE lieu_age (insee_com TEXT DEFAULT (hex(zeroblob(400000000))))",
        "DROP TABLE lieu_age; CREATE TABLE lieu_age (d TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', "
        "hex(zeroblob(9)), "
        "'now')))",
        "CREATE INDEX i ON commune (hex(zeroblob(400000000)))",
        "CREATE INDEX i ON commune (population) WHERE length(hex(zeroblob(400000000))) > 0",
    };
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        mlg_db *other;
        spoil_schema(b, made[i]);
        for (int writable = 0; writable < 2; writable++)
            assert_fails(mlg_db_open(&other, b->path, writable, &b->err), MLG_INPUT, &b->err,
                         "an expression that Maillage did not write");
        assert_int_equal(unlink(b->path), 0);
        assert_ok(mlg_db_create(&b->db, b->path, 2154, &b->err), &b->err);
    }
    spoil_schema(b, "CREATE TABLE mine (c TEXT CHECK (length(c) < 9), d TEXT AS (upper(c))); "
                    "CREATE INDEX i ON mine (lower(c)); CREATE INDEX population ON commune (population)");
    reopen(b, true); /* a layer that a planner added, and an index of a column */
}

static void our_own_triggers_keep_the_index_of_a_study_opened_again(void **state)
{
    bench *b = *state;
    reopen(b, true);
    run(b, ADD_COMMUNE("01004", "0", "0"));
    assert_near(number(b, "SELECT count(*) FROM rtree_commune_geom"), 1, 0);
    run(b, "DELETE FROM commune");
    assert_near(number(b, "SELECT count(*) FROM rtree_commune_geom"), 0, 0);
}

static void views_and_the_schema_of_a_study_stay_closed(void **state)
{
    bench *b = *state;
    double value;
    spoil_schema(b, "CREATE VIEW v AS SELECT printf('%.*c', 800000000, 'x') AS n");
    reopen(b, true);
    assert_fails(mlg_db_number(&value, b->db, "SELECT n FROM v", &b->err), MLG_DATA, &b->err, "prohibited");
    (void)!mlg_db_exec(b->db, "PRAGMA writable_schema = 1", &b->err);
    assert_fails(mlg_db_exec(b->db, "DELETE FROM sqlite_master", &b->err), MLG_DATA, &b->err,
                 "may not be modified");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_STUDY(gdal_lists_every_table),
        IN_STUDY(every_table_of_the_schema_is_registered_and_has_an_integer_key),
        IN_STUDY(the_rtree_follows_every_change),
        IN_STUDY(gdal_edits_keep_the_rtree_right),
        IN_STUDY(touching_a_layer_updates_its_box_and_date),
        IN_STUDY(spatialite_measures_a_geopackage_geometry),
        IN_STUDY(an_existing_file_is_refused_and_kept),
        IN_STUDY(a_failed_creation_leaves_no_file),
        IN_STUDY(what_is_no_study_is_refused),
        IN_STUDY(a_reader_cannot_write),
        IN_STUDY(a_study_without_room_names_its_disk),
        IN_STUDY(closing_rolls_back_and_leaves_one_file),
        IN_STUDY(parameters_and_columns_keep_null_apart),
        IN_STUDY(the_failing_statement_is_quoted),
        IN_STUDY(a_locked_study_says_so),
        IN_STUDY(every_query_prepares_and_documents_its_parameters),
        cmocka_unit_test_setup_teardown(a_virtual_table_that_is_no_index_closes_a_study, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_trigger_of_another_author_is_refused_where_it_could_run, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_expression_of_another_author_closes_a_study, set_up, tear_down),
        cmocka_unit_test_setup_teardown(our_own_triggers_keep_the_index_of_a_study_opened_again, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(views_and_the_schema_of_a_study_stay_closed, set_up, tear_down),
        IN_STUDY(only_a_study_in_place_waits_for_the_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
