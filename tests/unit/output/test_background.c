/* The background of the map from an extract made by hand: what is drawn, where it is cut, what is left out for its size. */
#include "support.h"

#include "adapters/crs.h"
#include "analysis/whatif/background.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EPSG = 2154 };

/* A box of 20 km around 3° E, 46.5° N, where Lambert-93 has its origin: (700,000 m, 6,600,000 m). Cells are of 50 m. */
static const double box[4] = { 690000, 6590000, 710000, 6610000 };

/* The cell of a place, as the drawing has it: x to the east, y to the south. */
static void cell_of(int cell[2], double lon, double lat)
{
    mlg_transform *transform;
    mlg_error err;
    size_t failed;
    assert_ok(mlg_transform_epsg(&transform, 4326, EPSG, &err), &err);
    mlg_transform_points(transform, &lon, &lat, 1, &failed);
    mlg_transform_free(transform);
    cell[0] = (int)lround(lon / 50);
    cell[1] = (int)lround(-lat / 50);
}

static mlg_background drawn(const char *ways)
{
    static const char nodes[] = "<osm version=\"0.6\"><node id=\"1\" lon=\"2.99\" lat=\"46.50\"/><node id=\"2\" "
                                "lon=\"3.00\" lat=\"46.50\"/><node id=\"3\" lon=\"3.01\" lat=\"46.51\"/><node "
                                "id=\"4\" lon=\"4.00\" lat=\"46.50\"/><node id=\"5\" lon=\"4.10\" "
                                "lat=\"46.50\"/><node id=\"6\" lon=\"3.00001\" lat=\"46.50001\"/>";
    size_t size = sizeof nodes + strlen(ways) + 16;
    char *text = malloc(size);
    mlg_osm *osm;
    mlg_error err;
    mlg_background found;
    snprintf(text, size, "%s%s</osm>", nodes, ways);
    assert_ok(mlg_osm_open_bytes(&osm, text, strlen(text), "hand.osm", &err), &err);
    mlg_status st = mlg_background_draw(&found, osm, EPSG, box, NULL, &err);
    mlg_osm_close(osm);
    free(text);
    assert_ok(st, &err);
    assert_int_equal(found.step_m, 50);
    return found;
}

#define WAY(id, nodes, key, value) "<way id=\"" #id "\">" nodes "<tag k=\"" key "\" v=\"" value "\"/></way>"
#define ND(id) "<nd ref=\"" #id "\"/>"

/* A primary road through places 1, 2 and 3; a street is not drawn. The origin is at (14,000, -132,000) exactly. */
static void main_roads_and_rivers_are_drawn(void **state)
{
    (void)state;
    int a[2], b[2], c[2];
    char expected[128];
    mlg_background found =
        drawn(WAY(1, ND(1) ND(2) ND(3), "highway", "primary") WAY(2, ND(1) ND(3), "highway", "residential")
                  WAY(3, ND(2) ND(3), "waterway", "river") WAY(4, ND(1) ND(2), "waterway", "stream"));
    cell_of(a, 2.99, 46.5), cell_of(b, 3, 46.5), cell_of(c, 3.01, 46.51);
    assert_int_equal(b[0], 14000);
    assert_int_equal(b[1], -132000);
    snprintf(expected, sizeof expected, "M%d %dl%d %d %d %d ", a[0], a[1], b[0] - a[0], b[1] - a[1], c[0] - b[0],
             c[1] - b[1]);
    assert_string_equal(mlg_text_words(&found.lines[MLG_BACKGROUND_PRIMARY]), expected);
    snprintf(expected, sizeof expected, "M%d %dl%d %d ", b[0], b[1], c[0] - b[0], c[1] - b[1]);
    assert_string_equal(mlg_text_words(&found.lines[MLG_BACKGROUND_RIVER]), expected);
    assert_int_equal(found.lines[MLG_BACKGROUND_MAIN].length, 0);
    assert_int_equal(found.lines[MLG_BACKGROUND_COAST].length, 0);
    mlg_background_release(&found);
}

/* Place 4 lies 77 km off: the segment that leaves the box is drawn to it, the next, wholly outside, is not. A node that the extract lacks
 * (9) cuts the coast in two. */
static void lines_are_cut_where_they_leave_the_box_or_the_extract(void **state)
{
    (void)state;
    int a[2], b[2], c[2], d[2];
    char expected[128];
    mlg_background found = drawn(WAY(1, ND(2) ND(4) ND(5), "highway", "motorway")
                                     WAY(2, ND(1) ND(2) ND(9) ND(3) ND(1), "natural", "coastline"));
    cell_of(a, 2.99, 46.5), cell_of(b, 3, 46.5), cell_of(c, 3.01, 46.51), cell_of(d, 4, 46.5);
    snprintf(expected, sizeof expected, "M%d %dl%d %d ", b[0], b[1], d[0] - b[0], d[1] - b[1]);
    assert_string_equal(mlg_text_words(&found.lines[MLG_BACKGROUND_MAIN]), expected);
    snprintf(expected, sizeof expected, "M%d %dl%d %d M%d %dl%d %d ", a[0], a[1], b[0] - a[0], b[1] - a[1], c[0],
             c[1], a[0] - c[0], a[1] - c[1]);
    assert_string_equal(mlg_text_words(&found.lines[MLG_BACKGROUND_COAST]), expected);
    mlg_background_release(&found);
}

/* Nodes 2 and 6 are two metres apart, in one cell: nothing, and no letter without numbers. */
static void a_line_within_a_cell_is_not_drawn(void **state)
{
    (void)state;
    mlg_background found = drawn(WAY(1, ND(2) ND(6), "highway", "motorway"));
    assert_int_equal(found.lines[MLG_BACKGROUND_MAIN].length, 0);
    mlg_background_release(&found);
}

/* 40,000 primary roads take more than the limit, and are left out; the motorway stays. */
static void what_does_not_fit_is_left_out_whole(void **state)
{
    (void)state;
    static const char way[] = WAY(1, ND(1) ND(3), "highway", "primary");
    enum { WAYS = 40000 };
    char *ways = malloc(WAYS * sizeof way + 200), *at = ways;
    at += sprintf(at, "%s", WAY(2, ND(1) ND(2), "highway", "trunk"));
    for (int i = 0; i < WAYS; i++)
        at += sprintf(at, "%s", way);
    mlg_background found = drawn(ways);
    free(ways);
    assert_true(found.lines[MLG_BACKGROUND_MAIN].length > 0);
    assert_int_equal(found.lines[MLG_BACKGROUND_PRIMARY].length, 0);
    mlg_background_release(&found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(main_roads_and_rivers_are_drawn),
        cmocka_unit_test(lines_are_cut_where_they_leave_the_box_or_the_extract),
        cmocka_unit_test(a_line_within_a_cell_is_not_drawn),
        cmocka_unit_test(what_does_not_fit_is_left_out_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
