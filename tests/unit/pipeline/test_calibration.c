/* Times of a study compared with reference times: by road, between communes and between points, whichever way the study travels. */
#include "support.h"

#include "adapters/layer/read.h"
#include "road_study.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *folder;

static int set_up(void **state)
{
    (void)state;
    folder = make_folder();
    write_road_map(folder);
    write_road_people(folder, 1, 500);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    remove_folder(folder);
    return 0;
}

static void write_study(const char *direction)
{
    char yaml[1600];
    snprintf(yaml, sizeof yaml,
             "%stravel: { model: road, osm: town.osm, snap_metres: 3000, direction: %s }\n"
             "outputs: { geopackage: town.gpkg }\n",
             road_sources, direction);
    write_text(in_folder(folder, "study.yaml"), yaml);
}

static double number_after(const char *text, const char *key)
{
    const char *at = strstr(text, key);
    assert_non_null(at);
    return strtod(at + strlen(key), NULL);
}

/* The matrix of the quarters, as the program writes it for points, with `later` minutes more: as pairs of codes and as pairs of points. */
static void write_references(double later)
{
    char study[512], matrix[512], people[512], *text;
    mlg_layer *layer;
    mlg_error err;
    bool got;
    double lon[ROAD_PLACES], lat[ROAD_PLACES];
    snprintf(study, sizeof study, "%s", in_folder(folder, "town.gpkg"));
    snprintf(people, sizeof people, "%s", in_folder(folder, "people.csv"));
    snprintf(matrix, sizeof matrix, "%s", in_folder(folder, "matrix.csv"));
    const mlg_matrix_options options = {
        .from = people, .to = people, .within_min = (double)NAN, .overwrite = true, .threads = 1
    };
    assert_ok(mlg_write_matrix(&text, study, matrix, &options, MLG_TEXT, &err), &err);
    free(text);
    assert_ok(mlg_layer_open(&layer, people, NULL, &err), &err);
    for (int i = 0; i < ROAD_PLACES; i++) {
        assert_ok(mlg_layer_next(layer, &got, &err), &err);
        assert_true(got && mlg_parse_number(mlg_layer_text(layer, 1), &lon[i]) &&
                    mlg_parse_number(mlg_layer_text(layer, 2), &lat[i]));
    }
    mlg_layer_close(layer);
    FILE *codes = fopen(in_folder(folder, "codes.csv"), "w"),
         *points = fopen(in_folder(folder, "points.csv"), "w");
    fputs("id1,id2,Dist_min\n", codes);
    fputs("from_lon,from_lat,to_lon,to_lat,minutes\n", points);
    assert_ok(mlg_layer_open(&layer, matrix, NULL, &err), &err);
    for (;;) {
        double minutes;
        assert_ok(mlg_layer_next(layer, &got, &err), &err);
        if (!got)
            break;
        const char *from = mlg_layer_text(layer, 0), *to = mlg_layer_text(layer, 1),
                   *time = mlg_layer_text(layer, 2);
        if (strcmp(from, to) == 0 || !time)
            continue;
        assert_true(mlg_parse_number(time, &minutes));
        const int a = atoi(from + 1), b = atoi(to + 1);
        fprintf(codes, "%s,%s,%.4f\n", from, to, minutes + later);
        fprintf(points, "%.5f,%.5f,%.5f,%.5f,%.4f\n", lon[a], lat[a], lon[b], lat[b], minutes + later);
    }
    mlg_layer_close(layer);
    fclose(codes);
    fclose(points);
}

/* Every pair has the time of the router, which goes from the first to the second: one-way streets tell both ways apart. */
static void check(const char *name, double later)
{
    char study[512], matrix[512], *text;
    mlg_error err;
    snprintf(study, sizeof study, "%s", in_folder(folder, "study.yaml"));
    snprintf(matrix, sizeof matrix, "%s", in_folder(folder, name));
    assert_ok(mlg_calibrate(&text, study, matrix, &(mlg_calibrate_options){ .threads = 1 }, MLG_JSON, &err), &err);
    const char *all = strstr(text, "\"all\"");
    assert_non_null(all);
    assert_in_range((long)number_after(all, "\"pairs\":"), 7000, ROAD_PLACES * (ROAD_PLACES - 1));
    assert_near(number_after(all, "\"no_way\":"), 0, 0);
    assert_near(number_after(all, "\"bias_min\":"), -later, 0.002);
    assert_near(number_after(all, "\"mean_absolute_min\":"), later, 0.002);
    free(text);
}

static void roads_are_compared_whichever_way_the_study_travels(void **state)
{
    static const char *const directions[] = { "to_site", "from_site" };
    (void)state;
    for (int k = 0; k < 2; k++) {
        char study[512];
        mlg_run_result result;
        mlg_error err;
        write_study(directions[k]);
        snprintf(study, sizeof study, "%s", in_folder(folder, "study.yaml"));
        const mlg_run_options options = { .output_folder = folder, .overwrite = true, .threads = 1 };
        assert_ok(mlg_run(&result, study, &options, &err), &err);
        mlg_run_result_release(&result);
        write_references(1.5);
        check("codes.csv", 1.5);
        check("points.csv", 1.5);
    }
}

static void times_that_have_no_coordinates_are_refused(void **state)
{
    char study[512], matrix[512], yaml[1600], *text;
    mlg_error err;
    (void)state;
    snprintf(yaml, sizeof yaml,
             "%stravel: { model: table, path: given.csv }\noutputs: { geopackage: town.gpkg }\n", road_sources);
    write_text(in_folder(folder, "study.yaml"), yaml);
    write_text(in_folder(folder, "given.csv"), "id1,id2,Dist_min\nq01,q02,3\n");
    write_text(in_folder(folder, "points.csv"),
               "from_lon,from_lat,to_lon,to_lat,minutes\n0.05,44.05,0.06,44.05,3\n");
    snprintf(study, sizeof study, "%s", in_folder(folder, "study.yaml"));
    snprintf(matrix, sizeof matrix, "%s", in_folder(folder, "points.csv"));
    assert_int_equal(mlg_calibrate(&text, study, matrix, &(mlg_calibrate_options){ .threads = 1 }, MLG_JSON, &err),
                     MLG_USAGE);
    assert_non_null(strstr(err.message, "straight lines, roads or land"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(roads_are_compared_whichever_way_the_study_travels, set_up, tear_down),
        cmocka_unit_test_setup_teardown(times_that_have_no_coordinates_are_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
