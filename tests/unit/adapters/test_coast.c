/* Voronoi cells without an outline: the land that is supposed around the points. */
#include "adapters/crs.h"
#include "adapters/geom/geometry.h"
#include "base/memory.h"
#include "study/france/france.h"
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double pi = 3.14159265358979323846;

/* Cells of points, and who shares a border with whom. */
typedef struct {
    double *x, *y, *alone_m;
    mlg_geom **cells;
    int32_t count, *a, *b, pairs;
    mlg_error err;
} bench;

static void release(bench *b)
{
    for (int32_t i = 0; b->cells && i < b->count; i++)
        mlg_geom_free(b->cells[i]);
    free(b->cells);
    free(b->x);
    free(b->y);
    free(b->alone_m);
    free(b->a);
    free(b->b);
}

static void add(bench *b, double x, double y)
{
    b->x = realloc(b->x, (size_t)(b->count + 1) * sizeof *b->x);
    b->y = realloc(b->y, (size_t)(b->count + 1) * sizeof *b->y);
    b->alone_m = realloc(b->alone_m, (size_t)(b->count + 1) * sizeof *b->alone_m);
    b->x[b->count] = x;
    b->y[b->count] = y;
    b->alone_m[b->count++] = 2000;
}

static void add_grid(bench *b, double x, double y, int columns, int rows, double step)
{
    for (int i = 0; i < columns * rows; i++)
        add(b, x + step * (i % columns), y + step * (i / columns));
}

/* Every point in its own cell, whatever the land. */
static void make_cells(bench *b)
{
    int32_t *holder = calloc((size_t)b->count, sizeof *holder);
    b->cells = calloc((size_t)b->count, sizeof(mlg_geom *));
    assert_ok(mlg_geom_voronoi(b->cells, b->x, b->y, b->count, NULL, b->alone_m, &b->err), &b->err);
    assert_ok(mlg_geom_locate(holder, (const mlg_geom *const *)b->cells, b->count, b->x, b->y, b->count, &b->err),
              &b->err);
    for (int32_t i = 0; i < b->count; i++) {
        assert_int_equal(holder[i], i);
        assert_true(mlg_geom_area(b->cells[i]) > 0);
    }
    free(holder);
    assert_ok(
        mlg_geom_adjacency(&b->a, &b->b, &b->pairs, (const mlg_geom *const *)b->cells, b->count, 0.01, &b->err),
        &b->err);
}

static void refuse_hole(void *context, const double *x, const double *y, int32_t n, bool hole)
{
    (void)context, (void)x, (void)y, (void)n;
    assert_false(hole);
}

static double area_of(const bench *b, int32_t from, int32_t to)
{
    double sum = 0;
    for (int32_t i = from; i < to; i++)
        sum += mlg_geom_area(b->cells[i]);
    return sum;
}

static bool share_a_border(const bench *b, int32_t i, int32_t k)
{
    for (int32_t p = 0; p < b->pairs; p++)
        if (b->a[p] == i && b->b[p] == k)
            return true;
    return false;
}

/* A grid of 3 x 3 points 1 km apart: triangles cover its square of 4 km2, and discs of 350 m go over the shore. The middle cell is a
 * square of 1 km2; one at a side has half of it and half a disc, one at a corner a quarter and three quarters of a disc. */
static void cells_of_a_grid_end_a_third_of_a_spacing_off(void **state)
{
    (void)state;
    bench b = { 0 };
    const double disc = pi * 350 * 350, part = 0.01 * disc; /* discs are polygons */
    add_grid(&b, 600000, 7000000, 3, 3, 1000);
    make_cells(&b);
    for (int i = 0; i < 9; i++) {
        int open = (i % 3 != 1) + (i / 3 != 1);
        double area = open == 0 ? 1e6 : open == 1 ? 0.5e6 + disc / 2 : 0.25e6 + disc * 3 / 4;
        assert_near(mlg_geom_area(b.cells[i]), area, part);
    }
    assert_int_equal(b.pairs, 12);
    release(&b);
}

/* Two islands of 2 x 2 points 1 km apart, 3 km of water between: no cell goes over, and no border is shared. */
static void islands_stay_apart(void **state)
{
    (void)state;
    bench b = { 0 };
    const double disc = pi * 350 * 350;
    add_grid(&b, 600000, 7000000, 2, 2, 1000);
    add_grid(&b, 604000, 7000000, 2, 2, 1000);
    make_cells(&b);
    assert_near(area_of(&b, 0, 4), 1e6 + 3 * disc, 0.03 * disc);
    assert_near(area_of(&b, 4, 8), 1e6 + 3 * disc, 0.03 * disc);
    for (int i = 0; i < 4; i++) {
        assert_true(mlg_geom_box(b.cells[i]).max_x < 601351);
        for (int k = 4; k < 8; k++)
            assert_false(share_a_border(&b, i, k));
    }
    release(&b);
}

/* Two capes, lines of points 1 km apart, go north from a coast. At their ends the second nearest point is 2 km away: a mouth of 2 km
 * lets no water into the bay between, one of 5 km does. */
static void a_wide_bay_lets_water_in(void **state)
{
    (void)state;
    for (int mouth = 2; mouth <= 5; mouth += 3) {
        bench b = { 0 };
        add_grid(&b, 600000, 7000000, 9, 2, 1000);
        for (int i = 0; i < 2; i++)
            for (int k = 0; k < 4; k++)
                add(&b, 600000 + (i == 0 ? 0 : 1000 * mouth), 7002000 + 1000 * k);
        make_cells(&b);
        bool wet = true;
        for (int32_t i = 0; i < b.count; i++) {
            double metres;
            assert_ok(mlg_geom_distance(&metres, b.cells[i], 600000 + 500 * mouth, 7003500, &b.err), &b.err);
            wet = wet && metres > 0;
        }
        assert_int_equal(wet, mouth == 5);
        release(&b);
    }
}

/* Far from all others, a point keeps the disc it is given; between two points the cells end halfway. */
static void a_point_alone_has_a_disc(void **state)
{
    (void)state;
    bench b = { 0 };
    add_grid(&b, 600000, 7000000, 3, 3, 1000);
    add(&b, 640000, 7000000);
    make_cells(&b);
    assert_near(mlg_geom_area(b.cells[9]), pi * 2000 * 2000, 0.01 * pi * 2000 * 2000);
    release(&b);
    bench two = { 0 };
    add(&two, 600000, 7000000);
    add(&two, 603000, 7000000);
    make_cells(&two);
    assert_near(mlg_geom_box(two.cells[0]).max_x, 601500, 1e-6);
    assert_true(share_a_border(&two, 0, 1));
    release(&two);
}

/* Points inside 5 km of the middle of a disc of seeded points: cells tile the land there, without holes. */
static void cells_of_seeded_points_leave_no_hole_inland(void **state)
{
    (void)state;
    bench b = { 0 };
    uint64_t seed = 974;
    while (b.count < 600) {
        double x = 20000 * (random_unit(&seed) - 0.5), y = 20000 * (random_unit(&seed) - 0.5);
        if (hypot(x, y) < 10000)
            add(&b, 600000 + x, 7000000 + y);
    }
    make_cells(&b);
    mlg_geom *centre, *inland;
    double sum = 0, part;
    assert_ok(mlg_geom_point(&centre, 600000, 7000000, &b.err), &b.err);
    assert_ok(mlg_geom_buffer(&inland, centre, 7000, &b.err), &b.err);
    for (int32_t i = 0; i < b.count; i++) {
        assert_ok(mlg_geom_intersection_area(&part, inland, b.cells[i], &b.err), &b.err);
        sum += part;
    }
    assert_near(sum / mlg_geom_area(inland), 1, 1e-9);
    mlg_geom_free(centre);
    mlg_geom_free(inland);
    release(&b);
}

/* ---- real islands ------------------------------------------------------------------------------------- */

static void add_department(bench *b, const char *code)
{
    const mlg_france *france;
    mlg_transform *to;
    char system[24];
    size_t failed;
    assert_ok(mlg_france_open(&france, &b->err), &b->err);
    for (int32_t i = 0; i < france->count; i++) {
        const mlg_france_commune *c = &france->communes[i];
        if (strcmp(c->department, code) == 0 && c->file != MLG_FRANCE_DISTRICTS)
            add(b, c->lon, c->lat);
    }
    snprintf(system, sizeof system, "EPSG:%d", mlg_france_department_of(france, code)->epsg);
    assert_ok(mlg_transform_new(&to, "EPSG:4326", system, &b->err), &b->err);
    mlg_transform_points(to, b->x, b->y, (size_t)b->count, &failed);
    assert_int_equal(failed, 0);
    mlg_transform_free(to);
}

/* Areas by INSEE, km2. Around La Réunion, where a third of the island has no town hall, cells without a shore took 6,160 km2. */
static void land_has_about_the_area_of_the_island(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        double km2, within;
    } islands[] = { { "974", 2512, 0.15 }, { "972", 1128, 0.15 }, { "976", 374, 0.25 }, { "973", 83534, 0.25 } };
    for (size_t k = 0; k < sizeof islands / sizeof *islands; k++) {
        bench b = { 0 };
        add_department(&b, islands[k].code);
        make_cells(&b);
        assert_near(area_of(&b, 0, b.count) / 1e6 / islands[k].km2, 1, islands[k].within);
        for (int32_t i = 0; i < b.count; i++)
            assert_ok(mlg_geom_rings(b.cells[i], refuse_hole, NULL, &b.err), &b.err);
        release(&b);
    }
}

static void memory_that_runs_out_leaves_no_cell(void **state)
{
    (void)state;
    bench b = { 0 };
    mlg_geom *cells[5];
    mlg_status st = MLG_MEMORY;
    add_grid(&b, 0, 0, 2, 2, 1000);
    add(&b, 9000, 0);
    for (long n = 1; st != MLG_OK && n < 1000; n++) {
        mlg_memory_fail_at(n);
        st = mlg_geom_voronoi(cells, b.x, b.y, 5, NULL, b.alone_m, &b.err);
        mlg_memory_fail_at(0);
        assert_true(st == MLG_OK || st == MLG_MEMORY);
        for (int i = 0; i < 5 && st != MLG_OK; i++)
            assert_null(cells[i]);
    }
    assert_int_equal(st, MLG_OK);
    for (int i = 0; i < 5; i++)
        mlg_geom_free(cells[i]);
    release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_of_a_grid_end_a_third_of_a_spacing_off),
        cmocka_unit_test(islands_stay_apart),
        cmocka_unit_test(a_wide_bay_lets_water_in),
        cmocka_unit_test(a_point_alone_has_a_disc),
        cmocka_unit_test(cells_of_seeded_points_leave_no_hole_inland),
        cmocka_unit_test(land_has_about_the_area_of_the_island),
        cmocka_unit_test(memory_that_runs_out_leaves_no_cell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
