/* Data files that try to read other files, to reach the network, or never to end. */
#include "support.h"
#include "zip_writer.h"

#include "adapters/layer/read.h"
#include "base/clock.h"

#include <arpa/inet.h>
#include <cpl_conv.h>
#include <gdal.h>
#include <math.h>
#include <netinet/in.h>
#include <ogr_api.h>
#include <poll.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECONDS = 20 }; /* under the sanitizers, on a machine under load */

typedef struct {
    char *folder;
    char here[4096];
    int listener, port; /* a server that nobody may call */
    mlg_error err;
} bench;

static int set_up(void **state)
{
    bench *b = calloc(1, sizeof *b);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    b->folder = make_folder();
    b->listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(b->listener, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(b->listener, 5), 0);
    assert_int_equal(getsockname(b->listener, (struct sockaddr *)&address, &size), 0);
    b->port = ntohs(address.sin_port);
    assert_non_null(getcwd(b->here, sizeof b->here));
    assert_int_equal(chdir(b->folder), 0);
    GDALAllRegister();
    write_text("secret.csv", "code,nom\nSECRET,SECRET\n");
    *state = b;
    return 0;
}

static int tear_down(void **state)
{
    bench *b = *state;
    close(b->listener);
    assert_int_equal(chdir(b->here), 0);
    remove_folder(b->folder);
    free(b);
    return 0;
}

/* Reads the whole file; MLG_OK when it could be read. No field says SECRET and nobody called. */
static mlg_status read_whole(bench *b, const char *path)
{
    mlg_layer *layer = NULL;
    bool got = true;
    double start = mlg_clock_s();
    struct pollfd call = { .fd = b->listener, .events = POLLIN };
    mlg_status st = mlg_layer_open(&layer, path, NULL, &b->err);
    while (st == MLG_OK && (st = mlg_layer_next(layer, &got, &b->err)) == MLG_OK && got)
        for (int i = 0; i < mlg_layer_field_count(layer); i++) {
            const char *text = mlg_layer_text(layer, i);
            assert_false(text && strstr(text, "SECRET"));
        }
    mlg_layer_close(layer);
    assert_int_equal(poll(&call, 1, 0), 0);
    assert_true(mlg_clock_s() - start < SECONDS);
    assert_null(strstr(b->err.message, "SECRET"));
    return st;
}

static void refuses(bench *b, const char *path, const char *part)
{
    assert_fails(read_whole(b, path), MLG_INPUT, &b->err, part);
}

/* `text` with what replaces its @. */
static const char *filled(const char *text, const char *what)
{
    static char out[4096];
    const char *at = strchr(text, '@');
    assert_non_null(at);
    snprintf(out, sizeof out, "%.*s%s%s", (int)(at - text), text, what, at + 1);
    return out;
}

static const char *with_folder(const bench *b, const char *text)
{
    return filled(text, b->folder);
}

static const char *with_port(const bench *b, const char *text)
{
    char port[16];
    snprintf(port, sizeof port, "%d", b->port);
    return filled(text, port);
}

static void a_virtual_data_set_is_not_read_whatever_its_name(void **state)
{
    bench *b = *state;
    static const char vrt[] =
        "<OGRVRTDataSource><OGRVRTLayer name=\"secret\"><SrcDataSource>@/secret.csv</SrcDataSource>"
        "</OGRVRTLayer></OGRVRTDataSource>";
    static const char *const names[] = { "a.vrt", "a.geojson", "a.gpkg", "a.json", "a.shp", "a.gml" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        write_text(names[i], with_folder(b, vrt));
        refuses(b, names[i], "");
    }
    FILE *file = fopen("a.zip", "wb");
    const char *text = with_folder(b, vrt);
    put_zip(file, &(zip_member){ "a.geojson", text, strlen(text) }, 1);
    fclose(file);
    refuses(b, "a.zip", "not in a readable format");
}

static void a_file_does_not_reach_the_network(void **state)
{
    bench *b = *state;
    static const struct {
        const char *name, *text;
    } FILES[] = {
        { "url.vrt", "<OGRVRTDataSource><OGRVRTLayer name=\"x\"><SrcDataSource>/vsicurl/http://127.0.0.1:@/x.csv"
                     "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>" },
        { "pg.geojson", "<OGRVRTDataSource><OGRVRTLayer name=\"x\"><SrcDataSource>PG:host=127.0.0.1 port=@"
                        "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>" },
        { "wfs.gml", "<OGRWFSDataSource><URL>http://127.0.0.1:@/wfs</URL></OGRWFSDataSource>" },
        { "link.geojson",
          "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"link\",\"properties\":{\"href\":"
          "\"http://127.0.0.1:@/c\",\"type\":\"proj4\"}},\"features\":[{\"type\":\"Feature\",\"properties\":"
          "{\"code\":\"1\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}}]}" },
        { "url.geojson", "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"url\",\"properties\":{\"url\":"
                         "\"http://127.0.0.1:@/c\"}},\"features\":[{\"type\":\"Feature\",\"properties\":"
                         "{\"code\":\"1\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}}]}" },
        { "name.geojson", "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
                          "\"http://127.0.0.1:@/c\"}},\"features\":[{\"type\":\"Feature\",\"properties\":"
                          "{\"code\":\"1\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}}]}" },
#define GML(schema)                                                                                               \
    "<c:FeatureCollection xmlns:c=\"http://ogr.maptools.org/\" xmlns:gml=\"http://www.opengis.net/gml\" "         \
    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "                                                    \
    "xsi:schemaLocation=\"http://ogr.maptools.org/ " schema                                                       \
    "\"><gml:featureMember><c:x fid=\"1\"><c:code>2</c:code></c:x></gml:featureMember></c:FeatureCollection>"
        { "schema.gml", GML("http://127.0.0.1:@/x.xsd") },
        { "curl.gml", GML("/vsicurl/http://127.0.0.1:@/x.xsd") },
        { "stream.gml", GML("/vsicurl_streaming/http://127.0.0.1:@/x.xsd") },
    };
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        write_text(FILES[i].name, with_port(b, FILES[i].text));
        (void)!read_whole(b, FILES[i].name); /* which checks that nobody called */
    }
}

static void a_name_is_the_name_of_a_file(void **state)
{
    bench *b = *state;
    static const char *const forms[] = { "PG:host=127.0.0.1 port=@.geojson", "MYSQL:x,host=127.0.0.1,port=@.json",
                                         "WFS:127.0.0.1:@.gml", "GeoJSON:127.0.0.1:@.geojson" };
    char name[4096];
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        snprintf(name, sizeof name, "%s", with_port(b, forms[i]));
        refuses(b, name, "No such file");
        write_text(name, "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":"
                         "{\"code\":\"1\"},\"geometry\":null}]}");
        assert_ok(read_whole(b, name), &b->err);
    }
    snprintf(name, sizeof name, "%s", with_port(b, "/vsicurl/http://127.0.0.1:@/a.csv"));
    refuses(b, name, "No such file");
}

/* One row of one field, named "Table" as in an index of tables of MapInfo, or "code". */
static void make_layer(const char *driver, const char *path, const char *field, const char *value)
{
    unlink(path);
    GDALDatasetH set = GDALCreate(GDALGetDriverByName(driver), path, 0, 0, 0, GDT_Unknown, NULL);
    OGRLayerH layer = GDALDatasetCreateLayer(set, "t", NULL, wkbNone, NULL);
    OGRFieldDefnH code = OGR_Fld_Create(field, OFTString);
    OGR_L_CreateField(layer, code, TRUE);
    OGR_Fld_Destroy(code);
    OGRFeatureH row = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    OGR_F_SetFieldString(row, 0, value);
    assert_int_equal(OGR_L_CreateFeature(layer, row), OGRERR_NONE);
    OGR_F_Destroy(row);
    GDALClose(set);
}

static void a_table_of_mapinfo_names_no_other(void **state)
{
    bench *b = *state;
    static const char seamless[] = "begin_metadata\n\"\\IsSeamless\" = \"TRUE\"\nend_metadata\n",
                      view[] =
                          "!table\n!version 100\nOpen Table \"..\\secret\" Hide\nOpen Table \"whole\" Hide\n\n"
                          "Create View v As\nSelect code\nFrom secret, whole\nWhere code=code\n";
    assert_int_equal(mkdir("in", 0777), 0);
    assert_int_equal(mkdir("in/of.gdb", 0777), 0);
    make_layer("MapInfo File", "secret.tab", "code", "SECRET");
    make_layer("MapInfo File", "in/whole.tab", "code", "01004");
    assert_ok(read_whole(b, "in/whole.tab"), &b->err);
    static const char *const names[] = { "in/index.tab", "in/of.gdb/index.tab" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        make_layer("MapInfo File", names[i], "Table", i ? "..\\..\\secret" : "..\\secret");
        FILE *file = fopen(names[i], "a");
        fputs(seamless, file);
        fclose(file);
        refuses(b, names[i], "put together from other tables");
    }
    refuses(b, "in/of.gdb", "not in a readable format"); /* a geodatabase, or nothing */
    write_text("in/view.TAB", view);
    refuses(b, "in/view.TAB", "put together from other tables");
}

static void a_folder_is_a_geodatabase(void **state)
{
    bench *b = *state;
    if (!GDALGetMetadataItem(GDALGetDriverByName("OpenFileGDB"), GDAL_DCAP_CREATE, NULL)) /* GDAL before 3.6 */
        skip();
    make_layer("OpenFileGDB", "a.gdb", "code", "01004");
    assert_ok(read_whole(b, "a.gdb"), &b->err);
}

static void nothing_is_written_beside_a_file(void **state)
{
    bench *b = *state;
    write_text("a.gml", GML("a.xsd"));
    assert_ok(read_whole(b, "a.gml"), &b->err);
    assert_int_not_equal(access("a.gfs", F_OK), 0);
}

static void an_entity_is_not_resolved(void **state)
{
    bench *b = *state;
    static const char *const bodies[][2] = {
        { "nas.gml", "<AX_NutzerbezogeneBestandsdatenaktualisierung_NBA xmlns="
                     "\"http://www.adv-online.de/namespaces/adv/gid/6.0\">&x;</"
                     "AX_NutzerbezogeneBestandsdatenaktualisierung_NBA>" },
        { "ili.gml",
          "<TRANSFER xmlns=\"http://www.interlis.ch/INTERLIS2.3\"><DATASECTION>&x;</DATASECTION></TRANSFER>" },
        { "plain.gml",
          "<c:FeatureCollection xmlns:c=\"http://ogr.maptools.org/\" xmlns:gml="
          "\"http://www.opengis.net/gml\"><gml:featureMember><c:x fid=\"1\"><c:code>&x;</c:code></c:x>"
          "</gml:featureMember></c:FeatureCollection>" },
        { "plain.kml", "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><Placemark><name>&x;</name><Point>"
                       "<coordinates>1,2</coordinates></Point></Placemark></Document></kml>" },
    };
    char text[2048];
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        snprintf(text, sizeof text,
                 "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"file://%s/secret.csv\">]>%s", b->folder,
                 bodies[i][1]);
        write_text(bodies[i][0], text);
        (void)!read_whole(b, bodies[i][0]);
    }
}

static void nothing_leads_out_of_an_archive(void **state)
{
    bench *b = *state;
    mkdir("in", 0777);
    FILE *file = fopen("in/one.zip", "wb");
    put_zip(file, &(zip_member){ "a.csv", "code\n1\n", 7 }, 1);
    fclose(file);
    file = fopen("in/up.zip", "wb");
    put_zip(file, &(zip_member){ "../../secret.csv", "code\n1\n", 7 }, 1);
    fclose(file);
    refuses(b, "in/one.zip/../../secret.csv", "leads out of its archive");
    refuses(b, "in/one.zip/../secret.csv", "leads out of its archive");
    assert_ok(read_whole(b, "in/one.zip|layername=../../secret"), &b->err);
    refuses(b, "in/up.zip", "");
    /* a layer is one of those the file lists: GDAL would open another shapefile beside it */
    GDALDatasetH set = GDALCreate(GDALGetDriverByName("ESRI Shapefile"), "in/a.shp", 0, 0, 0, GDT_Unknown, NULL);
    GDALDatasetCreateLayer(set, "a", NULL, wkbPoint, NULL);
    GDALClose(set);
    refuses(b, "in/a.shp|layername=../in/a", "has no layer '../in/a'");
}

/* ---- GeoPackages ---------------------------------------------------------------------------------------- */

/* A GeoPackage with one table, then what `sql` does to it. */
static void make_geopackage(const char *path, const char *sql)
{
    sqlite3 *db;
    char *why = NULL;
    make_layer("GPKG", path, "code", "01004");
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_exec(db, "PRAGMA writable_schema = 1", NULL, NULL, NULL);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, &why), SQLITE_OK);
    sqlite3_close(db);
}

#define VIRTUAL(name, sql)                                                                                        \
    "INSERT INTO sqlite_master VALUES ('table', '" name "', '" name "', 0, '" sql "');"                           \
    "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('" name "', 'attributes', '" name "')"

static void virtual_tables_are_refused(void **state)
{
    bench *b = *state;
    static const char *const made[] = {
        VIRTUAL(
            "v",
            "CREATE VIRTUAL TABLE v USING VirtualText(''secret.csv'', ''UTF-8'', 1, POINT, DOUBLEQUOTE, '','')"),
        VIRTUAL("v", "CREATE VIRTUAL TABLE v USING VirtualOGR(''/vsicurl/http://127.0.0.1:9/x.csv'')"),
        VIRTUAL("v", "create /* */ virtual table v /* using rtree(*/ USING/**/VirtualText(''secret.csv'')"),
        VIRTUAL(" using rtree(", "CREATE VIRTUAL TABLE \" using rtree(\" USING VirtualText(''secret.csv'')"),
    };
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        make_geopackage("v.gpkg", made[i]);
        refuses(b, "v.gpkg", "holds a virtual table");
        refuses(b, "v.gpkg|layername=t", "holds a virtual table");
    }
    make_geopackage("r.gpkg", "CREATE VIRTUAL TABLE rtree_t_geom USING rtree(id, minx, maxx, miny, maxy)");
    assert_ok(read_whole(b, "r.gpkg|layername=t"), &b->err);
}

/* Each value of such a column takes what memory and time its author likes, in a file of a few bytes. */
static void computed_columns_are_refused(void **state)
{
    bench *b = *state;
    static const char *const made[] = {
        "ALTER TABLE t ADD COLUMN c TEXT AS (printf('%.*c', 60000000, 'x'))",
        "ALTER TABLE t ADD COLUMN c AS (printf('%.*c', 99999, 'a') LIKE '%a%a%a%a%a%b') VIRTUAL",
        "CREATE TABLE u (a TEXT, c TEXT AS (a || a) STORED)",
    };
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        make_geopackage("c.gpkg", made[i]);
        refuses(b, "c.gpkg", i < 2 ? "holds a computed column, 't.c'" : "holds a computed column, 'u.c'");
        refuses(b, "c.gpkg|layername=t", "holds a computed column");
    }
}

#define LISTED "; INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('v', 'attributes', 'v')"

static void views_are_not_run(void **state)
{
    bench *b = *state;
    static const char *const made[] = {
        "CREATE VIEW v AS WITH RECURSIVE r(code) AS (SELECT 1 UNION ALL SELECT code + 1 FROM r) "
        "SELECT count(*) AS code FROM r" LISTED,
        "CREATE VIEW v AS SELECT printf('%.*c', 800000000, 'x') AS code" LISTED,
        "CREATE VIEW V AS SELECT code FROM t" LISTED,
    };
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        make_geopackage("v.gpkg", made[i]);
        refuses(b, "v.gpkg|layername=v", "is a view, which is not run");
        assert_ok(read_whole(b, "v.gpkg|layername=t"), &b->err); /* beside it, a table is read */
    }
}

/* Its name is longer than what is looked for among views. */
static void a_view_is_not_run_whatever_its_name(void **state)
{
    bench *b = *state;
    char name[340] = "", sql[1024], path[400];
    memset(name, 'v', sizeof name - 1);
    snprintf(sql, sizeof sql,
             "CREATE VIEW %s AS SELECT code FROM t; INSERT INTO gpkg_contents (table_name, data_type, identifier) "
             "VALUES ('%s', 'attributes', 'v')",
             name, name);
    make_geopackage("v.gpkg", sql);
    snprintf(path, sizeof path, "v.gpkg|layername=%s", name);
    refuses(b, path, "is a view, which is not run");
}

static void a_value_has_a_bound(void **state)
{
    bench *b = *state;
    make_geopackage("v.gpkg", "CREATE TABLE v (id INTEGER PRIMARY KEY, code TEXT); INSERT INTO v VALUES (1, "
                              "zeroblob(100000000))" LISTED);
    refuses(b, "v.gpkg|layername=v", "");
}

/* ---- files that never end ------------------------------------------------------------------------------- */

static void what_is_no_regular_file_is_refused(void **state)
{
    bench *b = *state;
    static const char *const names[] = { "p.csv", "p.geojson", "p.gpkg", "p.zip", "p.xlsx" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_int_equal(mkfifo(names[i], 0600), 0);
        refuses(b, names[i], "is not a regular file");
    }
    assert_int_equal(symlink("/dev/zero", "z.csv"), 0);
    refuses(b, "z.csv", "is not a regular file");
    GDALDatasetH set = GDALCreate(GDALGetDriverByName("ESRI Shapefile"), "a.shp", 0, 0, 0, GDT_Unknown, NULL);
    GDALDatasetCreateLayer(set, "a", NULL, wkbPoint, NULL);
    GDALClose(set);
    unlink("a.dbf");
    assert_int_equal(mkfifo("a.dbf", 0600), 0);
    refuses(b, "a.shp", "a.dbf beside it is not a regular file");
    bool root = geteuid() == 0; /* who may list any folder */
    assert_int_equal(chmod("a.shp", 0644) + chmod(".", 0311) + (root ? seteuid(65534) : 0), 0);
    refuses(b, "a.shp", "its folder cannot be listed");
    assert_int_equal((root ? seteuid(0) : 0) + chmod(".", 0700), 0);
}

static void write_number(FILE *file, uint64_t n, int bytes)
{
    for (int i = 0; i < bytes; i++)
        fputc(i < 8 ? (int)(n >> (8 * i) & 0xff) : 0, file);
}

static const char two_ways[] = "the directory of this archive is damaged, or can be read in two ways";

/* Of the directory of an archive: a member that is not there. */
static void put_entry(FILE *file, uint32_t packed, uint32_t unpacked, const char *name, size_t extra)
{
    fputs("PK\1\2", file);
    write_number(file, 0, 16);
    write_number(file, packed, 4);
    write_number(file, unpacked, 4);
    write_number(file, strlen(name), 2);
    write_number(file, extra, 2);
    write_number(file, 0, 14);
    fputs(name, file);
}

static void put_end(FILE *file, uint64_t count, uint64_t size, uint64_t offset)
{
    fputs("PK\5\6", file);
    write_number(file, 0, 4);
    write_number(file, count, 2);
    write_number(file, count, 2);
    write_number(file, size, 4);
    write_number(file, offset, 4);
    write_number(file, 0, 2);
}

/* The 64-bit form, before the end. */
static void put_long_end(FILE *file, uint64_t count, uint64_t size, uint64_t offset)
{
    uint64_t at = (uint64_t)ftell(file);
    fputs("PK\6\6", file);
    write_number(file, 44, 8);
    write_number(file, 0, 12);
    write_number(file, count, 8);
    write_number(file, count, 8);
    write_number(file, size, 8);
    write_number(file, offset, 8);
    fputs("PK\6\7", file);
    write_number(file, 0, 4);
    write_number(file, at, 8);
    write_number(file, 1, 4);
}

/* The directory of an archive that states `count` members of these sizes, and holds none. */
static void state_members(const char *path, int count, uint32_t packed, uint32_t unpacked, const char *name)
{
    FILE *file = fopen(path, "wb");
    fputs("PK\3\4", file);
    for (int i = 0; i < count; i++)
        put_entry(file, packed, unpacked, name, 0);
    put_end(file, (uint64_t)count, (uint64_t)count * (46 + strlen(name)), 4);
    fclose(file);
}

static void an_archive_is_judged_before_it_is_unpacked(void **state)
{
    bench *b = *state;
    state_members("a.zip", 60000, 10, 10, "a.csv");
    refuses(b, "a.zip", "holds 60000 files, more than the limit of 10000");
    state_members("a.zip", 1, 3000000, 3000000000, "a.geojson");
    refuses(b, "a.zip", "a.geojson is compressed 1000 times, more than the limit of 200");
    state_members("a.zip", 1, 300000000, 3000000000, "a.geojson");
    refuses(b, "a.zip", "a.geojson unpacks to 2861 MB, more than the limit of 2048");
    refuses(b, "a.zip/a.geojson", "a.geojson unpacks to 2861 MB, more than the limit of 2048");
    state_members("a.xlsx", 2, 40000000, 400000000, "xl/worksheets/sheet1.xml");
    refuses(b, "a.xlsx", "xl/worksheets/sheet1.xml unpacks to 381 MB");
}

enum { ENTRY_OF_A_CSV = 46 + 5 };

/* Two directories, each of one member: a small one where the end says, one of a member of 3 GB before the end, where a reader gets that goes
 * back by the size. */
static void a_directory_lies_where_the_end_says(void **state)
{
    bench *b = *state;
    FILE *file = fopen("a.zip", "wb");
    fputs("PK\3\4", file);
    put_entry(file, 10, 10, "a.csv", 0);
    put_entry(file, 3000000, 3000000000, "a.csv", 0);
    put_end(file, 1, ENTRY_OF_A_CSV, 4);
    fclose(file);
    refuses(b, "a.zip", two_ways);
    refuses(b, "a.zip/a.csv", two_ways);
}

/* The same two; the 64-bit form of the end states the large one, the end itself `count` members in the small one. */
static void put_both_ends(uint64_t count, uint64_t size, uint64_t offset)
{
    FILE *file = fopen("a.zip", "wb");
    fputs("PK\3\4", file);
    put_entry(file, 10, 10, "a.csv", 0);
    put_entry(file, 3000000, 3000000000, "a.csv", 0);
    put_long_end(file, 1, ENTRY_OF_A_CSV, 4 + ENTRY_OF_A_CSV);
    put_end(file, count, size, offset);
    fclose(file);
}

static void both_forms_of_the_end_state_one_directory(void **state)
{
    bench *b = *state;
    put_both_ends(1, ENTRY_OF_A_CSV, 4);
    refuses(b, "a.zip", two_ways);
    put_both_ends(2, 0xFFFFFFFF, 0xFFFFFFFF);
    refuses(b, "a.zip", two_ways);
    put_both_ends(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF);
    refuses(b, "a.zip", "a.csv is compressed 1000 times, more than the limit of 200");
    put_both_ends(1, ENTRY_OF_A_CSV, 4 + ENTRY_OF_A_CSV);
    refuses(b, "a.zip", "a.csv is compressed 1000 times, more than the limit of 200");
}

/* One member whose sizes stand in the extra field: `first` is the unpacked one, `bytes` what the field says that it holds. */
static void put_long_sizes(uint64_t first, size_t bytes)
{
    FILE *file = fopen("a.zip", "wb");
    put_entry(file, 0xFFFFFFFF, 0xFFFFFFFF, "a.csv", 20);
    write_number(file, 1, 2);
    write_number(file, bytes, 2);
    write_number(file, first, 8);
    write_number(file, 30000000, 8);
    put_end(file, 1, ENTRY_OF_A_CSV + 20, 0);
    fclose(file);
}

static void sizes_of_64_bits_count(void **state)
{
    bench *b = *state;
    put_long_sizes(30000000000, 16); /* and nothing before: a zip is read by its end */
    refuses(b, "a.zip", "a.csv is compressed 1000 times, more than the limit of 200");
    put_long_sizes(30000000000, 8);
    refuses(b, "a.zip", two_ways);
    put_long_sizes(0xFFFFFFFF, 16);
    refuses(b, "a.zip", two_ways);
}

/* Tables read row by row may be longer than what is read whole; the other name of a member is not looked at. */
static void a_member_with_another_name_is_no_table(void **state)
{
    bench *b = *state;
    FILE *file = fopen("a.zip", "wb");
    fputs("PK\3\4", file);
    put_entry(file, 300000000, 3000000000, "a.csv", 14);
    write_number(file, 0x7075, 2);
    write_number(file, 10, 2);
    write_number(file, 0, 10);
    put_end(file, 1, ENTRY_OF_A_CSV + 14, 4);
    fclose(file);
    refuses(b, "a.zip", "a.csv unpacks to 2861 MB, more than the limit of 2048");
}

static void the_directory_of_an_archive_is_whole(void **state)
{
    bench *b = *state;
    FILE *file = fopen("a.zip", "wb");
    put_entry(file, 3000000, 3000000000, "a.csv", 1); /* one byte more than there is */
    put_end(file, 1, ENTRY_OF_A_CSV, 0);
    fclose(file);
    refuses(b, "a.zip", two_ways);
    file = fopen("a.zip", "wb");
    put_entry(file, 10, 10, "a.csv", 0);
    fputs("PK\1\2", file); /* the rest of an entry would be the end */
    put_end(file, 2, ENTRY_OF_A_CSV + 4, 0);
    fclose(file);
    refuses(b, "a.zip", two_ways);
    file = fopen("a.zip", "wb");
    put_entry(file, 10, 10, "a.csv", 0);
    put_end(file, 1, ENTRY_OF_A_CSV, 0);
    fputs("PK\5\6", file); /* an end that is not whole, after the one that is */
    fclose(file);
    refuses(b, "a.zip", two_ways);
}

/* A star of `points` points, of which each line crosses nearly all others. */
static void write_star(const char *path, int points)
{
    FILE *file = fopen(path, "w");
    fprintf(file, "code;geom\nstar;POLYGON((");
    for (int i = 0; i <= points; i++) {
        double angle = 2 * 3.14159265358979 * (double)((int64_t)i * (points / 2) % points) / points;
        fprintf(file, "%s%.3f %.3f", i ? "," : "", 652000 + 9000 * cos(angle), 6862000 + 9000 * sin(angle));
    }
    fprintf(file, "))\nplain;POLYGON((652000 6862000,653000 6862000,653000 6863000,652000 6862000))\n");
    fclose(file);
}

static void judge_star(const bench *b, mlg_status st, int points)
{
    if (points > 1000)
        assert_fails(st, MLG_DATA, &b->err, "crosses itself more than 10000 times");
    else
        assert_ok(st, &b->err);
}

static void an_outline_that_crosses_itself_without_end_is_a_bad_row(void **state)
{
    bench *b = *state;
    static const mlg_layer_options options = { .crs = "EPSG:2154", .shape = "geom", .to_epsg = 2154 };
    for (int points = 51; points < 4000; points += 2950) {
        mlg_layer *layer;
        mlg_geom *geom, *valid;
        bool got, repaired;
        double start = mlg_clock_s();
        write_star("star.csv", points);
        assert_ok(mlg_layer_open(&layer, "star.csv", &options, &b->err), &b->err);
        assert_ok(mlg_layer_next(layer, &got, &b->err), &b->err);
        judge_star(b, mlg_layer_valid_geometry(&geom, &repaired, layer, &b->err), points);
        mlg_geom_free(geom);
        assert_ok(mlg_layer_geometry(&geom, layer, &b->err), &b->err); /* as it is drawn, repaired by its reader */
        judge_star(b, mlg_geom_repair(&valid, geom, &b->err), points);
        mlg_geom_free(valid);
        mlg_geom_free(geom);
        assert_ok(mlg_layer_next(layer, &got, &b->err), &b->err);
        assert_ok(mlg_layer_valid_geometry(&geom, &repaired, layer, &b->err), &b->err);
        assert_non_null(geom);
        mlg_geom_free(geom);
        mlg_layer_close(layer);
        assert_true(mlg_clock_s() - start < SECONDS);
    }
}

static void a_row_has_a_bound(void **state)
{
    bench *b = *state;
    FILE *file = fopen("wide.csv", "w");
    fputs("code;nom\n", file);
    for (int i = 0; i < 20000000; i++)
        fputc(';', file);
    fclose(file);
    refuses(b, "wide.csv", "a row of more than 16 MB");
    file = fopen("wide.csv", "w");
    for (int i = 0; i < 20000; i++)
        fputs("a;", file);
    fputs("\n1;2\n", file);
    fclose(file);
    refuses(b, "wide.csv", "line 1: a row of more than 16,384 cells");
}

static void a_tag_of_xml_has_a_bound(void **state)
{
    bench *b = *state;
    static const char *const names[] = { "many.kml", "many.gml", "many.gpx", "many.geojson" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        FILE *file = fopen(names[i], "w");
        fputs("<?xml version=\"1.0\"?>\n<kml", file);
        for (int k = 0; k < 40000; k++)
            fprintf(file, " a%d='1>'", k);
        fputs("/>", file);
        fclose(file);
        refuses(b, names[i], "a tag of more than 256 KiB");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_virtual_data_set_is_not_read_whatever_its_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_tag_of_xml_has_a_bound, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_does_not_reach_the_network, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_name_is_the_name_of_a_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_table_of_mapinfo_names_no_other, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_folder_is_a_geodatabase, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_is_written_beside_a_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_entity_is_not_resolved, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_leads_out_of_an_archive, set_up, tear_down),
        cmocka_unit_test_setup_teardown(virtual_tables_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(computed_columns_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(views_are_not_run, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_view_is_not_run_whatever_its_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_value_has_a_bound, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_regular_file_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_archive_is_judged_before_it_is_unpacked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_directory_lies_where_the_end_says, set_up, tear_down),
        cmocka_unit_test_setup_teardown(both_forms_of_the_end_state_one_directory, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sizes_of_64_bits_count, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_member_with_another_name_is_no_table, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_directory_of_an_archive_is_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_outline_that_crosses_itself_without_end_is_a_bad_row, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_row_has_a_bound, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
