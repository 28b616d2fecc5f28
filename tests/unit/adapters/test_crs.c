#include "support.h"

#include "adapters/crs.h"
#include "base/parallel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Points that the producer of FINESS gives in both systems; the degrees are rounded to 5 digits, so 1.2 m. */
static const struct {
    const char *crs;
    double x, y, lon, lat;
} CONTROL[] = {
    { "EPSG:2154", 870262.2, 6571540.8, 5.20918, 46.22229 },
    { "EPSG:5490", 657242.9, 1795384.4, -61.52874, 16.234 },
    { "EPSG:2972", 353672.8, 544349.1, -52.31973, 4.92347 },
    { "EPSG:2975", 323086.6, 7679599.8, 55.29821, -20.97571 },
    { "EPSG:4471", 524819.9, 8587194.7, 45.22868, -12.77989 },
    { "EPSG:2154", 882408.3, 6543019.6, 5.355651287573366, 45.96240165432614 },
};

static void control_points_agree_both_ways(void **state)
{
    (void)state;
    mlg_error err;
    for (size_t i = 0; i < sizeof CONTROL / sizeof *CONTROL; i++) {
        mlg_transform *to = NULL, *back = NULL;
        size_t failed = 9;
        assert_ok(mlg_transform_new(&to, "EPSG:4326", CONTROL[i].crs, &err), &err);
        assert_ok(mlg_transform_new(&back, CONTROL[i].crs, "EPSG:4326", &err), &err);
        double x = CONTROL[i].lon, y = CONTROL[i].lat;
        mlg_transform_points(to, &x, &y, 1, &failed);
        assert_int_equal(failed, 0);
        assert_near(x, CONTROL[i].x, 1.2);
        assert_near(y, CONTROL[i].y, 1.2);
        mlg_transform_points(back, &x, &y, 1, &failed);
        assert_near(x, CONTROL[i].lon, 1e-8);
        assert_near(y, CONTROL[i].lat, 1e-8);
        mlg_transform_free(to);
        mlg_transform_free(back);
    }
}

/* EPSG:4326 is latitude first by its definition, CRS84 longitude first: both come in as x = east. */
static void axis_order_is_east_north_whatever_the_authority_says(void **state)
{
    (void)state;
    mlg_error err;
    static const char *const SAME[] = { "EPSG:4326", "OGC:CRS84", "EPSG:4171" };
    for (size_t i = 0; i < 3; i++) {
        mlg_transform *t = NULL;
        double x = 3.0, y = 46.5; /* the origin of Lambert-93 is 700000, 6600000 */
        assert_ok(mlg_transform_new(&t, SAME[i], "EPSG:2154", &err), &err);
        mlg_transform_points(t, &x, &y, 1, NULL);
        assert_near(x, 700000, 0.001);
        assert_near(y, 6600000, 0.001);
        mlg_transform_free(t);
    }
}

/* Points a few doubles apart, as two C libraries would have them, become the same: whole 2^-20 m, whole 2^-36 degrees. */
static void coordinates_keep_no_last_bits(void **state)
{
    (void)state;
    mlg_error err;
    static const struct {
        const char *from, *to;
        double x, y, grain;
    } WAYS[] = { { "EPSG:4326", "EPSG:2154", 2.64017, 50.53, 0x1p-20 },
                 { "EPSG:2154", "EPSG:4326", 652469, 7025123, 0x1p-36 },
                 { "EPSG:4326", "EPSG:2975", 55.3, -21, 0x1p-20 },
                 { "EPSG:2975", "EPSG:4171", 323086, 7679599, 0x1p-36 } };
    for (size_t i = 0; i < sizeof WAYS / sizeof *WAYS; i++) {
        mlg_transform *t = NULL;
        double x[3], y[3];
        for (int k = 0; k < 3; k++) {
            x[k] = WAYS[i].x * (1 + (k - 1) * 0x1p-52);
            y[k] = WAYS[i].y * (1 + (k - 1) * 0x1p-52);
        }
        assert_ok(mlg_transform_new(&t, WAYS[i].from, WAYS[i].to, &err), &err);
        mlg_transform_points(t, x, y, 3, NULL);
        for (int k = 0; k < 3; k++) {
            assert_true(x[k] / WAYS[i].grain == rint(x[k] / WAYS[i].grain) && x[k] == x[0]);
            assert_true(y[k] / WAYS[i].grain == rint(y[k] / WAYS[i].grain) && y[k] == y[0]);
        }
        mlg_transform_free(t);
    }
}

static void the_same_system_changes_nothing(void **state)
{
    (void)state;
    mlg_error err;
    mlg_transform *t = NULL;
    double x[2] = { 652469.0, (double)INFINITY }, y[2] = { 7025123.0, 1 };
    size_t failed = 0;
    assert_ok(mlg_transform_new(&t, "EPSG:2154", "EPSG:2154", &err), &err);
    mlg_transform_points(t, x, y, 2, &failed);
    assert_true(x[0] == 652469.0 && y[0] == 7025123.0);
    assert_int_equal(failed, 1);
    assert_true(isnan(x[1]) && isnan(y[1]));
    mlg_transform_free(t);
}

static void a_point_that_cannot_be_transformed_is_nan_and_counted(void **state)
{
    (void)state;
    mlg_error err;
    mlg_transform *t = NULL;
    double x[] = { 2.5, 2.5, (double)NAN }, y[] = { 50.4, 500.0, 50.0 };
    size_t failed = 0;
    assert_ok(mlg_transform_new(&t, "EPSG:4326", "EPSG:2154", &err), &err);
    mlg_transform_points(t, x, y, 3, &failed);
    assert_int_equal(failed, 2);
    assert_true(isfinite(x[0]) && isnan(x[1]) && isnan(y[1]) && isnan(x[2]));
    mlg_transform_free(t);
}

static void the_moon_is_out_of_reach(void **state)
{
    (void)state;
    static const char moon[] =
        "GEOGCS[\"Moon\",DATUM[\"Moon\",SPHEROID[\"Moon\",1737400,0]],PRIMEM[\"Reference\",0],"
        "UNIT[\"degree\",0.0174532925199433]]";
    mlg_transform *t;
    mlg_error err;
    assert_fails(mlg_transform_new(&t, "EPSG:4326", moon, &err), MLG_INPUT, &err, "no transformation");
    assert_null(t);
}

static void an_unknown_system_is_named(void **state)
{
    (void)state;
    mlg_error err;
    mlg_transform *t = NULL;
    assert_fails(mlg_transform_new(&t, "EPSG:2154", "EPSG:999999", &err), MLG_INPUT, &err, "'EPSG:999999'");
    assert_null(t);
    assert_fails(mlg_transform_new(&t, "Lambert", "EPSG:2154", &err), MLG_INPUT, &err, "'Lambert'");
    assert_non_null(strstr(err.hint, "EPSG:2154"));
    assert_fails(mlg_transform_new(&t, "L93", "EPSG:2154", &err), MLG_INPUT, &err,
                 "'L93'"); /* a name near to it */
    assert_fails(mlg_transform_new(&t, "", "EPSG:2154", &err), MLG_INPUT, &err, "unknown coordinate system ''");
    assert_fails(mlg_transform_new(&t, "+proj=pipeline +step +proj=merc", "EPSG:2154", &err), MLG_INPUT, &err,
                 "unknown coordinate system");
}

static void a_system_is_described_for_the_geopackage(void **state)
{
    (void)state;
    mlg_error err;
    char *name = NULL, *wkt = NULL;
    assert_ok(mlg_crs_describe(&name, &wkt, 2154, &err), &err);
    assert_string_equal(name, "RGF93 v1 / Lambert-93");
    assert_int_equal(strncmp(wkt, "PROJCS[\"RGF93 v1 / Lambert-93\"", 30), 0);
    assert_null(strchr(wkt, '\n'));
    assert_non_null(strstr(wkt, "AUTHORITY[\"EPSG\",\"2154\"]"));
    free(name);
    free(wkt);
    assert_fails(mlg_crs_describe(&name, &wkt, 999999, &err), MLG_INPUT, &err, "EPSG:999999");
    assert_null(name);
    assert_null(wkt);
}

static bool inside(const double box[4], double x, double y)
{
    return x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3];
}

static void bounds_tell_metres_from_degrees(void **state)
{
    (void)state;
    mlg_error err;
    double box[4];
    assert_ok(mlg_crs_bounds(box, "EPSG:2154", &err), &err);
    assert_true(inside(box, 652469, 7060000));  /* Lille */
    assert_true(inside(box, 1200000, 6100000)); /* Corsica */
    assert_false(inside(box, 3.06, 50.63));
    assert_ok(mlg_crs_bounds(box, "EPSG:4326", &err), &err);
    assert_true(inside(box, 55.3, -20.98));
    assert_false(inside(box, 652469, 7025));
    assert_ok(mlg_crs_bounds(box, "EPSG:2975", &err), &err);
    assert_true(inside(box, 323086.6, 7679599.8));
    assert_false(inside(box, 652469, 7060000 - 2e7));
    assert_fails(mlg_crs_bounds(box, "EPSG:1", &err), MLG_INPUT, &err, "EPSG:1");
    assert_ok(mlg_crs_bounds(box, "EPSG:4167", &err), &err); /* New Zealand, on both sides of 180 degrees */
    assert_true(inside(box, 174.8, -41.3) && inside(box, -176.5, -44));
}

static void three_dimensions_have_no_old_form(void **state)
{
    (void)state;
    char *name, *wkt;
    mlg_error err;
    assert_fails(mlg_crs_describe(&name, &wkt, 4979, &err), MLG_INPUT, &err, "EPSG:4979 has no WKT form");
    assert_null(wkt);
}

static void only_the_plain_form_has_a_number(void **state)
{
    (void)state;
    assert_int_equal(mlg_crs_epsg("EPSG:2154"), 2154);
    assert_int_equal(mlg_crs_epsg("epsg:4326"), 4326);
    assert_int_equal(mlg_crs_epsg("EPSG:"), 0);
    assert_int_equal(mlg_crs_epsg("EPSG:12a"), 0);
    assert_int_equal(mlg_crs_epsg("OGC:CRS84"), 0);
    assert_int_equal(mlg_crs_epsg(NULL), 0);
}

/* A grid of a definition is a file that PROJ opens: a pipe would hold the program for ever. */
static void definitions_open_no_file_of_a_stranger(void **state)
{
    (void)state;
    static const char *const before[] = { "+proj=longlat +ellps=clrk80ign +title=a:b +type=crs +nadgrids=",
                                          "+proj=longlat +ellps=GRS80 +vunits=m +title=a:b +type=crs +geoidgrids=",
                                          "+type=crs +init=" };
    mlg_error err;
    char *folder = make_folder(), name[8192];
    const char *pipe = in_folder(folder, "pipe");
    assert_int_equal(mkfifo(pipe, 0600), 0);
    alarm(20);
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        mlg_transform *transform;
        snprintf(name, sizeof name, "%s%s%s", before[i], pipe, i == 2 ? ":x" : "");
        mlg_status st = mlg_transform_new(&transform, name, "EPSG:2154", &err);
        if (st == MLG_OK) {
            double x = 3, y = 46;
            mlg_transform_points(transform, &x, &y, 1, NULL);
            mlg_transform_free(transform);
        }
    }
    alarm(0);
    remove_folder(folder);
}

/* ---- grids ------------------------------------------------------------------------------------------------------- */

static char *own_folder; /* one of those that PROJ searches */

static void put(FILE *file, const char *key, const void *value, size_t size)
{
    char record[16] = "";
    memset(record, ' ', 8);
    memcpy(record, key, strlen(key));
    memcpy(record + 8, value, size);
    assert_int_equal(fwrite(record, 1, sizeof record, file), sizeof record);
}

static void put_number(FILE *file, const char *key, double value)
{
    put(file, key, &value, sizeof value);
}

static void put_count(FILE *file, const char *key, int32_t value)
{
    put(file, key, &value, sizeof value);
}

/* NTv2: 36 seconds to the north and 72 to the east everywhere in 2..4 E, 45..47 N; its longitudes count to the west. */
static void write_grid(const char *path)
{
    static const char *const systems[] = { "SYSTEM_F", "SYSTEM_T" };
    static const char *const axes[] = { "MAJOR_F", "MINOR_F", "MAJOR_T", "MINOR_T" };
    static const char *const names[] = { "SUB_NAME", "PARENT", "CREATED", "UPDATED" };
    static const float shift[4] = { 36, -72, 0, 0 };
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    put_count(file, "NUM_OREC", 11);
    put_count(file, "NUM_SREC", 11);
    put_count(file, "NUM_FILE", 1);
    put(file, "GS_TYPE", "SECONDS ", 8);
    put(file, "VERSION", "essai   ", 8);
    for (int i = 0; i < 2; i++)
        put(file, systems[i], "GRS80   ", 8);
    for (int i = 0; i < 4; i++)
        put_number(file, axes[i], i % 2 ? 6356752.314 : 6378137);
    for (int i = 0; i < 4; i++)
        put(file, names[i], i == 1 ? "NONE    " : "essai   ", 8);
    put_number(file, "S_LAT", 45 * 3600);
    put_number(file, "N_LAT", 47 * 3600);
    put_number(file, "E_LONG", -4 * 3600);
    put_number(file, "W_LONG", -2 * 3600);
    put_number(file, "LAT_INC", 3600);
    put_number(file, "LONG_INC", 3600);
    put_count(file, "GS_COUNT", 9);
    for (int i = 0; i < 9; i++)
        assert_int_equal(fwrite(shift, sizeof *shift, 4, file), 4);
    put(file, "END", "        ", 8);
    assert_int_equal(fclose(file), 0);
}

/* Whether 3 E, 46 N moves by what the grid says. */
static bool is_moved_by(const char *grid)
{
    char name[8192];
    mlg_transform *transform;
    mlg_error err;
    double x = 3, y = 46;
    snprintf(name, sizeof name, "+proj=longlat +ellps=GRS80 +title=a:b +type=crs +nadgrids=%s", grid);
    if (mlg_transform_new(&transform, name, "EPSG:4326", &err) != MLG_OK)
        return false;
    mlg_transform_points(transform, &x, &y, 1, NULL);
    mlg_transform_free(transform);
    return fabs(x - 3.02) < 1e-9 && fabs(y - 46.01) < 1e-9;
}

static void grids_are_those_of_the_folders_of_proj(void **state)
{
    (void)state;
    char *folder = make_folder();
    const char *own = in_folder(own_folder, "essai.gsb"), *other = in_folder(folder, "essai.gsb");
    char leading_out[1024];
    write_grid(own);
    write_grid(other);
    assert_true(is_moved_by("essai.gsb"));
    assert_true(is_moved_by(own));
    assert_false(is_moved_by(other));
    snprintf(leading_out, sizeof leading_out, "%s/../%s/essai.gsb", own_folder, strrchr(folder, '/') + 1);
    assert_int_equal(access(leading_out, R_OK), 0);
    assert_false(is_moved_by(leading_out));
    assert_false(is_moved_by("none.gsb"));
    remove_folder(folder);
}

/* ---- kept transformations ---------------------------------------------------------------------------------------- */

/* Forward and back between degrees and the system of a control point. */
static mlg_status there_and_back(void *context, int32_t task, int worker, mlg_error *err)
{
    (void)context, (void)worker;
    const int k = task % (int)(sizeof CONTROL / sizeof *CONTROL);
    mlg_transform *to, *back;
    double x = CONTROL[k].lon, y = CONTROL[k].lat;
    MLG_TRY(mlg_transform_new(&to, "EPSG:4326", CONTROL[k].crs, err));
    mlg_transform_points(to, &x, &y, 1, NULL);
    bool right = fabs(x - CONTROL[k].x) < 1.2 && fabs(y - CONTROL[k].y) < 1.2;
    mlg_transform_free(to);
    MLG_TRY(mlg_transform_new(&back, CONTROL[k].crs, "EPSG:4326", err));
    mlg_transform_points(back, &x, &y, 1, NULL);
    right = right && fabs(x - CONTROL[k].lon) < 1e-8 && fabs(y - CONTROL[k].lat) < 1e-8;
    mlg_transform_free(back);
    return right ? MLG_OK : mlg_fail(err, MLG_DATA, "task %d is off", (int)task);
}

static void a_transformation_that_was_freed_serves_again(void **state)
{
    (void)state;
    enum { MANY = 20 }; /* more than are kept */
    mlg_error err;
    mlg_transform *t[MANY], *again, *other;
    for (int i = 0; i < MANY; i++) {
        assert_ok(mlg_transform_new(&t[i], "EPSG:4326", "EPSG:2154", &err), &err);
        for (int j = 0; j < i; j++)
            assert_ptr_not_equal(t[i], t[j]);
    }
    mlg_transform_free(t[0]);
    assert_ok(mlg_transform_new(&other, "EPSG:2154", "EPSG:4326", &err), &err);
    assert_ptr_not_equal(other, t[0]); /* the way back is another one */
    assert_ok(mlg_transform_new(&again, "EPSG:4326", "EPSG:2154", &err), &err);
    assert_ptr_equal(again, t[0]);
    for (int i = 0; i < MANY; i++)
        mlg_transform_free(t[i]);
    mlg_transform_free(other);
    assert_ok(mlg_parallel(240, 8, there_and_back, NULL, &err), &err);
}

/* The sixty zones of UTM in turn, more than are kept: where the middle of the zone crosses the equator. */
static mlg_status find_zone(void *context, int32_t task, int worker, mlg_error *err)
{
    (void)context, (void)worker;
    const int zone = task % 60 + 1;
    char code[16];
    mlg_transform *to;
    double x = 6 * zone - 183, y = 0;
    snprintf(code, sizeof code, "EPSG:%d", 32600 + zone);
    MLG_TRY(mlg_transform_new(&to, "EPSG:4326", code, err));
    mlg_transform_points(to, &x, &y, 1, NULL);
    mlg_transform_free(to);
    return fabs(x - 500000) < 1e-2 && fabs(y) < 1e-2 ? MLG_OK : mlg_fail(err, MLG_DATA, "zone %d is off", zone);
}

static void threads_look_for_files_of_proj_at_once(void **state)
{
    (void)state;
    mlg_error err;
    assert_ok(mlg_parallel(180, 8, find_zone, NULL, &err), &err);
}

static void a_child_shares_no_transformation_with_its_parent(void **state)
{
    (void)state;
    mlg_error err;
    mlg_transform *mine;
    assert_ok(mlg_transform_new(&mine, "EPSG:4326", "EPSG:2154", &err), &err);
    mlg_transform_free(mine);
    pid_t child = fork();
    if (child == 0) {
        mlg_transform *own;
        bool apart = mlg_transform_new(&own, "EPSG:4326", "EPSG:2154", &err) == MLG_OK && own != mine;
        _exit(apart && there_and_back(NULL, 0, 0, &err) == MLG_OK ? 0 : 1);
    }
    int how;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_int_equal(how, 0);
}

static int remove_own_folder(void **state)
{
    (void)state;
    remove_folder(own_folder);
    return 0;
}

int main(void)
{
    own_folder = make_folder();
    setenv("PROJ_USER_WRITABLE_DIRECTORY", own_folder, 1); /* PROJ reads it once */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(control_points_agree_both_ways),
        cmocka_unit_test(axis_order_is_east_north_whatever_the_authority_says),
        cmocka_unit_test(coordinates_keep_no_last_bits),
        cmocka_unit_test(the_same_system_changes_nothing),
        cmocka_unit_test(a_point_that_cannot_be_transformed_is_nan_and_counted),
        cmocka_unit_test(the_moon_is_out_of_reach),
        cmocka_unit_test(an_unknown_system_is_named),
        cmocka_unit_test(a_system_is_described_for_the_geopackage),
        cmocka_unit_test(bounds_tell_metres_from_degrees),
        cmocka_unit_test(three_dimensions_have_no_old_form),
        cmocka_unit_test(only_the_plain_form_has_a_number),
        cmocka_unit_test(definitions_open_no_file_of_a_stranger),
        cmocka_unit_test(grids_are_those_of_the_folders_of_proj),
        cmocka_unit_test(a_transformation_that_was_freed_serves_again),
        cmocka_unit_test(threads_look_for_files_of_proj_at_once),
        cmocka_unit_test(a_child_shares_no_transformation_with_its_parent),
    };
    return cmocka_run_group_tests(tests, NULL, remove_own_folder);
}
