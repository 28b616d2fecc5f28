#include "given_matrix.h"
#include "support.h"

#include "analysis/access/demand.h"
#include "analysis/access/supply.h"
#include "analysis/access/two_step.h"
#include "base/memory.h"
#include "town.h"

#include <math.h>
#include <string.h>

/* Demand and supply of the four communes as the worked example has them. */
static void town_inputs(int32_t age_max, double *demand, double *supply)
{
    const mlg_age_weights *weights = mlg_age_weights_default();
    mlg_population population = { TOWNS, town_persons, NULL, weights->count, weights->band, town_ages };
    mlg_demand_stats demand_stats;
    mlg_supply_params params = mlg_supply_defaults();
    mlg_supply_counts counts;
    mlg_error err;
    params.age_max = age_max;
    for (int j = 0; j < TOWNS; j++)
        supply[j] = 0;
    assert_ok(mlg_standardise(&population, NULL, demand, NULL, &demand_stats, &err), &err);
    assert_ok(mlg_supply_doctors(&params, sizeof town_doctors / sizeof *town_doctors, town_doctors, TOWNS, supply,
                                 &counts, &err),
              &err);
    assert_ok(mlg_supply_add(TOWNS, town_centre_acts, 1, supply, &err), &err);
}

/* The four communes ready for mlg_access(). */
typedef struct {
    mlg_travel *travel;
    double demand[TOWNS], supply[TOWNS], access[TOWNS], catchment[TOWNS], ratio[TOWNS];
    mlg_access_input input;
    mlg_access_stats stats;
} town;

static void open_town(town *t, int32_t age_max, const char *decay)
{
    town_inputs(age_max, t->demand, t->supply);
    t->travel = travel_by_matrix(TOWNS, TOWNS, town_times);
    t->input = (mlg_access_input){ t->travel, mlg_decay_by_name(decay), t->demand, t->supply, 2, NULL };
}

static mlg_status run_town(town *t, mlg_error *err)
{
    return mlg_access(&t->input, t->access, t->catchment, t->ratio, &t->stats, err);
}

typedef struct {
    int32_t age_max;
    const char *decay;
    double catchment[TOWNS], ratio[TOWNS], access[TOWNS];
    double supply, mean_standardised, mean_total, full_time; /* full-time equivalents for 100,000 */
} town_case;

/* By hand for "65 and under", 2015 steps: V_A = 2086.3 + 3766.2 (9 min) + 2/3 957.4 (14 min) + 1/3 1002.1 (17 min)
 * = 6824.8; R_A = 5200 / 6824.8 = 0.762; A_C = 2/3 R_A + R_D = 1.224 (B is too far, at 22 min). */
static const town_case town_cases[] = {
    { 65,
      "apl-2015",
      { 6824.7889, 6520.5403, 0, 5165.7421 },
      { 0.761928, 2.576474, 0, 0.716257 },
      { 3.577154, 3.815907, 1.224209, 2.687882 },
      25700,
      3.289811,
      3.379200,
      60.922 },
    { 65,
      "apl-2012",
      { 3311.8957, 4492.2694, 0, 1665.9484 },
      { 1.570098, 3.739758, 0, 2.220957 },
      { 2.692025, 4.432883, 0.823297, 2.594933 },
      25700,
      3.289811,
      3.431442,
      60.922 },
    { MLG_AGE_ANY,
      "apl-2015",
      { 6824.7889, 6520.5403, 0, 5165.7421 },
      { 1.36268, 2.576474, 0, 0.716257 },
      { 4.177906, 4.416658, 1.624710, 2.888133 },
      29800,
      3.814644,
      3.912586,
      70.642 },
    { MLG_AGE_ANY,
      "apl-2012",
      { 3311.8957, 4492.2694, 0, 1665.9484 },
      { 2.808059, 3.739758, 0, 2.220957 },
      { 3.929987, 4.804271, 0.947093, 2.594933 },
      29800,
      3.814644,
      3.956545,
      70.642 },
};

static void check_town(const town_case *want, const town *got)
{
    double reached = 0;
    mlg_access_figures figures;
    mlg_error err;
    for (int i = 0; i < TOWNS; i++) {
        assert_near(got->access[i], want->access[i], 1e-6);
        assert_near(got->ratio[i], want->ratio[i], 1e-6);
        if (i == TOWN_C)
            assert_true(isnan(got->catchment[i]));
        else
            assert_near(got->catchment[i], want->catchment[i], 1e-4);
        reached += got->demand[i] * got->access[i];
    }
    assert_near(reached, want->supply, 1e-12 * want->supply);
    assert_ok(mlg_access_summary(TOWNS, got->access, got->demand, town_persons, 2.5, &figures, &err), &err);
    assert_near(figures.mean_standardised, want->mean_standardised, 1e-6);
    assert_near(figures.mean_total, want->mean_total, 1e-6);
    assert_near(figures.mean_standardised / 5400 * 1e5, want->full_time, 1e-3);
    assert_near(figures.below_share, 0.091654, 1e-6);
    assert_near(figures.below_persons, town_persons[TOWN_C], 0);
    assert_near(figures.min, want->access[TOWN_C], 1e-6);
    assert_near(figures.max, want->access[TOWN_B], 1e-6);
}

static void the_worked_example_has_its_access(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof town_cases / sizeof *town_cases; k++) {
        town t;
        mlg_error err;
        open_town(&t, town_cases[k].age_max, town_cases[k].decay);
        assert_ok(run_town(&t, &err), &err);
        check_town(&town_cases[k], &t);
        assert_near(t.stats.supply, town_cases[k].supply, 0);
        assert_near(t.stats.demand, 7812, 1e-9);
        assert_int_equal(t.stats.sites_with_supply, 3);
        assert_int_equal(t.stats.places_without, 0);
        mlg_travel_free(t.travel);
    }
}

/* Three places of 1000, 2000, 1500 persons, two sites of 5 and 2; minutes 5, 15, 40 from the first site and 25,
 * 12, 8 from the second. 2SFCA at 30 minutes: V = 3000 and 4500, so A = 5/3000 + 2/4500, the same, 2/4500. */
static void two_sites_agree_with_published_implementations(void **state)
{
    (void)state;
    const int32_t times[] = { 3000, 9000, 24000, 15000, 7200, 4800 };
    const double demand[] = { 1000, 2000, 1500 }, supply[] = { 5, 2 }, end[] = { 30 }, one[] = { 1 };
    double access[3], catchment[2], ratio[2];
    mlg_decay flat;
    mlg_access_stats stats;
    mlg_error err;
    mlg_travel *travel = travel_by_matrix(2, 3, times);
    mlg_access_input input = { travel, mlg_decay_by_name("e2sfca-slow"), demand, supply, 1, NULL };
    assert_ok(mlg_access(&input, access, catchment, ratio, &stats, &err), &err);
    assert_near(catchment[0], 2360, 1e-9);
    assert_near(catchment[1], 3080, 1e-9);
    assert_near(ratio[0], 0.002118644, 1e-9);
    assert_near(ratio[1], 0.000649351, 1e-9);
    assert_near(access[0] * 1000, 2.261501, 1e-6);
    assert_near(access[1] * 1000, 1.882236, 1e-6);
    assert_near(access[2] * 1000, 0.649351, 1e-6);
    assert_ok(mlg_decay_custom(&flat, "2sfca", MLG_CLOSED_RIGHT, 1, end, one, &err), &err);
    input.decay = &flat;
    assert_ok(mlg_access(&input, access, catchment, ratio, &stats, &err), &err);
    assert_near(access[0] * 1000, 2.111111, 1e-6);
    assert_near(access[1] * 1000, 2.111111, 1e-6);
    assert_near(access[2] * 1000, 0.444444, 1e-6);
    mlg_travel_free(travel);
}

/* Seeded places in clusters, and sites at every eighth of them, so that a thousand sites make several groups. */
enum { MANY = 8000, SITES = 1000 };

typedef struct {
    double x[MANY], y[MANY], site_x[SITES], site_y[SITES], demand[MANY], supply[SITES];
    uint8_t density[MANY], site_density[SITES];
    int32_t site_place[SITES];
    double access[MANY], catchment[SITES], ratio[SITES];
} land;

static void fill_land(land *l, uint64_t seed)
{
    for (int i = 0; i < MANY; i++) {
        l->x[i] = 600000 + 1000 * random_below(&seed, 90) + 2000 * random_unit(&seed);
        l->y[i] = 7000000 + 1500 * random_below(&seed, 50) + 2000 * random_unit(&seed);
        l->density[i] = (uint8_t)random_below(&seed, 8);
        l->demand[i] = random_below(&seed, 5) == 0 ? 0 : 400 * random_unit(&seed);
    }
    for (int j = 0; j < SITES; j++) {
        int i = j * 8;
        l->site_place[j] = j % 2 ? i : MLG_NOWHERE;
        l->site_x[j] = l->x[i] + (j % 50 == 3 ? 1e6 : 0); /* some out of everyone's reach */
        l->site_y[j] = l->y[i];
        l->site_place[j] = j % 50 == 3 ? MLG_NOWHERE : l->site_place[j];
        l->site_density[j] = l->density[i];
        l->supply[j] = j % 9 == 0 ? 0 : 30000 * random_unit(&seed);
    }
}

static mlg_travel *land_travel(const land *l)
{
    mlg_points places = { MANY, l->x, l->y, l->density };
    mlg_points sites = { SITES, l->site_x, l->site_y, l->site_density };
    mlg_crow_params params = mlg_crow_defaults();
    mlg_travel *travel;
    mlg_error err;
    assert_ok(mlg_travel_crow(&travel, &params, &places, &sites, l->site_place, &err), &err);
    return travel;
}

static void run_land(land *l, const mlg_travel *travel, int threads, mlg_access_stats *stats)
{
    mlg_error err;
    mlg_access_input input = { travel, mlg_decay_by_name("apl-2015"), l->demand, l->supply, threads, NULL };
    assert_ok(mlg_access(&input, l->access, l->catchment, l->ratio, stats, &err), &err);
}

static land *new_land(uint64_t seed)
{
    land *l;
    mlg_error err;
    assert_ok(MLG_NEW(&l, 1, "land", &err), &err);
    fill_land(l, seed);
    return l;
}

static void what_is_received_is_what_is_supplied(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        land *l = new_land(seed);
        mlg_travel *travel = land_travel(l);
        mlg_access_stats stats;
        run_land(l, travel, 2, &stats);
        double received = 0;
        for (int i = 0; i < MANY; i++)
            received += l->demand[i] * l->access[i];
        double reached = stats.supply - stats.supply_unreached;
        assert_near(received, reached, 1e-12 * reached);
        assert_true(stats.sites_unreached > 0 && stats.supply_unreached > 0);
        mlg_travel_free(travel);
        free(l);
    }
}

static void the_number_of_threads_changes_no_bit(void **state)
{
    (void)state;
    land *first = new_land(7), *again = new_land(7);
    mlg_travel *travel = land_travel(first);
    mlg_access_stats stats, other;
    const int threads[] = { 2, 3, 8 };
    run_land(first, travel, 1, &stats);
    for (size_t k = 0; k < sizeof threads / sizeof *threads; k++) {
        run_land(again, travel, threads[k], &other);
        assert_memory_equal(first, again, sizeof *first);
        assert_memory_equal(&stats, &other, sizeof stats);
    }
    mlg_travel_free(travel);
    free(first);
    free(again);
}

/* A site whose only place has nobody: V = 0, R = 0, its 10 acts are reported. Place 1 is within nobody's reach. */
static void supply_without_demand_is_reported(void **state)
{
    (void)state;
    const int32_t times[] = { 0, MLG_UNREACHABLE };
    const double demand[] = { 0, 5 }, supply[] = { 10 };
    double access[2], catchment[1], ratio[1];
    mlg_access_stats stats;
    mlg_error err;
    mlg_travel *travel = travel_by_matrix(1, 2, times);
    mlg_access_input input = { travel, mlg_decay_by_name("apl-2015"), demand, supply, 1, NULL };
    assert_ok(mlg_access(&input, access, catchment, ratio, &stats, &err), &err);
    assert_near(catchment[0], 0, 0);
    assert_near(ratio[0], 0, 0);
    assert_near(access[0], 0, 0);
    assert_near(stats.supply_unreached, 10, 0);
    assert_int_equal(stats.sites_unreached, 1);
    assert_int_equal(stats.places_without, 2);
    assert_near(stats.demand_without, 5, 0);
    const double people[] = { 0.5, 5 }, acts[] = { 0.75 }; /* less than a person and an act count */
    input.demand = people;
    input.supply = acts;
    assert_ok(mlg_access(&input, access, catchment, ratio, &stats, &err), &err);
    assert_near(ratio[0], 1.5, 1e-12);
    assert_int_equal(stats.sites_with_supply, 1);
    assert_near(stats.supply_unreached, 0, 0);
    assert_int_equal(stats.sites_unreached, 0);
    assert_int_equal(stats.places_without, 1);
    assert_near(stats.demand_without, 5, 0);
    mlg_travel_free(travel);
}

static void nobody_or_no_site_is_an_answer(void **state)
{
    (void)state;
    const double demand[] = { 3, 4 }, supply[] = { 10 };
    double access[2] = { 9, 9 }, catchment[1], ratio[1];
    mlg_access_stats stats;
    mlg_error err;
    mlg_travel *travel = travel_by_matrix(0, 2, NULL);
    mlg_access_input no_site = { travel, mlg_decay_by_name("apl-2015"), demand, NULL, 2, NULL };
    assert_ok(mlg_access(&no_site, access, NULL, NULL, &stats, &err), &err);
    assert_near(access[0], 0, 0);
    assert_near(stats.demand_without, 7, 0);
    mlg_travel_free(travel);
    travel = travel_by_matrix(1, 0, NULL);
    mlg_access_input nobody = { travel, mlg_decay_by_name("apl-2015"), NULL, supply, 2, NULL };
    assert_ok(mlg_access(&nobody, NULL, catchment, ratio, &stats, &err), &err);
    assert_near(stats.supply_unreached, 10, 0);
    mlg_travel_free(travel);
}

static void bad_amounts_are_refused_with_index_and_value(void **state)
{
    (void)state;
    town t;
    mlg_error err;
    open_town(&t, 65, "apl-2015");
    t.supply[3] = -4;
    assert_fails(run_town(&t, &err), MLG_INPUT, &err, "supply of site 3 is -4");
    t.supply[3] = (double)INFINITY;
    assert_fails(run_town(&t, &err), MLG_INPUT, &err, "supply of site 3 is inf");
    t.demand[1] = (double)NAN;
    assert_fails(run_town(&t, &err), MLG_INPUT, &err, "demand of place 1 is nan");
    t.demand[1] = 1e-320;
    t.demand[0] = t.demand[2] = t.demand[3] = 0;
    t.supply[3] = 1e300;
    assert_fails(run_town(&t, &err), MLG_DATA, &err, "no ratio");
    mlg_travel_free(t.travel);
}

static bool stop_in_the_middle(void *context, const char *stage, double fraction)
{
    (void)stage;
    ++*(int *)context;
    return fraction < 0.5;
}

static void access_may_be_cancelled(void **state)
{
    (void)state;
    land *l = new_land(5);
    mlg_travel *travel = land_travel(l);
    mlg_access_stats stats;
    mlg_error err;
    int calls = 0;
    mlg_progress progress = { stop_in_the_middle, &calls };
    mlg_access_input input = { travel, mlg_decay_by_name("apl-2015"), l->demand, l->supply, 2, &progress };
    assert_fails(mlg_access(&input, l->access, l->catchment, l->ratio, &stats, &err), MLG_CANCELLED, &err,
                 "during access");
    assert_int_equal(calls, 3);
    mlg_travel_free(travel);
    free(l);
}

static void running_out_of_memory_is_a_status(void **state)
{
    (void)state;
    town t;
    mlg_error err;
    mlg_status st = MLG_MEMORY;
    int n = 0;
    open_town(&t, 65, "apl-2015");
    while (st == MLG_MEMORY) {
        mlg_memory_fail_at(++n);
        st = run_town(&t, &err);
    }
    mlg_memory_fail_at(0);
    assert_int_equal(st, MLG_OK);
    assert_true(n > 10);
    mlg_travel_free(t.travel);
}

/* Persons 10, 20, 30, 40 with access 4, 1, 3, 2 and one unknown. Sorted 1 (20), 2 (40), 3 (30), 4 (10): the first
 * tenth has 1, the second 1, the third to sixth 2 and so on; 20 persons are strictly below 2. */
static void deciles_follow_persons(void **state)
{
    (void)state;
    const double access[] = { 4, 1, 3, 2, (double)NAN }, persons[] = { 10, 20, 30, 40, 5 };
    const double want_decile[] = { 1, 1, 2, 2, 2, 2, 3, 3, 3 };
    const double want_tenth[] = { 1, 1, 2, 2, 2, 2, 3, 3, 3, 4 };
    mlg_access_figures f;
    mlg_error err;
    assert_ok(mlg_access_summary(5, access, persons, persons, 2, &f, &err), &err);
    for (int k = 0; k < 10; k++) {
        assert_near(f.tenth_mean[k], want_tenth[k], 1e-12);
        if (k < 9)
            assert_near(f.decile[k], want_decile[k], 0);
    }
    assert_near(f.mean_total, 2.3, 1e-15);
    assert_near(f.below_persons, 20, 0);
    assert_near(f.below_share, 0.2, 0);
    assert_near(f.persons_unknown, 5, 0);
}

/* 3 persons with access 1 and 2 with access 6, tenths of half a person: the sixth tenth is the last half of the
 * three, the seventh the first half of the two. */
static void one_place_spreads_over_several_tenths(void **state)
{
    (void)state;
    const double access[] = { 6, 1 }, persons[] = { 2, 3 };
    mlg_access_figures f;
    mlg_error err;
    assert_ok(mlg_access_summary(2, access, persons, persons, 2.5, &f, &err), &err);
    assert_near(f.tenth_mean[5], 1, 1e-12);
    assert_near(f.tenth_mean[6], 6, 1e-12);
    assert_near(f.tenth_mean[9], 6, 1e-12);
    assert_near(f.decile[5], 1, 0);
    assert_near(f.decile[6], 6, 0);
}

static void a_summary_of_nobody_is_unknown(void **state)
{
    (void)state;
    const double access[] = { 4 }, zero[] = { 0 };
    mlg_access_figures f;
    mlg_error err;
    assert_ok(mlg_access_summary(1, access, zero, zero, 2, &f, &err), &err);
    assert_true(isnan(f.mean_total) && isnan(f.mean_standardised) && isnan(f.decile[0]) && isnan(f.min));
    assert_ok(mlg_access_summary(0, NULL, NULL, NULL, 2, &f, &err), &err);
    assert_true(isnan(f.below_share) && isnan(f.tenth_mean[9]));
    assert_true(mlg_at_or_below_threshold(2.5, 2.5) && !mlg_below_threshold(2.5, 2.5));
    assert_false(mlg_below_threshold((double)NAN, 2.5));
}

/* Group 0: (1 x 2 + 3 x 6) / 4 = 5; group 1 weighs nothing: plain mean of 4 and 8; group 2 has no known value. */
static void groups_have_weighted_means(void **state)
{
    (void)state;
    const double value[] = { 2, 6, 4, 8, (double)NAN, 100 }, weight[] = { 1, 3, 0, 0, 5, 5 };
    const int32_t group[] = { 0, 0, 1, 1, 2, -1 }, bad[] = { 0, 0, 1, 1, 3, -1 };
    double mean[3];
    mlg_error err;
    assert_ok(mlg_mean_by_group(6, value, weight, group, 3, mean, &err), &err);
    assert_near(mean[0], 5, 0);
    assert_near(mean[1], 6, 0);
    assert_true(isnan(mean[2]));
    assert_fails(mlg_mean_by_group(6, value, weight, bad, 3, mean, &err), MLG_INPUT, &err,
                 "group of place 4 is 3");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worked_example_has_its_access),
        cmocka_unit_test(two_sites_agree_with_published_implementations),
        cmocka_unit_test(what_is_received_is_what_is_supplied),
        cmocka_unit_test(the_number_of_threads_changes_no_bit),
        cmocka_unit_test(supply_without_demand_is_reported),
        cmocka_unit_test(nobody_or_no_site_is_an_answer),
        cmocka_unit_test(bad_amounts_are_refused_with_index_and_value),
        cmocka_unit_test(access_may_be_cancelled),
        cmocka_unit_test(running_out_of_memory_is_a_status),
        cmocka_unit_test(deciles_follow_persons),
        cmocka_unit_test(one_place_spreads_over_several_tenths),
        cmocka_unit_test(a_summary_of_nobody_is_unknown),
        cmocka_unit_test(groups_have_weighted_means),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
