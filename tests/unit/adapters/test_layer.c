#include "support.h"

#include "adapters/layer/read.h"
#include "base/memory.h"

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <fcntl.h>
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    char *folder;
    mlg_layer *layer;
    mlg_geom *geom;
    mlg_error err;
} bench;

static int set_up(void **state)
{
    bench *b = calloc(1, sizeof *b);
    b->folder = make_folder();
    GDALAllRegister();
    *state = b;
    return 0;
}

static int tear_down(void **state)
{
    bench *b = *state;
    mlg_memory_fail_at(0);
    mlg_geom_free(b->geom);
    mlg_layer_close(b->layer);
    remove_folder(b->folder);
    free(b);
    return 0;
}

static const char *file(bench *b, const char *name, const char *text)
{
    const char *path = in_folder(b->folder, name);
    write_text(path, text);
    return path;
}

static void open_layer(bench *b, const char *path, mlg_layer_options options)
{
    mlg_layer_close(b->layer);
    b->layer = NULL;
    assert_ok(mlg_layer_open(&b->layer, path, &options, &b->err), &b->err);
}

static mlg_status try_open(bench *b, const char *path, mlg_layer_options options)
{
    mlg_layer *none = NULL;
    mlg_status st = mlg_layer_open(&none, path, &options, &b->err);
    assert_true((st == MLG_OK) == (none != NULL));
    mlg_layer_close(none);
    return st;
}

static bool next(bench *b)
{
    bool got;
    assert_ok(mlg_layer_next(b->layer, &got, &b->err), &b->err);
    return got;
}

static void text_is(bench *b, const char *column, const char *want)
{
    const char *got = mlg_layer_text(b->layer, mlg_layer_find(b->layer, column));
    if (want)
        assert_non_null(got);
    if (want)
        assert_string_equal(got, want);
    else
        assert_null(got);
}

static void point_is(bench *b, double x, double y)
{
    mlg_geom_free(b->geom);
    b->geom = NULL;
    assert_ok(mlg_layer_geometry(&b->geom, b->layer, &b->err), &b->err);
    assert_non_null(b->geom);
    assert_near(mlg_geom_box(b->geom).min_x, x, 1.2);
    assert_near(mlg_geom_box(b->geom).min_y, y, 1.2);
}

/* ---- delimited text ----------------------------------------------------------------------------------- */

static void codes_stay_text_whatever_the_separator(void **state)
{
    bench *b = *state;
    static const char *const FILES[][2] = {
        { "a.csv", "Code;Nom;Pop\n01004;Ambérieu-en-Bugey;14 288\n2A004;Ajaccio;\n" },
        { "b.csv", "Code,Nom,Pop\r\n01004,Ambérieu-en-Bugey,14 288\r\n2A004,Ajaccio,\r\n" },
        { "c.txt", "Code|Nom|Pop|\n01004|Ambérieu-en-Bugey|14 288|\n2A004|Ajaccio||" },
        { "d.tsv", "\xEF\xBB\xBF"
                   "Code\tNom\tPop\n01004\tAmbérieu-en-Bugey\t14 288\n\n2A004\tAjaccio\t" },
        { "e.csv", "Code;Nom;Pop\n=\"01004\";\"Ambérieu-en-Bugey\";\" 14 288 \"\n\"2A004\" ; Ajaccio" },
        { "f.csv", "Code;Nom ;Pop\n01004;Amb\xE9rieu-en-Bugey;14\xA0"
                   "288\n2A004;Ajaccio;\n" }, /* Windows-1252 */
    };
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        double people;
        open_layer(b, file(b, FILES[i][0], FILES[i][1]), (mlg_layer_options){ 0 });
        assert_true(next(b));
        text_is(b, "code", "01004");
        text_is(b, "NOM", "Ambérieu-en-Bugey");
        assert_true(mlg_parse_number(mlg_layer_text(b->layer, mlg_layer_find(b->layer, "pop")), &people));
        assert_near(people, 14288, 0);
        assert_int_equal(mlg_layer_row(b->layer), 1);
        assert_true(next(b));
        text_is(b, "code", "2A004");
        text_is(b, "nom", "Ajaccio");
        text_is(b, "pop", NULL);
        text_is(b, "none", NULL);
        assert_false(mlg_layer_is_number(b->layer, 0) || mlg_layer_is_number(b->layer, -1));
        assert_false(next(b));
        assert_int_equal(mlg_layer_row(b->layer), 2);
    }
}

static void quotes_hold_separators_lines_and_quotes(void **state)
{
    bench *b = *state;
    open_layer(b, file(b, "q.csv", "a;b\n\"x;y\";\"say \"\"oui\"\"\"\n\"two\nlines\";L'\"île\" d'Yeu\n"),
               (mlg_layer_options){ 0 });
    assert_true(next(b));
    text_is(b, "a", "x;y");
    text_is(b, "b", "say \"oui\"");
    assert_true(next(b));
    text_is(b, "a", "two\nlines");
    text_is(b, "b", "L'\"île\" d'Yeu");
    open_layer(b, file(b, "p.txt", "a|b\n\"LA POSTE|2\n"), (mlg_layer_options){ 0 });
    assert_true(next(b));
    text_is(b, "a", "\"LA POSTE");
    bool got;
    open_layer(b, file(b, "open.csv", "a;b\n1;2\n\"3;4\n5;6\n"), (mlg_layer_options){ 0 });
    assert_true(next(b));
    assert_fails(mlg_layer_next(b->layer, &got, &b->err), MLG_INPUT, &b->err,
                 "open.csv: line 3: a quote is opened");
}

static void windows_1252_headers_are_recoded(void **state)
{
    bench *b = *state;
    open_layer(b, file(b, "h.csv", "Libell\xE9;C\x9Cur\nx;\x80\n"), (mlg_layer_options){ 0 });
    assert_string_equal(mlg_layer_field_name(b->layer, 0), "Libellé");
    assert_string_equal(mlg_layer_field_name(b->layer, 1), "Cœur");
    assert_true(next(b));
    text_is(b, "Cœur", "€");
}

static void a_missing_column_lists_those_present(void **state)
{
    bench *b = *state;
    int field;
    open_layer(b, file(b, "m.csv", "code;nom\n1;2\n"), (mlg_layer_options){ 0 });
    assert_ok(mlg_layer_need(&field, b->layer, "NOM", &b->err), &b->err);
    assert_int_equal(field, 1);
    assert_fails(mlg_layer_need(&field, b->layer, "insee", &b->err), MLG_INPUT, &b->err,
                 "m.csv has no column 'insee'; columns present: code, nom");
}

static void what_cannot_be_read_is_told_in_one_line(void **state)
{
    bench *b = *state;
    mlg_layer_options any = { 0 };
    assert_fails(try_open(b, in_folder(b->folder, "no.csv"), any), MLG_INPUT, &b->err, "no.csv: No such file");
    assert_fails(try_open(b, b->folder, any), MLG_INPUT, &b->err, "is a folder");
    assert_fails(try_open(b, file(b, "e.csv", ""), any), MLG_INPUT, &b->err, "e.csv is empty");
    assert_fails(try_open(b, file(b, "e.geojson", ""), any), MLG_INPUT, &b->err, "e.geojson is empty");
    assert_fails(try_open(b, file(b, "b.csv", "\xEF\xBB\xBF"), any), MLG_INPUT, &b->err, "no header line");
    assert_fails(try_open(b, file(b, "x.geojson", "{ \"type\": "), any), MLG_INPUT, &b->err, "x.geojson");
    assert_fails(try_open(b, file(b, "x.gpkg", "nothing of the kind"), any), MLG_INPUT, &b->err,
                 "x.gpkg is not in a readable format");
    assert_fails(try_open(b, file(b, "x.zip", "nothing of the kind"), any), MLG_INPUT, &b->err,
                 "x.zip is not a readable zip file");
    assert_fails(try_open(b, file(b, "u.csv", "\xFF\xFE;"), any), MLG_INPUT, &b->err, "UTF-16");
    const char *secret = file(b, "secret.csv", "a;b\n");
    chmod(secret, 0);
    if (geteuid() != 0)
        assert_fails(try_open(b, secret, any), MLG_INPUT, &b->err, "cannot be read: Permission denied");
}

static void numbers_are_read_the_french_way_too(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } GOOD[] = {
        { "12,5", 12.5 },
        { "1 234.5", 1234.5 },
        { "1234", 1234 },
        { " -3,25 ", -3.25 },
        { "1\xC2\xA0"
          "234",
          1234 },
        { "1\xE2\x80\xAF"
          "234\xE2\x80\xAF"
          "567,5",
          1234567.5 },
        { "1e3", 1000 },
    };
    static const char *const BAD[] = { "",    " ",   "_Z",    "12 5", "1,2,3", "0x10",
                                       "nan", "inf", "1e999", "12a",  "-",     "1 2345" };
    double value;
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++) {
        assert_true(mlg_parse_number(GOOD[i].text, &value));
        assert_near(value, GOOD[i].value, 0);
    }
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        assert_false(mlg_parse_number(BAD[i], &value) || !isnan(value));
    assert_false(mlg_parse_number(NULL, &value));
}

/* The same double as strtod(), bit for bit, on both sides of the 15 digits that are exact. */
static void numbers_are_the_doubles_of_the_c_library(void **state)
{
    (void)state;
    static const char *const shapes[] = {
        "0", "-0", "5.", ".5", "-.25", "0.1", "000000000000000001", "9007199254740993"
    };
    uint64_t seed = 11;
    char text[64];
    for (int32_t k = 0, rounds = 200000; k < rounds; k++) {
        const int32_t digits = 1 + random_below(&seed, 17), point = random_below(&seed, digits + 3) - 1;
        size_t n = 0;
        if (random_below(&seed, 4) == 0)
            text[n++] = '-';
        for (int32_t d = 0; d < digits; d++) {
            if (d == point)
                text[n++] = '.';
            text[n++] = (char)('0' + random_below(&seed, 10));
        }
        text[n] = '\0';
        const char *tried = k < (int32_t)(sizeof shapes / sizeof *shapes) ? shapes[k] : text;
        double value, want = strtod(tried, NULL);
        assert_true(mlg_parse_number(tried, &value));
        assert_memory_equal(&value, &want, sizeof value);
    }
}

/* ---- coordinates -------------------------------------------------------------------------------------- */

static void columns_of_coordinates_make_points(void **state)
{
    bench *b = *state;
    const char *path =
        file(b, "p.csv", "id;lon;lat\n1;5,20918;46,22229\n2;;46\n3;5.355651287573366;45.96240165432614\n");
    open_layer(b, path, (mlg_layer_options){ .crs = "EPSG:4326", .x = "lon", .y = "lat", .to_epsg = 2154 });
    assert_true(mlg_layer_has_geometry(b->layer) && next(b));
    assert_int_equal(mlg_layer_row(b->layer), 1);
    point_is(b, 870262.2, 6571540.8);
    assert_true(next(b));
    mlg_geom *none = NULL;
    assert_ok(mlg_layer_geometry(&none, b->layer, &b->err), &b->err);
    assert_null(none);
    assert_true(next(b));
    point_is(b, 882408.3, 6543019.6);
    assert_fails(try_open(b, path, (mlg_layer_options){ .x = "lon", .y = "lat", .to_epsg = 2154 }), MLG_INPUT,
                 &b->err, "does not state its coordinate system; give it with crs:");
    assert_fails(
        try_open(b, path, (mlg_layer_options){ .crs = "EPSG:4326", .x = "x", .y = "lat", .to_epsg = 2154 }),
        MLG_INPUT, &b->err, "no column 'x'; columns present: id, lon, lat");
    assert_fails(try_open(b, path, (mlg_layer_options){ .crs = "L93", .x = "lon", .y = "lat", .to_epsg = 2154 }),
                 MLG_INPUT, &b->err, "unknown coordinate system 'L93'");
    open_layer(b, path, (mlg_layer_options){ .to_epsg = 2154 });
    assert_false(mlg_layer_has_geometry(b->layer));
}

#define GEOJSON(x, y)                                                                                             \
    "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"insee\":\"01004\"},"   \
    "\"geometry\":{\"type\":\"Point\",\"coordinates\":[" x "," y ",12.0]}}]}"

static void geojson_is_longitude_first_and_made_flat(void **state)
{
    bench *b = *state;
    open_layer(b, file(b, "p.geojson", GEOJSON("5.20918", "46.22229")), (mlg_layer_options){ .to_epsg = 2154 });
    assert_true(next(b));
    text_is(b, "insee", "01004");
    point_is(b, 870262.2, 6571540.8);
}

static void a_system_that_lies_is_caught(void **state)
{
    bench *b = *state;
    mlg_layer_options metres = { .to_epsg = 2154 };
    const char *path = file(b, "communes.geojson", GEOJSON("652469", "7025"));
    assert_fails(
        try_open(b, path, metres), MLG_INPUT, &b->err,
        "communes.geojson: coordinates (652469, 7025) cannot be in EPSG:4326; state the right one with crs:");
    path = file(b, "swapped.geojson", GEOJSON("50.63", "3.06"));
    assert_fails(try_open(b, path, metres), MLG_INPUT, &b->err,
                 "swapped.geojson: coordinates (50.63, 3.06) are in the order north, east: exchange x and y");
    metres.crs = "EPSG:2154";
    path = file(b, "degrees.geojson", GEOJSON("3.06", "50.63"));
    assert_fails(try_open(b, path, metres), MLG_INPUT, &b->err, "(3.06, 50.63) cannot be in EPSG:2154");
    path = file(b, "metres.geojson", GEOJSON("870262.2", "6571540.8")); /* GeoJSON says degrees: overridden */
    open_layer(b, path, metres);
    assert_true(next(b));
    point_is(b, 870262.2, 6571540.8);
    metres.crs = NULL; /* far from the target, but where it says: La Réunion */
    open_layer(b, file(b, "reunion.geojson", GEOJSON("55.29821", "-20.97571")), metres);
}

static void one_wrong_row_is_left_to_the_loader(void **state)
{
    bench *b = *state;
    open_layer(b, file(b, "p.csv", "x;y\n0;0\n870262;6571540\n870263;6571540\n"),
               (mlg_layer_options){ .crs = "EPSG:2154", .x = "x", .y = "y", .to_epsg = 2154 });
    assert_true(next(b) && next(b));
    point_is(b, 870262, 6571540);
}

/* ---- what GDAL reads ---------------------------------------------------------------------------------- */

/* A GeoPackage of two layers; the code is an integer in one of them, the outline a curve. */
static const char *make_geopackage(bench *b)
{
    const char *path = in_folder(b->folder, "deux.gpkg");
    GDALDatasetH set = GDALCreate(GDALGetDriverByName("GPKG"), path, 0, 0, 0, GDT_Unknown, NULL);
    OGRSpatialReferenceH system = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(system, 2154);
    static const struct {
        const char *name;
        OGRFieldType type;
        OGRwkbGeometryType kind;
        const char *wkt;
    } LAYERS[] = {
        { "nombre", OFTInteger, wkbCurvePolygon,
          "CURVEPOLYGON(CIRCULARSTRING(652000 7000000, 653000 7001000, 654000 7000000, 653000 6999000, 652000 "
          "7000000))" },
        { "texte", OFTString, wkbPoint, "POINT(652000 7000000)" },
    };
    for (int i = 0; i < 2; i++) {
        OGRLayerH layer = GDALDatasetCreateLayer(set, LAYERS[i].name, system, LAYERS[i].kind, NULL);
        OGRFieldDefnH code = OGR_Fld_Create("code", LAYERS[i].type);
        OGR_L_CreateField(layer, code, TRUE);
        OGR_Fld_Destroy(code);
        OGRFeatureH row = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        OGR_F_SetFieldString(row, 0, "01004");
        OGRGeometryH shape = NULL;
        char *wkt = strdup(LAYERS[i].wkt), *cursor = wkt;
        OGR_G_CreateFromWkt(&cursor, NULL, &shape);
        free(wkt);
        OGR_F_SetGeometryDirectly(row, shape);
        assert_int_equal(OGR_L_CreateFeature(layer, row), OGRERR_NONE);
        OGR_F_Destroy(row);
    }
    OSRDestroySpatialReference(system);
    GDALClose(set);
    return path;
}

static void the_form_of_qgis_names_a_layer(void **state)
{
    bench *b = *state;
    const char *path = make_geopackage(b);
    char named[4200];
    assert_fails(try_open(b, path, (mlg_layer_options){ 0 }), MLG_INPUT, &b->err,
                 "deux.gpkg has 2 layers: nombre, texte");
    assert_non_null(strstr(b->err.hint, "deux.gpkg|layername=nombre"));
    snprintf(named, sizeof named, "%s|layername=texte", path);
    open_layer(b, named, (mlg_layer_options){ .to_epsg = 2154 });
    assert_true(next(b));
    text_is(b, "code", "01004");
    point_is(b, 652000, 7000000);
    assert_false(mlg_layer_is_number(b->layer, 0));
    assert_fails(try_open(b, path, (mlg_layer_options){ .layer = "autre" }), MLG_INPUT, &b->err,
                 "has no layer 'autre'; layers present: nombre, texte");
}

static void a_code_kept_as_a_number_is_reported_and_curves_are_straightened(void **state)
{
    bench *b = *state;
    open_layer(b, make_geopackage(b), (mlg_layer_options){ .layer = "nombre", .to_epsg = 2154 });
    assert_true(mlg_layer_is_number(b->layer, mlg_layer_find(b->layer, "code")));
    assert_true(next(b));
    text_is(b, "code", "1004");
    assert_ok(mlg_layer_geometry(&b->geom, b->layer, &b->err), &b->err);
    assert_near(mlg_geom_area(b->geom) / 1e6, 3.14159, 0.01);
}

static void sheets_have_their_header_in_the_first_line(void **state)
{
    bench *b = *state;
    const char *path = in_folder(b->folder, "zonage.xlsx");
    GDALDatasetH set = GDALCreate(GDALGetDriverByName("XLSX"), path, 0, 0, 0, GDT_Unknown, NULL);
    static const char *const SHEETS[] = { "Zonage_TVS", "Zonage_communes" };
    for (int i = 0; i < 2; i++) {
        OGRLayerH layer = GDALDatasetCreateLayer(set, SHEETS[i], NULL, wkbNone, NULL);
        OGRFieldDefnH code = OGR_Fld_Create("Code ", OFTString), people = OGR_Fld_Create("Pop", OFTInteger);
        OGR_L_CreateField(layer, code, TRUE);
        OGR_L_CreateField(layer, people, TRUE);
        OGR_Fld_Destroy(code);
        OGR_Fld_Destroy(people);
        OGRFeatureH row = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        OGR_F_SetFieldString(row, 0, "01004");
        OGR_F_SetFieldInteger(row, 1, 14288);
        assert_int_equal(OGR_L_CreateFeature(layer, row), OGRERR_NONE);
        OGR_F_Destroy(row);
    }
    GDALClose(set);
    assert_fails(try_open(b, path, (mlg_layer_options){ 0 }), MLG_INPUT, &b->err, "Zonage_TVS, Zonage_communes");
    open_layer(b, path, (mlg_layer_options){ .layer = "Zonage_communes", .to_epsg = 2154 });
    assert_string_equal(mlg_layer_field_name(b->layer, 0), "Code");
    assert_false(mlg_layer_is_number(b->layer, 0));
    assert_true(mlg_layer_is_number(b->layer, 1));
    assert_true(next(b));
    text_is(b, "code", "01004");
    text_is(b, "pop", "14288");
    assert_false(next(b));
}

static void add_member(const char *zip, const char *name, const char *text)
{
    VSILFILE *member = VSIFOpenL(CPLSPrintf("/vsizip/%s/%s", zip, name), "wb");
    assert_non_null(member);
    VSIFWriteL(text, 1, strlen(text), member);
    VSIFCloseL(member);
}

static void members_of_a_zip_are_read(void **state)
{
    bench *b = *state;
    const char *zip = in_folder(b->folder, "un.zip"), *two = in_folder(b->folder, "deux.zip");
    add_member(zip, "data/p.csv", "code|nom\n01004|x\n");
    open_layer(b, zip, (mlg_layer_options){ 0 });
    assert_true(next(b));
    text_is(b, "code", "01004");
    VSILFILE *set = VSIFOpenL(CPLSPrintf("/vsizip/%s", two), "wb"); /* kept open: two members */
    add_member(two, "a.csv", "code\n01001\n");
    add_member(two, "b.geojson", GEOJSON("5.20918", "46.22229"));
    VSIFCloseL(set);
    assert_fails(try_open(b, two, (mlg_layer_options){ 0 }), MLG_INPUT, &b->err,
                 "holds several files: a.csv, b.geojson");
    open_layer(b, two, (mlg_layer_options){ .layer = "b", .to_epsg = 2154 });
    assert_true(next(b));
    point_is(b, 870262.2, 6571540.8);
    char inside[4200];
    snprintf(inside, sizeof inside, "%s/a.csv", two);
    open_layer(b, inside, (mlg_layer_options){ 0 });
    assert_true(next(b));
    text_is(b, "code", "01001");
}

static void memory_that_runs_out_is_a_status(void **state)
{
    bench *b = *state;
    const char *path = file(b, "p.csv", "id ;x;y\n 1 ;5,20918;46,22229\n");
    mlg_layer_options options = { .crs = "EPSG:4326", .x = "x", .y = "y", .to_epsg = 2154 };
    mlg_status st = MLG_MEMORY;
    for (long n = 1; st != MLG_OK && n < 200; n += stride(7)) {
        mlg_memory_fail_at(n);
        st = try_open(b, path, options);
        mlg_memory_fail_at(0);
        assert_true(st == MLG_OK || st == MLG_MEMORY);
    }
    assert_int_equal(st, MLG_OK);
    bool got;
    open_layer(b, path, options);
    assert_true(next(b));
    mlg_memory_fail_at(1);
    assert_null(mlg_layer_text(b->layer, 0));
    assert_fails(mlg_layer_next(b->layer, &got, &b->err), MLG_MEMORY, &b->err, "out of memory");
}

static void a_file_has_its_fingerprint(void **state)
{
    bench *b = *state;
    char hex[65];
    int64_t bytes;
    assert_ok(mlg_file_sha256(hex, &bytes, file(b, "abc", "abc"), &b->err), &b->err);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(bytes, 3);
    assert_fails(mlg_file_sha256(hex, &bytes, in_folder(b->folder, "no"), &b->err), MLG_INPUT, &b->err,
                 "No such file");
    assert_fails(mlg_file_sha256(hex, &bytes, b->folder, &b->err), MLG_INPUT, &b->err, "is a folder, not a file");
    /* a timetable in a folder: each table counts, its name too, and nothing hidden */
    char feed[65];
    write_text(in_folder(b->folder, "stop_times.txt"), "a");
    write_text(in_folder(b->folder, "zones.txt"), "b");
    assert_ok(mlg_file_sha256(feed, &bytes, b->folder, &b->err), &b->err);
    write_text(in_folder(b->folder, ".cache"), "c");
    assert_ok(mlg_file_sha256(hex, &bytes, b->folder, &b->err), &b->err);
    assert_string_equal(hex, feed);
    write_text(in_folder(b->folder, "zones.txt"), "d");
    assert_ok(mlg_file_sha256(hex, &bytes, b->folder, &b->err), &b->err);
    assert_string_not_equal(hex, feed);
    rename(in_folder(b->folder, "zones.txt"), in_folder(b->folder, "z.txt"));
    assert_ok(mlg_file_sha256(feed, &bytes, b->folder, &b->err), &b->err);
    assert_string_not_equal(hex, feed);
}

/* The attributes of a shapefile are in its .dbf; a layer of a file and a member of a zip are told by the path. */
static void a_fingerprint_covers_all_that_is_read(void **state)
{
    bench *b = *state;
    char before[65], after[65], path[4200];
    int64_t bytes;
    write_text(in_folder(b->folder, "c.shp"), "shapes");
    write_text(in_folder(b->folder, "c.dbf"), "one");
    assert_ok(mlg_file_sha256(before, &bytes, in_folder(b->folder, "c.shp"), &b->err), &b->err);
    assert_int_equal(bytes, 9);
    write_text(in_folder(b->folder, "c.dbf"), "two");
    assert_ok(mlg_file_sha256(after, &bytes, in_folder(b->folder, "c.shp"), &b->err), &b->err);
    assert_string_not_equal(before, after);
    snprintf(path, sizeof path, "%s|layername=communes", file(b, "abc", "abc"));
    assert_ok(mlg_file_sha256(after, &bytes, path, &b->err), &b->err);
    assert_int_equal(bytes, 3);
    write_text(in_folder(b->folder, "a.zip"), "abc");
    snprintf(path, sizeof path, "%s/communes.csv", in_folder(b->folder, "a.zip"));
    assert_ok(mlg_file_sha256(after, &bytes, path, &b->err), &b->err);
    assert_int_equal(bytes, 3);
}

/* A file whose size and time are those known is not read again: here it is another one, with the time put back. */
static void a_file_known_is_not_hashed_again(void **state)
{
    bench *b = *state;
    static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    const struct timespec then[2] = { { 1000, 5 }, { 1000, 5 } }, now[2] = { { 1000, 6 }, { 1000, 6 } };
    const char *path = file(b, "abc", "abc");
    char hex[65];
    int64_t bytes;
    mlg_digests known = { 0 };
    assert_int_equal(utimensat(AT_FDCWD, path, then, 0), 0);
    assert_ok(mlg_digests_sha256(hex, &bytes, &known, path, &b->err), &b->err);
    assert_string_equal(hex, abc);
    write_text(path, "abd");
    assert_int_equal(utimensat(AT_FDCWD, path, then, 0), 0);
    assert_ok(mlg_digests_sha256(hex, &bytes, &known, path, &b->err), &b->err);
    assert_string_equal(hex, abc);
    assert_int_equal(bytes, 3);
    assert_ok(mlg_digests_sha256(hex, &bytes, NULL, path, &b->err), &b->err);
    assert_string_not_equal(hex, abc);
    assert_int_equal(utimensat(AT_FDCWD, path, now, 0), 0);
    assert_ok(mlg_digests_sha256(hex, &bytes, &known, path, &b->err), &b->err);
    assert_string_not_equal(hex, abc);
    assert_int_equal(known.count, 2);
    assert_fails(mlg_digests_sha256(hex, &bytes, &known, in_folder(b->folder, "no"), &b->err), MLG_INPUT, &b->err,
                 "No such");
    mlg_memory_fail_at(2);
    assert_fails(mlg_digests_sha256(hex, &bytes, &known, file(b, "def", "def"), &b->err), MLG_MEMORY, &b->err,
                 "out of memory");
    mlg_memory_fail_at(0);
    mlg_digests_release(&known);
}

/* ---- real files --------------------------------------------------------------------------------------- */

static void count_real(bench *b, const char *path, int epsg, int *rows, int *invalid)
{
    open_layer(b, path, (mlg_layer_options){ .to_epsg = epsg });
    for (*rows = *invalid = 0; next(b); (*rows)++) {
        bool valid;
        mlg_geom_free(b->geom);
        b->geom = NULL;
        assert_ok(mlg_layer_geometry(&b->geom, b->layer, &b->err), &b->err);
        assert_non_null(b->geom);
        assert_ok(mlg_geom_is_valid(&valid, b->geom, &b->err), &b->err);
        if (valid)
            continue;
        mlg_geom *fixed = NULL;
        (*invalid)++;
        assert_ok(mlg_geom_repair(&fixed, b->geom, &b->err), &b->err);
        assert_ok(mlg_geom_is_valid(&valid, fixed, &b->err), &b->err);
        mlg_geom_free(fixed);
        assert_true(valid);
    }
}

static void real_files_are_read(void **state)
{
    bench *b = *state;
    int rows, invalid;
    const char *communes = shared_data("communes/communes_metro_cog2025_l93.gpkg");
    const char *districts = shared_data("qpv/qpv2024_france_wgs84.gpkg");
    if (!communes || !districts) {
        print_message("skipped: no ../shared/data\n");
        return;
    }
    clock_t start = clock();
    count_real(b, communes, 2154, &rows, &invalid);
    assert_true(rows == 34746 && invalid == 0);
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 60);
    count_real(b, districts, 4326, &rows, &invalid);
    assert_true(rows == 1584 && invalid == 586);
    count_real(b, districts, 2154, &rows, &invalid); /* rings that touch themselves come apart when transformed */
    assert_true(rows == 1584 && invalid > 500 && invalid <= 586);
}

#define LAYER_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LAYER_TEST(codes_stay_text_whatever_the_separator),
        LAYER_TEST(quotes_hold_separators_lines_and_quotes),
        LAYER_TEST(windows_1252_headers_are_recoded),
        LAYER_TEST(a_missing_column_lists_those_present),
        LAYER_TEST(what_cannot_be_read_is_told_in_one_line),
        LAYER_TEST(numbers_are_read_the_french_way_too),
        LAYER_TEST(numbers_are_the_doubles_of_the_c_library),
        LAYER_TEST(columns_of_coordinates_make_points),
        LAYER_TEST(geojson_is_longitude_first_and_made_flat),
        LAYER_TEST(a_system_that_lies_is_caught),
        LAYER_TEST(one_wrong_row_is_left_to_the_loader),
        LAYER_TEST(the_form_of_qgis_names_a_layer),
        LAYER_TEST(a_code_kept_as_a_number_is_reported_and_curves_are_straightened),
        LAYER_TEST(sheets_have_their_header_in_the_first_line),
        LAYER_TEST(members_of_a_zip_are_read),
        LAYER_TEST(memory_that_runs_out_is_a_status),
        LAYER_TEST(a_file_has_its_fingerprint),
        LAYER_TEST(a_fingerprint_covers_all_that_is_read),
        LAYER_TEST(a_file_known_is_not_hashed_again),
        LAYER_TEST(real_files_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
