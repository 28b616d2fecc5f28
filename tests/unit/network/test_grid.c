/* Travel over land on grids.
 *
 * By hand, cells of 100 m, 3.6 km/h (1 m/s): along a row 100 s a cell; diagonally 141.42 s; a knight's move, 2 by 1, 223.61 s. Up a
 * slope of 0.1 Tobler's factor is exp(-3.5 x 0.1) = 0.7047, so 100 m take 141.91 s; down it exp(-3.5 x 0) / exp(-3.5 x 0.05) = 1.1912 at
 * -0.05. Where the two cells differ, 3.6 and 7.2 km/h: 50 s + 25 s. */
#include "support.h"

#include "base/memory.h"
#include "network/grid/grid.h"
#include "network/models/land.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void test_moves(void **state)
{
    (void)state;
    const float slow = 3.6F, fast = 7.2F;
    float speed[9] = { slow, fast, slow, slow, slow, slow, slow, slow, slow };
    float height[9] = { 0, 0, 0, 10, 0, 0, 0, -5, 0 };
    mlg_grid g = {
        .rows = 3, .columns = 3, .width_m = 100, .height_m = 100, .speed_kmh = speed, .neighbours = 16
    };
    int32_t to;
    assert_near(mlg_grid_move_s(&to, &g, 4, 0, false), 100, 1e-4);
    assert_int_equal(to, 3);
    assert_near(mlg_grid_move_s(&to, &g, 4, 2, false), 75, 1e-4);
    assert_int_equal(to, 1);
    assert_near(mlg_grid_move_s(&to, &g, 4, 4, false), 141.4214, 1e-3);
    assert_int_equal(to, 0);
    /* from the south-east corner by N and NW to NNW: 100 x sqrt(5) m, all slow but none of them the fast cell */
    assert_near(mlg_grid_move_s(&to, &g, 8, 12, false), 223.6068, 1e-3);
    assert_int_equal(to, 3);
    /* from the south: N is the middle, NW and NNW are slow: to the north-west corner */
    assert_near(mlg_grid_move_s(&to, &g, 7, 8, false), 223.6068, 1e-3);
    assert_int_equal(to, 0);
    /* to the north: from the south-west corner by N and NE: a quarter of it at twice the speed */
    assert_near(mlg_grid_move_s(&to, &g, 6, 9, false), 223.6068 * (0.75 + 0.125), 1e-3);
    assert_int_equal(to, 1);
    assert_true(isinf(mlg_grid_move_s(&to, &g, 0, 0, false)) && to == -1);
    g.elevation_m = height;
    assert_near(mlg_grid_move_s(&to, &g, 4, 0, false), 100 / exp(-3.5 * 0.1), 1e-3);
    assert_near(mlg_grid_move_s(&to, &g, 4, 0, true), 100 / exp(-3.5 * (0.05 - 0.05)),
                1e-3); /* down 0.1: as on the level */
    assert_near(mlg_grid_move_s(&to, &g, 4, 3, false), 100 / exp(0.175), 1e-3);
    const uint8_t steep[9] = { 0 };
    g.steep = steep; /* vehicles */
    assert_near(mlg_grid_move_s(&to, &g, 4, 0, false), 100, 1e-4);
    speed[4] = 0;
    assert_true(isinf(mlg_grid_move_s(&to, &g, 3, 1, false)));
    assert_true(isinf(mlg_grid_move_s(&to, &g, 7, 8, false))); /* passes by a barrier */
    assert_near(mlg_grid_move_s(&to, &g, 3, 3, false), 100, 1e-4);
    height[6] = NAN;
    assert_true(isinf(mlg_grid_move_s(&to, &g, 3, 3, false)));
}

static void test_curve(void **state)
{
    (void)state;
    const double slope[] = { -0.2, 0, 0.1 }, factor[] = { 0.5, 1, 0.25 };
    const mlg_slope_curve curve = { 3, slope, factor };
    assert_near(mlg_slope_factor(&curve, -1), 0.5, 0);
    assert_near(mlg_slope_factor(&curve, -0.1), 0.75, 1e-12);
    assert_near(mlg_slope_factor(&curve, 0), 1, 0);
    assert_near(mlg_slope_factor(&curve, 0.05), 0.625, 1e-12);
    assert_near(mlg_slope_factor(&curve, 3), 0.25, 0);
    assert_near(mlg_slope_factor(&(mlg_slope_curve){ 0 }, -0.05), exp(0.175), 1e-12); /* the fastest */
}

/* ---- a relief, by another program --------------------------------------------------------------------------------- */

enum { ROWS = 200, COLUMNS = 300, CELLS = ROWS * COLUMNS };

typedef struct {
    float speed[CELLS], height[CELLS];
    uint8_t steep[CELLS];
    mlg_grid grid;
} relief;

static void make_relief(relief *r, int32_t neighbours)
{
    uint64_t seed = 22;
    for (int y = 0; y < ROWS; y++)
        for (int x = 0; x < COLUMNS; x++) {
            const int i = y * COLUMNS + x;
            const double hill = 400 * exp(-((x - 90) * (x - 90) + (y - 120) * (y - 120)) / 2500.0);
            r->height[i] =
                (float)(hill + 60 * sin(x / 9.0) * cos(y / 13.0) + (double)(random_below(&seed, 100)) / 25);
            r->speed[i] = (float)(2 + (double)(random_below(&seed, 400)) / 100);
            r->steep[i] = 1;
            if (x == 150 + y / 8 && y % 40 != 7) /* a river with fords */
                r->speed[i] = y % 3 ? 0 : NAN;
            if (y == 60 || x == 220) { /* roads, where slope does not count */
                r->speed[i] = 40;
                r->steep[i] = 0;
            }
            if (random_below(&seed, 50) == 0)
                r->height[i] = NAN;
        }
    r->grid = (mlg_grid){ .rows = ROWS,
                          .columns = COLUMNS,
                          .width_m = 30,
                          .height_m = 40,
                          .speed_kmh = r->speed,
                          .elevation_m = r->height,
                          .steep = r->steep,
                          .neighbours = neighbours };
}

/* Hours in a cell for a kilometre on a slope, written from the formulas of the manual. */
static double pace(const relief *r, int y, int x, double slope)
{
    const int i = y * COLUMNS + x;
    if (!(r->speed[i] > 0) || isnan(r->height[i]))
        return (double)INFINITY;
    return 1 / (r->steep[i] ? (double)r->speed[i] / exp(-0.175) * exp(-3.5 * fabs(slope + 0.05))
                            : (double)r->speed[i]);
}

/* Seconds of a walk from a cell to another one that is dx, dy away. */
static double other_move(const relief *r, int y, int x, int dy, int dx)
{
    if (!(r->speed[y * COLUMNS + x] > 0))
        return (double)INFINITY;
    const double km = hypot(30.0 * dx, 40.0 * dy) / 1000;
    const double slope =
        ((double)r->height[(y + dy) * COLUMNS + x + dx] - (double)r->height[y * COLUMNS + x]) / (1000 * km);
    if (isnan(slope))
        return (double)INFINITY;
    double sum = pace(r, y, x, slope) + pace(r, y + dy, x + dx, slope);
    if (abs(dx) + abs(dy) < 3)
        return 3600 * km * sum / 2;
    const int sx = dx > 0 ? 1 : -1, sy = dy > 0 ? 1 : -1;
    sum += pace(r, y + sy, x + sx, slope);
    sum += abs(dy) == 2 ? pace(r, y + sy, x, slope) : pace(r, y, x + sx, slope);
    return 3600 * km * sum / 4;
}

static double *move_costs(const relief *r, int neighbours)
{
    double *cost = malloc((size_t)CELLS * 25 * sizeof *cost);
    for (int i = 0; i < CELLS * 25; i++) {
        const int y = i / 25 / COLUMNS, x = i / 25 % COLUMNS, dy = i % 25 / 5 - 2, dx = i % 5 - 2;
        const int reach = dx * dx + dy * dy;
        const bool is_move = reach == 1 || reach == 2 || (neighbours == 16 && reach == 5);
        const bool inside = y + dy >= 0 && y + dy < ROWS && x + dx >= 0 && x + dx < COLUMNS;
        cost[i] = is_move && inside ? other_move(r, y, x, dy, dx) : (double)INFINITY;
    }
    return cost;
}

/* Shortest times by correcting labels until none changes, without a heap. */
static double *other_times(const double *cost, const int32_t *source, int n, bool backwards)
{
    double *time_s = malloc(CELLS * sizeof *time_s);
    bool *waits = calloc(CELLS, sizeof *waits);
    int32_t *queue = malloc((CELLS + 1) * sizeof *queue);
    int head = 0, tail = 0;
    for (int i = 0; i < CELLS; i++)
        time_s[i] = (double)INFINITY;
    for (int i = 0; i < n; i++) {
        time_s[source[i]] = 0;
        queue[tail++] = source[i];
        waits[source[i]] = true;
    }
    while (head != tail) {
        const int32_t i = queue[head];
        head = (head + 1) % (CELLS + 1);
        waits[i] = false;
        for (int m = 0; m < 25; m++) {
            const int32_t to = i + (m / 5 - 2) * COLUMNS + m % 5 - 2;
            if (to < 0 || to >= CELLS)
                continue;
            const double by = time_s[i] + (backwards ? cost[to * 25 + 24 - m] : cost[i * 25 + m]);
            if (!(by < time_s[to] - 1e-12))
                continue;
            time_s[to] = by;
            if (!waits[to]) {
                queue[tail] = to;
                tail = (tail + 1) % (CELLS + 1);
                waits[to] = true;
            }
        }
    }
    free(waits);
    free(queue);
    return time_s;
}

/* 8 and 16 neighbours, both directions, one site and three: every cell within a microsecond of the other program. */
static void test_relief(void **state)
{
    (void)state;
    static relief r;
    const int32_t sources[3] = { 100 * COLUMNS + 40, 20 * COLUMNS + 280, 190 * COLUMNS + 200 };
    mlg_error err;
    int reached = 0;
    for (int neighbours = 8; neighbours <= 16; neighbours += 8) {
        mlg_grid_search *search;
        make_relief(&r, neighbours);
        for (int i = 0; i < 3; i++)
            r.height[sources[i]] = 10;
        double *cost = move_costs(&r, neighbours);
        assert_ok(mlg_grid_check(&r.grid, &err), &err);
        assert_ok(mlg_grid_search_new(&search, &r.grid, &err), &err);
        for (int n = 1; n <= 3; n += 2)
            for (int backwards = 0; backwards < 2; backwards++) {
                double *want = other_times(cost, sources, n, backwards);
                const double *got = mlg_grid_times(search, sources, n, backwards, 1e9);
                for (int i = 0; i < CELLS; i++) {
                    assert_int_equal(isinf(got[i]), isinf(want[i]));
                    if (!isinf(want[i]))
                        assert_near(got[i], want[i], 1e-6);
                    reached += !isinf(want[i]);
                }
                free(want);
            }
        mlg_grid_search_free(search);
        free(cost);
    }
    assert_true(reached > 6 * CELLS);
}

static void test_limits(void **state)
{
    (void)state;
    static relief r;
    mlg_grid_search *search;
    mlg_error err;
    make_relief(&r, 8);
    const int32_t source = 100 * COLUMNS + 40, nowhere[2] = { -1, 151 };
    r.speed[151] = 0;
    assert_ok(mlg_grid_search_new(&search, &r.grid, &err), &err);
    double *all = malloc(CELLS * sizeof *all);
    memcpy(all, mlg_grid_times(search, &source, 1, false, 1e9), CELLS * sizeof *all);
    const double *some = mlg_grid_times(search, &source, 1, false, 600);
    for (int i = 0; i < CELLS; i++)
        assert_true(all[i] <= 600 ? some[i] == all[i] : isinf(some[i]));
    const double *none = mlg_grid_times(search, nowhere, 2, false, 1e9);
    for (int i = 0; i < CELLS; i++)
        assert_true(isinf(none[i]));
    free(all);
    mlg_grid_search_free(search);
    assert_int_equal(mlg_grid_cell(&r.grid, 45, -50), COLUMNS + 1);
    assert_int_equal(mlg_grid_cell(&r.grid, -1, -50), -1);
    r.grid.neighbours = 6;
    assert_fails(mlg_grid_check(&r.grid, &err), MLG_USAGE, &err, "6 neighbours");
    const double slope[] = { 0, 0 }, factor[] = { 1, 1 };
    r.grid.neighbours = 4;
    r.grid.curve = (mlg_slope_curve){ 2, slope, factor };
    assert_fails(mlg_grid_check(&r.grid, &err), MLG_USAGE, &err, "slopes must increase");
}

enum { LAND_PLACES = 200, LAND_SITES = 6, AN_HOUR = 36000 };

/* The sites on the relief, two of them in one cell and one outside it; that of the first is at place 3. */
static mlg_travel *travel_over(mlg_land_model *model, mlg_error *err)
{
    static const int32_t cell[LAND_SITES] = { 12345, 100 * COLUMNS + 40, 50777, 12345, -1, 7 };
    static const int32_t own[LAND_SITES] = { 3, MLG_NOWHERE, MLG_NOWHERE, MLG_NOWHERE, MLG_NOWHERE, MLG_NOWHERE };
    mlg_travel *travel;
    assert_ok(mlg_travel_land(&travel, model, cell, LAND_SITES, own, 42, err), err);
    return travel;
}

/* Rows of all sites up to a limit, time[sites x places]. */
static void rows_of(int32_t *time, const mlg_travel *travel, int32_t limit_ds)
{
    mlg_travel_scratch *scratch;
    mlg_row row;
    mlg_error err;
    assert_ok(mlg_travel_scratch_new(&scratch, travel, &err), &err);
    for (int32_t i = 0; i < LAND_SITES * LAND_PLACES; i++)
        time[i] = MLG_UNREACHABLE;
    for (int32_t s = 0; s < LAND_SITES; s++) {
        assert_ok(mlg_travel_row(travel, s, limit_ds, scratch, &row, &err), &err);
        for (int32_t k = 0; k < row.count; k++)
            time[s * LAND_PLACES + row.place[k]] = row.time_ds[k];
    }
    mlg_travel_scratch_free(scratch);
}

/* Rows announced, kept and read from their file are those searched for one by one, up to any limit. A longer limit is searched for anew; other
 * ground knows nothing of the file. */
static void test_rows(void **state)
{
    (void)state;
    static relief r;
    static int32_t cell[LAND_PLACES], alone[LAND_SITES * LAND_PLACES], hour[LAND_SITES * LAND_PLACES],
        got[LAND_SITES * LAND_PLACES];
    char *folder = make_folder();
    uint64_t seed = 3;
    mlg_land_model *model;
    mlg_error err;
    make_relief(&r, 8);
    for (int32_t p = 0; p < LAND_PLACES; p++)
        cell[p] = p % 17 == 5 ? -1 : (int32_t)random_below(&seed, CELLS);
    mlg_land_options o = { .to_site = true, .rows_path = in_folder(folder, "land.times"), .threads = 3 };
    assert_ok(mlg_land_model_new(&model, &r.grid, cell, LAND_PLACES, &o, &err), &err);
    mlg_travel *travel = travel_over(model, &err);
    rows_of(alone, travel, AN_HOUR / 2);
    rows_of(hour, travel, AN_HOUR);
    assert_int_equal(alone[3], 42);
    assert_int_equal(mlg_land_model_figures(model).searched, 2 * LAND_SITES);
    assert_ok(mlg_travel_ahead(travel, NULL, LAND_SITES, AN_HOUR, NULL, &err), &err);
    assert_int_equal(mlg_land_model_figures(model).searched, 2 * LAND_SITES + 5); /* none for the one outside */
    rows_of(got, travel, AN_HOUR / 2);
    assert_memory_equal(got, alone, sizeof got);
    rows_of(got, travel, AN_HOUR);
    assert_memory_equal(got, hour, sizeof got);
    assert_int_equal(mlg_land_model_figures(model).searched,
                     2 * LAND_SITES + 5 + 2); /* twice for the one outside */
    assert_ok(mlg_land_model_save(model, &err), &err);
    mlg_travel_free(travel);
    mlg_land_model_free(model);
    int32_t reached = 0;
    for (int32_t i = 0; i < LAND_SITES * LAND_PLACES; i++)
        reached += hour[i] != MLG_UNREACHABLE;
    assert_true(reached > LAND_PLACES / 2);

    assert_ok(mlg_land_model_new(&model, &r.grid, cell, LAND_PLACES, &o, &err), &err);
    travel = travel_over(model, &err);
    assert_ok(mlg_travel_ahead(travel, NULL, LAND_SITES, AN_HOUR / 2, NULL, &err), &err);
    rows_of(got, travel, AN_HOUR / 2);
    assert_memory_equal(got, alone, sizeof got);
    assert_int_equal(mlg_land_model_figures(model).searched, 1); /* for the one outside */
    assert_int_equal(mlg_land_model_figures(model).kept, 5);
    assert_ok(mlg_travel_ahead(travel, NULL, LAND_SITES, 2 * AN_HOUR, NULL, &err), &err);
    assert_int_equal(mlg_land_model_figures(model).searched, 6);
    mlg_travel_free(travel);
    mlg_land_model_free(model);

    r.height[12000] += 1;
    o.prepare_only = true;
    assert_ok(mlg_land_model_new(&model, &r.grid, cell, LAND_PLACES, &o, &err), &err);
    travel = travel_over(model, &err);
    assert_ok(mlg_travel_ahead(travel, NULL, LAND_SITES, AN_HOUR, NULL, &err), &err);
    assert_int_equal(mlg_land_model_figures(model).missing, 5);
    assert_int_equal(mlg_land_model_figures(model).searched, 0);
    assert_non_null(strstr(mlg_land_model_figures(model).rows, "times of another network"));
    mlg_travel_free(travel);
    mlg_land_model_free(model);
    remove_folder(folder);
}

/* Without room for rows they are searched for when they are asked for; every allocation that fails is told. */
static void test_rows_without_memory(void **state)
{
    (void)state;
    static relief r;
    const int32_t cell[] = { 12300, 12399 }, site[] = { 12345, 40 };
    mlg_land_model *model;
    mlg_travel *travel;
    mlg_error err;
    make_relief(&r, 4);
    mlg_land_options o = { .most_bytes = 8, .threads = 1 };
    assert_ok(mlg_land_model_new(&model, &r.grid, cell, 2, &o, &err), &err);
    assert_ok(mlg_travel_land(&travel, model, site, 2, NULL, 0, &err), &err);
    assert_ok(mlg_travel_ahead(travel, NULL, 2, AN_HOUR, NULL, &err), &err);
    assert_int_equal(mlg_land_model_figures(model).searched, 0);
    mlg_travel_free(travel);
    mlg_land_model_free(model);
    o.most_bytes = 0;
    mlg_status st = MLG_MEMORY;
    for (long n = 1; st == MLG_MEMORY; n++) {
        travel = NULL;
        mlg_memory_fail_at(n);
        st = mlg_land_model_new(&model, &r.grid, cell, 2, &o, &err);
        if (st == MLG_OK)
            st = mlg_travel_land(&travel, model, site, 2, NULL, 0, &err);
        if (st == MLG_OK)
            st = mlg_travel_ahead(travel, NULL, 2, AN_HOUR, NULL, &err);
        mlg_memory_fail_at(0);
        mlg_travel_free(travel);
        mlg_land_model_free(model);
    }
    assert_int_equal(st, MLG_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moves),  cmocka_unit_test(test_curve), cmocka_unit_test(test_relief),
        cmocka_unit_test(test_limits), cmocka_unit_test(test_rows),  cmocka_unit_test(test_rows_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
