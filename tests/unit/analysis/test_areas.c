#include "support.h"

#include "analysis/catchment/areas.h"
#include "base/memory.h"

#include <math.h>

static mlg_geom *shape(const char *wkt)
{
    mlg_geom *made;
    mlg_error err;
    assert_ok(mlg_geom_from_wkt(&made, wkt, &err), &err);
    return made;
}

static const char SQUARE[] = "POLYGON((0 0, 100 0, 100 100, 0 100, 0 0))";

/* A square of 100 m; places at 10, 30, 70 m along its middle, and one more at 30. The first two go to site 1, the
 * third to none: borders at 20 (within the tile) and 50. Site 0 has no place. */
static const double three_x[] = { 10, 30, 70, 30 }, three_y[] = { 50, 50, 50, 50 };
static const int32_t three_sites[] = { 1, 1, -1, 0 };

static void tiles_are_the_cells_of_a_site_joined(void **state)
{
    (void)state;
    mlg_geom *clip = shape(SQUARE), *tile[3];
    mlg_error err;
    assert_ok(mlg_allocation_tiles(tile, 2, 4, three_x, three_y, three_sites, clip, &err), &err);
    assert_null(tile[0]); /* its only place falls on a lower one */
    assert_near(mlg_geom_area(tile[1]), 5000, 1e-6);
    assert_near(mlg_geom_box(tile[1]).max_x, 50, 1e-9);
    assert_near(mlg_geom_area(tile[2]), 5000, 1e-6);
    for (int k = 0; k < 3; k++)
        mlg_geom_free(tile[k]);
    mlg_geom_free(clip);
}

static void tiles_cover_the_territory_and_do_not_overlap(void **state)
{
    (void)state;
    enum { PLACES = 400, SITES = 12 };
    mlg_geom *clip = shape(
        "POLYGON((0 0, 9000 0, 9000 2000, 4000 5000, 0 9000, 0 0), (1000 1000, 1000 2000, 2000 1000, 1000 1000))");
    mlg_geom *tile[SITES + 1];
    double x[PLACES], y[PLACES], total = 0, common;
    int32_t site[PLACES];
    uint64_t seed = 4;
    mlg_error err;
    for (int i = 0; i < PLACES; i++) {
        x[i] = floor(200 + 45 * random_unit(&seed)) * 200 -
               40000; /* cells of 200 m: some fall together, some out of the outline */
        y[i] = floor(45 * random_unit(&seed)) * 200;
        site[i] = random_below(&seed, SITES + 1) - 1;
    }
    assert_ok(mlg_allocation_tiles(tile, SITES, PLACES, x, y, site, clip, &err), &err);
    for (int a = 0; a <= SITES; a++) {
        bool valid;
        assert_ok(mlg_geom_is_valid(&valid, tile[a], &err), &err);
        assert_true(valid);
        total += mlg_geom_area(tile[a]);
        for (int b = 0; b < a; b++) {
            assert_ok(mlg_geom_intersection_area(&common, tile[a], tile[b], &err), &err);
            assert_near(common, 0, 1e-3);
        }
    }
    assert_near(total, mlg_geom_area(clip), 1e-2);
    for (int a = 0; a <= SITES; a++)
        mlg_geom_free(tile[a]);
    mlg_geom_free(clip);
}

/* An L of three quarters of the square, persons 10, 20, 40 at three points: on its border, inside, in the missing
 * quarter. */
static void people_are_inside_by_their_point(void **state)
{
    (void)state;
    mlg_geom *area = shape("MULTIPOLYGON(((0 0, 100 0, 100 50, 50 50, 50 100, 0 100, 0 0)))");
    const double x[] = { 100, 25, 75 }, y[] = { 20, 75, 75 }, persons[] = { 10, 20, 40 }, bad[] = { 1, 2, -3 };
    double inside;
    mlg_error err;
    assert_ok(mlg_persons_at_points(&inside, area, 3, x, y, persons, &err), &err);
    assert_near(inside, 30, 0);
    assert_fails(mlg_persons_at_points(&inside, area, 3, x, y, bad, &err), MLG_INPUT, &err,
                 "population of place 2 is -3");
    mlg_geom_free(area);
}

/* The square (3/4), a square half of which is in the lower right quarter, one far away, one without outline. */
static void people_are_inside_by_the_share_of_their_outline(void **state)
{
    (void)state;
    mlg_geom *area = shape("POLYGON((0 0, 100 0, 100 50, 50 50, 50 100, 0 100, 0 0))");
    mlg_geom *square = shape(SQUARE), *half = shape("POLYGON((90 0, 110 0, 110 20, 90 20, 90 0))");
    mlg_geom *far = shape("POLYGON((900 0, 910 0, 910 10, 900 0))"), *flat = shape("POLYGON EMPTY");
    const mlg_geom *outline[] = { square, half, far, NULL }, *bad[] = { flat };
    const double persons[] = { 100, 10, 1000, 10000 };
    double inside, share[4];
    mlg_error err;
    assert_ok(mlg_persons_by_share(&inside, share, area, 4, outline, persons, &err), &err);
    assert_near(inside, 80, 1e-9);
    assert_near(share[0], 0.75, 1e-12);
    assert_near(share[1], 0.5, 1e-12);
    assert_near(share[2] + share[3], 0, 0);
    assert_fails(mlg_persons_by_share(&inside, NULL, area, 1, bad, persons, &err), MLG_INPUT, &err,
                 "the outline of place 0 has no area");
    mlg_geom_free(area);
    mlg_geom_free(square);
    mlg_geom_free(half);
    mlg_geom_free(far);
    mlg_geom_free(flat);
}

static void bad_places_are_refused_and_memory_may_run_out(void **state)
{
    (void)state;
    mlg_geom *clip = shape(SQUARE), *tile[3];
    const double lost[] = { 10, (double)NAN, 70, 30 };
    const int32_t missing[] = { 1, 2, -1, 0 };
    mlg_status st = MLG_MEMORY;
    mlg_error err;
    long n = 0;
    assert_fails(mlg_allocation_tiles(tile, 2, 0, three_x, three_y, three_sites, clip, &err), MLG_INPUT, &err,
                 "no place");
    assert_fails(mlg_allocation_tiles(tile, 2, 4, lost, three_y, three_sites, clip, &err), MLG_INPUT, &err,
                 "place 1 stands at");
    assert_fails(mlg_allocation_tiles(tile, 2, 4, three_x, three_y, missing, clip, &err), MLG_INPUT, &err,
                 "nearest site of place 1 is 2");
    while (st == MLG_MEMORY) {
        mlg_memory_fail_at(++n);
        st = mlg_allocation_tiles(tile, 2, 4, three_x, three_y, three_sites, clip, &err);
        mlg_memory_fail_at(0);
        assert_true(st == MLG_OK || (!tile[1] && !tile[2]));
    }
    assert_int_equal(st, MLG_OK);
    assert_true(n > 15);
    for (int k = 0; k < 3; k++)
        mlg_geom_free(tile[k]);
    mlg_geom_free(clip);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tiles_are_the_cells_of_a_site_joined),
        cmocka_unit_test(tiles_cover_the_territory_and_do_not_overlap),
        cmocka_unit_test(people_are_inside_by_their_point),
        cmocka_unit_test(people_are_inside_by_the_share_of_their_outline),
        cmocka_unit_test(bad_places_are_refused_and_memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
