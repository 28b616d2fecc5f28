#include "support.h"

#include "analysis/access/published/calibrate_fit.h"
#include "analysis/access/published/fit.h"
#include "analysis/travel/given_points.h"
#include "network/models/model.h"

#include <math.h>
#include <stdio.h>

/* Four pairs in minutes, given 10 20 30 40, computed 12 20 27 none; the first two of class 1, the others of class 6.
 * Differences +2 0 -3: bias -1/3, mean absolute 5/3, rms sqrt(13/3); sums 59 and 60. Class 6 has one pair, -3. */
static const int32_t given[] = { 6000, 12000, 18000, 24000 };
static const int32_t computed[] = { 7200, 12000, 16200, MLG_UNREACHABLE };
static const uint8_t class_of[] = { 1, 1, 6, 6 };

static void figures_by_hand(void **state)
{
    (void)state;
    mlg_calibrate_input in = { 4, given, computed, class_of };
    mlg_calibration all, by_class[MLG_CALIBRATE_CLASSES];
    int64_t worst[MLG_CALIBRATE_WORST];
    int32_t n_worst;
    mlg_error err;
    assert_ok(mlg_calibrate_pairs(&in, &all, by_class, worst, &n_worst, &err), &err);
    assert_int_equal(all.pairs, 3);
    assert_int_equal(all.unreached, 1);
    assert_near(all.mean_given, 20, 1e-12);
    assert_near(all.bias, -1.0 / 3, 1e-12);
    assert_near(all.mean_absolute, 5.0 / 3, 1e-12);
    assert_near(all.root_mean_square, sqrt(13.0 / 3), 1e-12);
    assert_near(all.difference_10, -3, 1e-12);
    assert_near(all.difference_50, 0, 1e-12);
    assert_near(all.difference_90, 2, 1e-12);
    assert_near(all.ratio, 59.0 / 60, 1e-12);
    assert_near(all.correlation, 150 / sqrt(200 * (338.0 / 3)), 1e-12); /* centred sums: 150, 200 and 338/3 */
    assert_int_equal(by_class[1].pairs, 2);
    assert_near(by_class[1].bias, 1, 1e-12);
    assert_int_equal(by_class[6].pairs, 1);
    assert_true(isnan(by_class[6].correlation));
    assert_int_equal(by_class[3].pairs, 0);
    assert_true(isnan(by_class[3].bias));
    assert_int_equal(n_worst, 3);
    assert_int_equal(worst[0], 2);
    assert_int_equal(worst[1], 0);
    assert_int_equal(worst[2], 1);
}

static void the_ten_worst_of_many(void **state)
{
    (void)state;
    int32_t g[200], c[200];
    uint8_t k[200];
    for (int i = 0; i < 200; i++) {
        g[i] = 6000;
        c[i] = 6000 + (i * 37) % 200;
        k[i] = 0;
    }
    mlg_calibrate_input in = { 200, g, c, k };
    mlg_calibration all, by_class[MLG_CALIBRATE_CLASSES];
    int64_t worst[MLG_CALIBRATE_WORST];
    int32_t n_worst;
    mlg_error err;
    assert_ok(mlg_calibrate_pairs(&in, &all, by_class, worst, &n_worst, &err), &err);
    assert_int_equal(n_worst, MLG_CALIBRATE_WORST);
    for (int i = 0; i < MLG_CALIBRATE_WORST; i++)
        assert_int_equal(c[worst[i]] - 6000, 199 - i);
}

static void bad_pairs_are_refused(void **state)
{
    (void)state;
    static const uint8_t beyond[] = { 1, 1, 6, 9 };
    mlg_calibrate_input in = { 4, given, computed, beyond };
    mlg_calibration all, by_class[MLG_CALIBRATE_CLASSES];
    int64_t worst[MLG_CALIBRATE_WORST];
    int32_t n_worst;
    mlg_error err;
    assert_fails(mlg_calibrate_pairs(&in, &all, by_class, worst, &n_worst, &err), MLG_INPUT, &err, "pair 3");
    in.count = 0;
    assert_ok(mlg_calibrate_pairs(&in, &all, by_class, worst, &n_worst, &err), &err);
    assert_int_equal(all.pairs, 0);
}

/* Real trips take 3 minutes and then 1.5 minutes for each minute that straight lines move, whose terminal time is 1: the fit finds
 * 3 minutes and two thirds of the speed, and no error is left in either half. One trip in ten is an hour too long: the medians do not mind. */
static void a_fit_finds_the_terminal_time_and_the_speed(void **state)
{
    (void)state;
    enum { N = 400 };
    int32_t g[N], c[N], origin[N];
    uint8_t k[N];
    for (int i = 0; i < N; i++) {
        int moving_ds = 600 + i % 40 * 400; /* 1 to 27 min */
        c[i] = 600 + moving_ds;
        g[i] = 1800 + moving_ds * 3 / 2;
        origin[i] = i / 20;
        k[i] = 0;
        if (i % 10 == 3)
            g[i] = 35000;
    }
    mlg_calibrate_input in = { N, g, c, k };
    mlg_calibrate_fit fit;
    mlg_error err;
    bool found;
    assert_ok(mlg_calibrate_fit_crow(&found, &fit, &in, origin, 1, &err), &err);
    assert_true(found);
    assert_near(fit.terminal_min, 3, 1e-9);
    assert_near(fit.faster, 2 / 3., 1e-9);
    assert_int_equal(fit.pairs[0] + fit.pairs[1], N);
    for (int h = 0; h < 2; h++) {
        assert_near(fit.after[h], 0, 1e-9);
        assert_near(fit.spread[h], 0, 1e-9);
        assert_true(fit.before[h] > 5);
    }
    in.count = 30; /* twenty in one half, ten in the other */
    assert_ok(mlg_calibrate_fit_crow(&found, &fit, &in, origin, 1, &err), &err);
    assert_false(found);
}

/* Given times are a tenth longer or shorter than 2 minutes and the moving time, in turn: |ln| is ln 1.1, which a normal of standard
 * deviation 1.4826 ln 1.1 has as its median. */
static void the_spread_around_a_fit_is_told(void **state)
{
    (void)state;
    enum { N = 400 };
    int32_t g[N], c[N], origin[N];
    uint8_t k[N] = { 0 };
    for (int i = 0; i < N; i++) {
        c[i] = 1000 + i / 2 % 40 * 400;
        g[i] = (int32_t)lround((c[i] + 600) * (i % 2 ? 1.1 : 1 / 1.1));
        origin[i] = i / 20;
    }
    mlg_calibrate_input in = { N, g, c, k };
    mlg_calibrate_fit fit;
    mlg_error err;
    bool found;
    assert_ok(mlg_calibrate_fit_crow(&found, &fit, &in, origin, 1, &err), &err);
    for (int h = 0; h < 2; h++)
        assert_near(fit.spread[h], 1.4826 * log(1.1), 0.03);
}

/* ---- conventions fitted on what is published ---------------------------------------------------------------------- */

enum { PLACES = 120, SITES = 40, PAIRS = PLACES * SITES };

typedef struct {
    int64_t start[SITES + 1];
    int32_t column[PAIRS], time[PAIRS];
    double demand[PLACES], supply[SITES], published[PLACES], persons[PLACES];
    uint8_t half[PLACES];
    mlg_fit_input input;
} land;

/* Places and sites at random in a square of 60 minutes; 2 minutes of each trip are fixed. */
static void make_land(land *l)
{
    double x[PLACES], y[PLACES];
    uint64_t seed = 11;
    for (int i = 0; i < PLACES; i++) {
        x[i] = 60 * random_unit(&seed);
        y[i] = 60 * random_unit(&seed);
        l->demand[i] = l->persons[i] = 100 + 5000 * random_unit(&seed);
        l->half[i] = x[i] > 30;
    }
    for (int s = 0; s < SITES; s++) {
        l->start[s] = (int64_t)s * PLACES;
        l->supply[s] = 1000 + 20000 * random_unit(&seed);
        for (int i = 0; i < PLACES; i++) {
            l->column[s * PLACES + i] = i;
            l->time[s * PLACES + i] = i == s ? 0 : (int32_t)lround(600 * (2 + hypot(x[i] - x[s], y[i] - y[s])));
        }
    }
    l->start[SITES] = PAIRS;
    l->input = (mlg_fit_input){ .times = { SITES, PLACES, l->start, l->column, l->time },
                                .fixed_ds = 1200,
                                .steps = mlg_decay_by_name("apl-2015"),
                                .demand = l->demand,
                                .supply = l->supply,
                                .published = l->published,
                                .persons = l->persons,
                                .half = l->half,
                                .threshold = 2.5,
                                .threads = 1 };
}

static double cosine(int32_t time_ds, double cut, double faster)
{
    double t = time_ds > 1200 ? 1200 + round((time_ds - 1200) / faster) : time_ds;
    return t <= cut * 600 ? (1 + cos(acos(-1.0) * t / (cut * 600))) / 2 : 0;
}

/* By the formula, in two loops. */
static void publish(land *l, double cut, double faster, double level)
{
    for (int i = 0; i < PLACES; i++)
        l->published[i] = 0;
    for (int s = 0; s < SITES; s++) {
        double sum = 0;
        for (int i = 0; i < PLACES; i++)
            sum += l->demand[i] * cosine(l->time[s * PLACES + i], cut, faster);
        for (int i = 0; i < PLACES; i++)
            l->published[i] += level * l->supply[s] / sum * cosine(l->time[s * PLACES + i], cut, faster);
    }
}

static void the_set_that_made_it_is_found(void **state)
{
    (void)state;
    static land l;
    mlg_fit_set sets[24];
    mlg_fit_try best[MLG_FIT_TRIES];
    mlg_error err;
    int n = 0;
    make_land(&l);
    publish(&l, 16, 1.1, 1.3);
    for (int shape = 0; shape < 2; shape++)
        for (int cut = 12; cut <= 22; cut += 2)
            for (int fast = 0; fast < 2; fast++)
                sets[n++] = (mlg_fit_set){ shape ? MLG_STEPS : MLG_COSINE, cut, fast ? 1.1 : 1, false };
    assert_ok(mlg_fit_choose(best, &l.input, sets, n, &err), &err);
    for (int h = 0; h < MLG_FIT_TRIES; h++) {
        assert_int_equal(best[h].set.shape, MLG_COSINE);
        assert_near(best[h].set.cut_min, 16, 0);
        assert_near(best[h].set.faster, 1.1, 0);
        assert_near(best[h].level, 1.3, 1e-9);
        for (int k = 0; k < MLG_FIT_HALVES; k++) {
            assert_near(best[h].half[k].spearman, 1, 1e-3); /* places nobody serves tie */
            assert_near(best[h].half[k].pearson, 1, 1e-12);
            assert_near(best[h].half[k].below, best[h].half[k].below_published, 1e-12);
            assert_near(best[h].half[k].recall, 1, 0);
            assert_near(best[h].half[k].precision, 1, 0);
        }
    }
}

/* Published with persons that count alike, then by another demand: each is told by the set that asks for it. */
static void the_demand_that_made_it_is_found(void **state)
{
    (void)state;
    static land l;
    mlg_fit_set sets[4];
    mlg_fit_try best[MLG_FIT_TRIES];
    mlg_error err;
    for (int k = 0; k < 4; k++)
        sets[k] = (mlg_fit_set){ MLG_COSINE, k % 2 ? 18 : 16, 1, k >= 2 };
    for (int alike = 0; alike < 2; alike++) {
        uint64_t seed = 3;
        make_land(&l);
        l.input.alike = l.persons;
        if (alike)
            publish(&l, 16, 1, 1);
        for (int i = 0; i < PLACES; i++)
            l.demand[i] *= 0.5 + random_unit(&seed);
        if (!alike)
            publish(&l, 16, 1, 1);
        assert_ok(mlg_fit_choose(best, &l.input, sets, 4, &err), &err);
        for (int h = 0; h < MLG_FIT_TRIES; h++) {
            assert_int_equal(best[h].set.alike, alike);
            assert_near(best[h].set.cut_min, 16, 0);
            assert_near(best[h].half[0].pearson, 1, 1e-12);
        }
    }
}

/* What is published in the east at twice the level of the west: each half finds its own, and its figures on the other show the error. */
static void the_other_half_is_held_out(void **state)
{
    (void)state;
    static land l;
    const mlg_fit_set set = { MLG_COSINE, 16, 1.1, false };
    mlg_fit_try tries[MLG_FIT_TRIES];
    mlg_error err;
    make_land(&l);
    publish(&l, 16, 1.1, 1);
    for (int i = 0; i < PLACES; i++)
        l.published[i] *= l.half[i] ? 2 : 1;
    assert_ok(mlg_fit_judge(tries, &l.input, &set, &err), &err);
    assert_near(tries[0].level, 1, 1e-9);
    assert_near(tries[1].level, 2, 1e-9);
    assert_true(tries[MLG_FIT_BOTH].level > 1.1 && tries[MLG_FIT_BOTH].level < 1.9);
    assert_near(tries[0].half[0].below, tries[0].half[0].below_published, 1e-12);
    assert_true(tries[0].half[1].below > tries[0].half[1].below_published);
    assert_true(tries[1].half[0].below < tries[1].half[0].below_published);
}

static void too_few_places_are_refused(void **state)
{
    (void)state;
    static land l;
    const mlg_fit_set set = { MLG_COSINE, 16, 1, false };
    mlg_fit_try tries[MLG_FIT_TRIES];
    mlg_error err;
    make_land(&l);
    publish(&l, 16, 1, 1);
    for (int i = 0; i < PLACES; i++)
        l.published[i] = i < 30 ? l.published[i] : (double)NAN;
    assert_fails(mlg_fit_judge(tries, &l.input, &set, &err), MLG_DATA, &err, "communes of one half");
}

/* Pairs of towns (level 2) and countryside (6) at 60 and 80 km/h as computed, given at 40 and 80 after 3 minutes instead of 1: the factors
 * are 2/3 and 1, which one factor for both cannot tell. Level 4 has no pair and takes that of all. */
static void speeds_are_told_apart_by_density(void **state)
{
    (void)state;
    enum { N = 600 };
    static int32_t g[N], c[N], origin[N];
    static uint8_t a[N], b[N];
    const double speed[MLG_CALIBRATE_CLASSES] = { 80, 70, 60, 80, 80, 80, 80, 80 };
    for (int i = 0; i < N; i++) {
        const double km = 5 + (i * 37) % 30;
        origin[i] = i / 3;
        a[i] = i % 3 == 0 ? 2 : 6;
        b[i] = i % 3 == 2 ? 6 : 2;
        const double slow_a = a[i] == 2 ? 1.5 : 1, slow_b = b[i] == 2 ? 1.5 : 1;
        c[i] = (int32_t)lround(600 * (1 + 30 * km * (1 / speed[a[i]] + 1 / speed[b[i]])));
        g[i] = (int32_t)lround(600 * (3 + 30 * km * (slow_a / speed[a[i]] + slow_b / speed[b[i]])));
    }
    const mlg_calibrate_input in = { N, g, c, a };
    mlg_calibrate_fit one;
    mlg_calibrate_by_density by;
    mlg_error err;
    bool found;
    assert_ok(mlg_calibrate_fit_crow(&found, &one, &in, origin, 1, &err), &err);
    assert_true(found);
    assert_ok(mlg_calibrate_fit_by_density(&by, &one, &in, b, origin, speed, 1, &err), &err);
    assert_near(by.faster[2], 2 / 3., 0.02);
    assert_near(by.faster[6], 1, 0.02);
    assert_near(by.faster[4], one.faster, 1e-9);
    assert_near(by.terminal_min, 3, 0.3);
    assert_true(by.after[1] < 0.3 && one.after[1] > 2 * by.after[1]);
    assert_near(by.before[1], one.before[1], 1e-9);
}

/* Ends of random trips have the commune that a comparison with all of them finds: never a square, none beyond 10 km. */
static void ends_of_trips_have_the_nearest_commune(void **state)
{
    (void)state;
    enum { CENTRES = 200, TRIPS = 400 };
    static double x[CENTRES], y[CENTRES];
    static int32_t commune[CENTRES];
    const mlg_places places = { .count = CENTRES, .x_m = x, .y_m = y, .commune = commune };
    char *folder = make_folder();
    const char *path = in_folder(folder, "points.csv");
    uint64_t seed = 11;
    mlg_given_points p;
    mlg_error err;
    for (int i = 0; i < CENTRES; i++) {
        x[i] = i % 10 == 9 ? x[i - 9] : 650000 + 200000 * random_unit(&seed); /* some in the same place */
        y[i] = i % 10 == 9 ? y[i - 9] : 6550000 + 200000 * random_unit(&seed);
        commune[i] = i % 4 == 3 ? i - 1 : i;
    }
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("from_lon,from_lat,to_lon,to_lat,minutes\n", file);
    for (int k = 0; k < TRIPS; k++)
        fprintf(file, "%.6f,%.6f,%.6f,%.6f,%d\n", 2 + 3 * random_unit(&seed), 46 + 2 * random_unit(&seed),
                2 + 3 * random_unit(&seed), 46 + 2 * random_unit(&seed), k);
    fclose(file);
    assert_ok(mlg_given_points_read(&p, path, NULL, NULL, &places, 2154, &err), &err);
    assert_int_equal(p.count + p.unknown, TRIPS);
    assert_true(p.count > 50 && p.unknown > 50);
    for (int64_t k = 0; k < p.count; k++) {
        int32_t best = -1;
        double least = 10000;
        for (int32_t i = 0; i < CENTRES; i++) {
            const double far = hypot(x[i] - p.from_x[k], y[i] - p.from_y[k]);
            if (commune[i] == i && far <= least) {
                least = far;
                best = i;
            }
        }
        assert_int_equal(p.from[k], best);
    }
    mlg_given_points_release(&p);
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_of_trips_have_the_nearest_commune),
        cmocka_unit_test(speeds_are_told_apart_by_density),
        cmocka_unit_test(figures_by_hand),
        cmocka_unit_test(the_ten_worst_of_many),
        cmocka_unit_test(bad_pairs_are_refused),
        cmocka_unit_test(a_fit_finds_the_terminal_time_and_the_speed),
        cmocka_unit_test(the_spread_around_a_fit_is_told),
        cmocka_unit_test(the_set_that_made_it_is_found),
        cmocka_unit_test(the_demand_that_made_it_is_found),
        cmocka_unit_test(the_other_half_is_held_out),
        cmocka_unit_test(too_few_places_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
