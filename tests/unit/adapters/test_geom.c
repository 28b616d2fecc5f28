#include "support.h"

#include "adapters/geom/geometry.h"
#include "base/memory.h"
#include "base/parallel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Geometries of one test, freed by the teardown whatever happened. */
enum { KEPT = 2000 };
typedef struct {
    mlg_geom *kept[KEPT];
    int count;
    mlg_error err;
    int32_t *a, *b, pairs;
} bench;

static int set_up(void **state)
{
    *state = calloc(1, sizeof(bench));
    return 0;
}

static int tear_down(void **state)
{
    bench *b = *state;
    mlg_memory_fail_at(0);
    for (int i = 0; i < KEPT; i++)
        mlg_geom_free(b->kept[i]);
    free(b->a);
    free(b->b);
    free(b);
    return 0;
}

static mlg_geom *from_text(bench *b, const char *wkt)
{
    assert_ok(mlg_geom_from_wkt(&b->kept[b->count], wkt, &b->err), &b->err);
    return b->kept[b->count++];
}

static mlg_geom **slot(bench *b)
{
    return &b->kept[b->count++];
}

static mlg_geom *square(bench *b, double x, double y, double side)
{
    char wkt[256];
    snprintf(wkt, sizeof wkt, "POLYGON((%g %g, %g %g, %g %g, %g %g, %g %g))", x, y, x + side, y, x + side,
             y + side, x, y + side, x, y);
    return from_text(b, wkt);
}

static const mlg_geom *const *all(bench *b)
{
    return (const mlg_geom *const *)b->kept;
}

/* ---- blobs -------------------------------------------------------------------------------------------- */

/* 'G' 'P', version 0, flags 3 = little endian + xy box, srs 2154 = 0x86a, box 0..2 x 0..2 as minx maxx miny maxy. */
static void a_polygon_is_written_as_a_multipolygon_with_its_box(void **state)
{
    bench *b = *state;
    void *bytes;
    size_t size;
    assert_ok(mlg_geom_to_gpb(&bytes, &size, square(b, 0, 0, 2), 2154, &b->err), &b->err);
    static const unsigned char HEAD[] = { 'G', 'P', 0, 3, 0x6a, 0x08, 0, 0 };
    double box[4];
    memcpy(box, (char *)bytes + 8, sizeof box);
    assert_memory_equal(bytes, HEAD, sizeof HEAD);
    assert_true(box[0] == 0 && box[1] == 2 && box[2] == 0 && box[3] == 2);
    assert_int_equal(((unsigned char *)bytes)[41], 6); /* multipolygon */
    mlg_status st = mlg_geom_from_gpb(slot(b), bytes, size, &b->err);
    free(bytes);
    assert_ok(st, &b->err);
    assert_near(mlg_geom_area(b->kept[b->count - 1]), 4, 1e-12);
}

static void a_point_is_written_without_box_and_height_is_dropped(void **state)
{
    bench *b = *state;
    void *bytes;
    size_t size;
    mlg_geom *point = from_text(b, "POINT Z (3 4 5)");
    assert_true(mlg_geom_is_point(point));
    assert_ok(mlg_geom_to_gpb(&bytes, &size, point, 2154, &b->err), &b->err);
    unsigned char flags = ((unsigned char *)bytes)[3];
    free(bytes);
    assert_int_equal(size, 8 + 21);
    assert_int_equal(flags, 1);
}

static void empty_geometries_are_flagged(void **state)
{
    bench *b = *state;
    static const char *const WKT[] = { "POLYGON EMPTY", "MULTIPOLYGON EMPTY", "POINT EMPTY" };
    for (int i = 0; i < 3; i++) {
        void *bytes;
        size_t size;
        assert_ok(mlg_geom_to_gpb(&bytes, &size, from_text(b, WKT[i]), 2154, &b->err), &b->err);
        unsigned char flags = ((unsigned char *)bytes)[3];
        mlg_status st = mlg_geom_from_gpb(slot(b), bytes, size, &b->err);
        free(bytes);
        assert_ok(st, &b->err);
        assert_int_equal(flags, 17);
        assert_true(mlg_geom_is_empty(b->kept[b->count - 1]));
        assert_true(isnan(mlg_geom_box(b->kept[b->count - 1]).min_x));
    }
}

static void broken_blobs_are_refused(void **state)
{
    bench *b = *state;
    void *bytes;
    size_t size;
    mlg_geom *out = NULL;
    assert_fails(mlg_geom_from_gpb(&out, NULL, 0, &b->err), MLG_DATA, &b->err,
                 "not a GeoPackage geometry (0 bytes)");
    assert_fails(mlg_geom_from_gpb(&out, "\0\1abcdefghij", 12, &b->err), MLG_DATA, &b->err, "not a GeoPackage");
    assert_fails(mlg_geom_from_gpb(&out, "GP\0\3\0\0\0\0short", 13, &b->err), MLG_DATA, &b->err,
                 "truncated in its header");
    assert_ok(mlg_geom_to_gpb(&bytes, &size, square(b, 0, 0, 1), 2154, &b->err), &b->err);
    for (size_t cut = 0; cut < size; cut++) {
        void *copy = malloc(cut ? cut : 1); /* exact size: the sanitizer sees a read beyond */
        memcpy(copy, bytes, cut);
        mlg_status st = mlg_geom_from_gpb(&out, copy, cut, &b->err);
        free(copy);
        if (st == MLG_OK)
            mlg_geom_free(out);
        assert_int_equal(st, MLG_DATA);
    }
    free(bytes);
    assert_fails(mlg_geom_from_wkt(&out, "POLYGON((0 0, 1", &b->err), MLG_DATA, &b->err, "(WKT)");
    assert_fails(mlg_geom_from_wkb(&out, "xyz", 3, &b->err), MLG_DATA, &b->err, "(WKB)");
    assert_fails(mlg_geom_point(&out, (double)NAN, 1, &b->err), MLG_DATA, &b->err, "two finite coordinates");
    assert_null(out);
}

/* ---- measures and operations -------------------------------------------------------------------------- */

/* A bow-tie of two triangles of base 2 and height 1. */
static void a_bow_tie_becomes_two_triangles(void **state)
{
    bench *b = *state;
    bool valid = true;
    mlg_geom *tie = from_text(b, "POLYGON((0 0, 2 2, 2 0, 0 2, 0 0))");
    assert_ok(mlg_geom_is_valid(&valid, tie, &b->err), &b->err);
    assert_false(valid);
    mlg_geom **fixed = slot(b);
    assert_ok(mlg_geom_repair(fixed, tie, &b->err), &b->err);
    assert_ok(mlg_geom_is_valid(&valid, *fixed, &b->err), &b->err);
    assert_true(valid && mlg_geom_is_polygonal(*fixed));
    assert_near(mlg_geom_area(*fixed), 2, 1e-12);
    fixed = slot(b);
    assert_ok(mlg_geom_repair(fixed, from_text(b, "GEOMETRYCOLLECTION(POINT(1 1), POLYGON((0 0, 1 0, 1 1, 0 0)))"),
                              &b->err),
              &b->err);
    assert_true(mlg_geom_is_polygonal(*fixed));
    assert_near(mlg_geom_area(*fixed), 0.5, 1e-12);
}

static void operations_on_two_squares(void **state)
{
    bench *b = *state;
    mlg_geom *one = square(b, 0, 0, 2), *two = square(b, 1, 1, 2), *far = square(b, 9, 9, 1);
    double area;
    assert_ok(mlg_geom_intersection_area(&area, one, two, &b->err), &b->err);
    assert_near(area, 1, 1e-12);
    assert_ok(mlg_geom_intersection_area(&area, one, far, &b->err), &b->err);
    assert_near(area, 0, 0);
    mlg_geom **out = slot(b);
    assert_ok(mlg_geom_difference(out, one, two, &b->err), &b->err);
    assert_near(mlg_geom_area(*out), 3, 1e-12);
    out = slot(b);
    /* a common side: no polygon */
    assert_ok(mlg_geom_intersection(out, one, square(b, 2, 0, 2), &b->err), &b->err);
    assert_true(mlg_geom_is_polygonal(*out) && mlg_geom_is_empty(*out));
    const mlg_geom *const three[] = { one, two, far };
    out = slot(b);
    assert_ok(mlg_geom_union(out, three, 3, &b->err), &b->err);
    assert_near(mlg_geom_area(*out), 8, 1e-12);
    mlg_box box = mlg_geom_box(*out);
    assert_true(box.min_x == 0 && box.max_y == 10);
    out = slot(b);
    assert_ok(mlg_geom_union(out, three, 0, &b->err), &b->err);
    assert_true(mlg_geom_is_polygonal(*out) && mlg_geom_is_empty(*out));
}

static void a_disc_has_nearly_the_area_of_a_disc(void **state)
{
    bench *b = *state;
    mlg_geom **disc = slot(b);
    assert_ok(mlg_geom_buffer(disc, from_text(b, "POINT(652469 7060000)"), 1000, &b->err), &b->err);
    assert_near(mlg_geom_area(*disc) / (1e6 * 3.14159265358979), 1, 0.002);
}

static void the_inner_point_of_a_crescent_is_inside(void **state)
{
    bench *b = *state;
    const mlg_geom *crescent = from_text(b, "POLYGON((0 0, 10 0, 10 10, 0 10, 0 9, 9 9, 9 1, 0 1, 0 0))");
    double x, y;
    int32_t found;
    assert_ok(mlg_geom_inner_point(&x, &y, crescent, &b->err), &b->err);
    assert_ok(mlg_geom_locate(&found, &crescent, 1, &x, &y, 1, &b->err), &b->err);
    assert_int_equal(found, 0);
    assert_fails(mlg_geom_inner_point(&x, &y, from_text(b, "POLYGON EMPTY"), &b->err), MLG_DATA, &b->err, "empty");
}

typedef struct {
    int shells, holes, points;
} ring_tally;

static void count_ring(void *context, const double *x, const double *y, int32_t n, bool hole)
{
    ring_tally *t = context;
    assert_true(x[0] == x[n - 1] && y[0] == y[n - 1]);
    t->shells += !hole;
    t->holes += hole;
    t->points += n;
}

static void rings_are_visited_shell_first(void **state)
{
    bench *b = *state;
    ring_tally t = { 0 };
    assert_ok(
        mlg_geom_rings(from_text(b, "MULTIPOLYGON(((0 0, 9 0, 9 9, 0 0), (5 2, 6 2, 6 3, 5 2)), ((20 0, 21 0, 21 "
                                    "1, 20 1, 20 0)), EMPTY)"),
                       count_ring, &t, &b->err),
        &b->err);
    assert_true(t.shells == 2 && t.holes == 1 && t.points == 13);
    assert_fails(mlg_geom_rings(from_text(b, "POINT(1 1)"), count_ring, &t, &b->err), MLG_DATA, &b->err,
                 "no polygon");
}

/* ---- Voronoi ------------------------------------------------------------------------------------------ */

/* Four points in a square of side 4, each at the centre of a quarter: cells are the quarters. */
static void four_points_share_a_square(void **state)
{
    bench *b = *state;
    mlg_geom *clip = square(b, 0, 0, 4);
    double x[] = { 1, 3, 1, 3 }, y[] = { 1, 1, 3, 3 };
    assert_ok(mlg_geom_voronoi(b->kept + b->count, x, y, 4, clip, NULL, &b->err), &b->err);
    for (int i = 0; i < 4; i++) {
        const mlg_box box = mlg_geom_box(b->kept[b->count + i]);
        assert_near(mlg_geom_area(b->kept[b->count + i]), 4, 1e-9);
        assert_near((box.min_x + box.max_x) / 2, x[i], 1e-9);
        assert_near((box.min_y + box.max_y) / 2, y[i], 1e-9);
    }
}

static void cells_of_seeded_points_tile_the_outline(void **state)
{
    bench *b = *state;
    enum { N = 900 };
    double x[N], y[N], sum = 0;
    int32_t holder[N];
    uint64_t seed = 62;
    for (int i = 0; i < N; i++) {
        x[i] = 600000 + 40000 * random_unit(&seed);
        y[i] = 7000000 + 40000 * random_unit(&seed);
    }
    mlg_geom **clip = slot(b), **cells = b->kept + b->count;
    assert_ok(mlg_geom_buffer(clip, from_text(b, "POINT(620000 7020000)"), 30000, &b->err), &b->err);
    cells = b->kept + b->count;
    assert_ok(mlg_geom_voronoi(cells, x, y, N, *clip, NULL, &b->err), &b->err);
    assert_ok(mlg_geom_locate(holder, (const mlg_geom *const *)cells, N, x, y, N, &b->err), &b->err);
    for (int i = 0; i < N; i++) {
        sum += mlg_geom_area(cells[i]);
        assert_int_equal(holder[i], i);
    }
    assert_near(sum / mlg_geom_area(*clip), 1, 1e-9);
}

static void cells_need_distinct_points(void **state)
{
    bench *b = *state;
    double x[] = { 5, 1, 5 }, y[] = { 2, 1, 2 };
    mlg_geom *cells[3];
    assert_fails(mlg_geom_voronoi(cells, x, y, 3, square(b, 0, 0, 9), NULL, &b->err), MLG_INPUT, &b->err,
                 "points 0 and 2 fall together at 5.000, 2.000");
    assert_fails(mlg_geom_voronoi(cells, x, y, 1, NULL, NULL, &b->err), MLG_INPUT, &b->err, "need an outline");
    y[2] = (double)NAN;
    assert_fails(mlg_geom_voronoi(cells, x, y, 3, square(b, 0, 0, 9), NULL, &b->err), MLG_INPUT, &b->err,
                 "1 of 3");
    assert_null(cells[0]);
    mlg_geom **one = slot(b);
    assert_ok(mlg_geom_voronoi(one, x, y, 1, square(b, 0, 0, 9), NULL, &b->err), &b->err);
    assert_near(mlg_geom_area(*one), 81, 1e-9);
}

/* ---- pairs -------------------------------------------------------------------------------------------- */

/* Squares of a 5 x 5 grid: 2 * 5 * 4 = 40 common sides, corners do not count. */
static void a_grid_is_adjacent_by_its_sides_only(void **state)
{
    bench *b = *state;
    for (int i = 0; i < 25; i++)
        square(b, 600000 + 100 * (i % 5), 100 * (i / 5), 100);
    static const double TOLERANCE[] = { 0, 1, 5 };
    for (int t = 0; t < 3; t++) {
        assert_ok(mlg_geom_adjacency(&b->a, &b->b, &b->pairs, all(b), 25, TOLERANCE[t], &b->err), &b->err);
        assert_int_equal(b->pairs, 40);
        for (int k = 0; k < 40; k++) {
            assert_true(b->b[k] - b->a[k] == 1 || b->b[k] - b->a[k] == 5);
            assert_true(k == 0 || b->a[k - 1] < b->a[k] || (b->a[k - 1] == b->a[k] && b->b[k - 1] < b->b[k]));
        }
        free(b->a);
        free(b->b);
        b->a = b->b = NULL;
    }
}

/* Borders with other vertices, 0.8 m off, count within 1 m; a diamond that touches by its point does not. */
static void borders_that_nearly_follow_each_other_count_within_the_tolerance(void **state)
{
    bench *b = *state;
    square(b, 0, 0, 100);
    from_text(b, "POLYGON((100.3 0, 200 0, 200 100, 100 100, 100.8 61, 100.2 33, 100.3 0))");
    from_text(b, "POLYGON((-50 50, -25 25, 0 50, -25 75, -50 50))");
    from_text(b, "POLYGON((10 90, 20 90, 20 95, 10 90))"); /* inside the first, apart from its border */
    assert_ok(mlg_geom_adjacency(&b->a, &b->b, &b->pairs, all(b), 4, 1, &b->err), &b->err);
    assert_int_equal(b->pairs, 1);
    assert_true(b->a[0] == 0 && b->b[0] == 1);
}

static void a_point_on_a_border_goes_to_the_lowest_index(void **state)
{
    bench *b = *state;
    square(b, 1, 0, 1);
    square(b, 0, 0, 1);
    from_text(b, "POLYGON EMPTY");
    double x[] = { 1, 0.5, 1.5, 7, (double)NAN }, y[] = { 0.5, 0.5, 1, 0.5, 0.5 };
    int32_t found[5];
    assert_ok(mlg_geom_locate(found, all(b), 3, x, y, 5, &b->err), &b->err);
    static const int32_t WANT[] = { 0, 1, 0, -1, -1 };
    assert_memory_equal(found, WANT, sizeof WANT);
}

static void boxes_that_meet_are_all_found(void **state)
{
    bench *b = *state;
    enum { N = 120 };
    uint64_t seed = 7;
    for (int i = 0; i < 2 * N; i++)
        square(b, 100 * random_unit(&seed), 100 * random_unit(&seed), 0.1 + 20 * random_unit(&seed));
    assert_ok(mlg_geom_box_pairs(&b->a, &b->b, &b->pairs, all(b), N, all(b) + N, N, &b->err), &b->err);
    int32_t k = 0;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            mlg_box p = mlg_geom_box(b->kept[i]), q = mlg_geom_box(b->kept[N + j]);
            if (p.max_x < q.min_x || q.max_x < p.min_x || p.max_y < q.min_y || q.max_y < p.min_y)
                continue;
            assert_true(k < b->pairs && b->a[k] == i && b->b[k] == j);
            k++;
        }
    assert_int_equal(k, b->pairs);
}

/* ---- threads ------------------------------------------------------------------------------------------ */

static mlg_status one_disc(void *context, int32_t task, int worker, mlg_error *err)
{
    double *areas = context;
    mlg_geom *point = NULL, *disc = NULL, *bad = NULL;
    (void)worker;
    if (mlg_geom_from_wkt(&bad, "POLYGON((", NULL) == MLG_OK)
        return mlg_fail(err, MLG_DATA, "a broken text was read");
    mlg_status st = mlg_geom_point(&point, task, task, err);
    if (st == MLG_OK)
        st = mlg_geom_buffer(&disc, point, 1 + task % 3, err);
    if (st == MLG_OK)
        areas[task] = mlg_geom_area(disc);
    mlg_geom_free(disc);
    mlg_geom_free(point);
    return st;
}

static void threads_have_their_own_context(void **state)
{
    bench *b = *state;
    double areas[600];
    assert_ok(mlg_parallel(600, 4, one_disc, areas, &b->err), &b->err);
    for (int i = 3; i < 600; i++)
        assert_near(areas[i], areas[i - 3], 1e-6);
}

#define GEOM_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

/* Two squares of 4 m, the first with a hole of 1 m2. */
static void rings_make_a_multipolygon(void **state)
{
    bench *b = *state;
    static const double one[] = { 0, 0, 4, 0, 4, 4, 0, 4, 0, 0 }, two[] = { 9, 0, 13, 0, 13, 4, 9, 4, 9, 0 };
    static const double hole[] = { 1, 1, 1, 2, 2, 2, 2, 1, 1, 1 };
    const mlg_ring rings[] = { { one, 5, false }, { hole, 5, true }, { two, 5, false } }, open = { one, 4, false };
    mlg_geom **made = slot(b);
    assert_ok(mlg_geom_from_rings(made, rings, 3, &b->err), &b->err);
    assert_near(mlg_geom_area(*made), 31, 1e-12);
    assert_near(mlg_geom_box(*made).max_x, 13, 0);
    assert_fails(mlg_geom_from_rings(slot(b), rings + 1, 2, &b->err), MLG_USAGE, &b->err, "ring 0 is a hole");
    assert_fails(mlg_geom_from_rings(slot(b), &open, 1, &b->err), MLG_DATA, &b->err, "making a ring");
    mlg_geom **none = slot(b);
    assert_ok(mlg_geom_from_rings(none, NULL, 0, &b->err), &b->err);
    assert_true(mlg_geom_is_empty(*none) && mlg_geom_is_polygonal(*none));
    for (long n = 1; n <= 3; n++) {
        mlg_memory_fail_at(n);
        assert_fails(mlg_geom_from_rings(slot(b), rings, 3, &b->err), MLG_MEMORY, &b->err, "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        GEOM_TEST(rings_make_a_multipolygon),
        GEOM_TEST(a_polygon_is_written_as_a_multipolygon_with_its_box),
        GEOM_TEST(a_point_is_written_without_box_and_height_is_dropped),
        GEOM_TEST(empty_geometries_are_flagged),
        GEOM_TEST(broken_blobs_are_refused),
        GEOM_TEST(a_bow_tie_becomes_two_triangles),
        GEOM_TEST(operations_on_two_squares),
        GEOM_TEST(a_disc_has_nearly_the_area_of_a_disc),
        GEOM_TEST(the_inner_point_of_a_crescent_is_inside),
        GEOM_TEST(rings_are_visited_shell_first),
        GEOM_TEST(four_points_share_a_square),
        GEOM_TEST(cells_of_seeded_points_tile_the_outline),
        GEOM_TEST(cells_need_distinct_points),
        GEOM_TEST(a_grid_is_adjacent_by_its_sides_only),
        GEOM_TEST(borders_that_nearly_follow_each_other_count_within_the_tolerance),
        GEOM_TEST(a_point_on_a_border_goes_to_the_lowest_index),
        GEOM_TEST(boxes_that_meet_are_all_found),
        GEOM_TEST(threads_have_their_own_context),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
