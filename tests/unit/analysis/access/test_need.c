#include "given_matrix.h"
#include "support.h"

#include "analysis/access/need.h"
#include "analysis/access/two_step.h"
#include "base/memory.h"
#include "town.h"

#include <math.h>

/* Threshold 2.5. Place 0 has 2 for 1000 standardised: 500 missing; place 1 has 2.5: nothing; place 2 is unknown; place 3 has
 * 0 for 400: 1000 missing. 1500 of 5400. Beyond ten minutes: place 2 (no site found) and place 3 (12 min). */
static void needs_add_up(void **state)
{
    (void)state;
    const double access[] = { 2, 2.5, (double)NAN, 0 }, demand[] = { 1000, 10, 20, 400 },
                 persons[] = { 900, 9, 30, 500 };
    const double minutes[] = { 10, 3, (double)NAN, 12 };
    const int32_t group[] = { 0, 0, 1, -1 };
    double missing[4];
    mlg_need all, by[2];
    mlg_error err;
    mlg_need_input in = { 4, access, demand, persons, minutes, 2.5, 10, 5400 };
    assert_ok(mlg_need_of(&all, missing, by, group, 2, &in, &err), &err);
    assert_near(all.missing, 1500, 0);
    assert_near(all.full_times, 1500.0 / 5400, 1e-15);
    assert_near(all.persons_below, 1400, 0);
    assert_near(all.persons_far, 530, 0);
    assert_near(all.persons_unknown, 30, 0);
    assert_near(by[0].missing, 500, 0);
    assert_near(by[1].persons_far, 30, 0);
    assert_near(missing[3], 1000, 0);
    assert_true(isnan(missing[2]));
    in.threshold = 0;
    assert_fails(mlg_need_of(&all, NULL, NULL, NULL, 0, &in, &err), MLG_USAGE, &err, "threshold 0");
}

/* The worked example: A 3.577154, B 3.815907, C 1.224209, D 2.687882; standardised persons 2086.3028, 3766.1682, 957.4250,
 * 1002.1041. Under 3: C lacks 1.775791 and D 0.312118. Added at C: V_C = 957.4250 + 1002.1041 + 2/3 x 2086.3028 = 3350.3976,
 * weights 1 for both, so 1.775791 x 3350.3976 = 5949.605. At D: V_D = 5165.7421, 1.775791 x 5165.7421 = 9173.279. At A:
 * V_A = 6824.7889, weights 2/3 (C) and 1/3 (D): 18179.4. B does not reach C. */
static void one_place_brings_a_group_to_the_threshold(void **state)
{
    (void)state;
    const double access[] = { 3.577154, 3.815907, 1.224209, 2.687882 };
    const double demand[] = { 2086.3028, 3766.1682, 957.4250, 1002.1041 };
    const int32_t together[] = { 0, 0, 0, 0 }, apart[] = { 1, -1, 0, 1 };
    const uint8_t not_c[] = { 1, 1, 0, 1 }, only_b[] = { 0, 1, 0, 0 };
    double on_site[TOWNS];
    mlg_need_spot spot[2];
    mlg_error err;
    const mlg_decay *decay = mlg_decay_by_name("apl-2015");
    mlg_need_input in = { TOWNS, access, demand, town_persons, NULL, 3, 0, 5400 };
    mlg_travel *travel = travel_by_matrix(TOWNS, TOWNS, town_times);
    assert_ok(mlg_need_spots(spot, on_site, together, 1, &in, travel, decay, NULL, &err), &err);
    assert_int_equal(spot[0].place, TOWN_C);
    assert_near(spot[0].amount, 5949.605, 0.01);
    assert_near(on_site[TOWN_A], 0, 0);
    assert_near(on_site[TOWN_C], 5949.605, 0.01);
    assert_near(on_site[TOWN_D], 0.312118 * 5165.7421, 0.01);
    assert_ok(mlg_need_spots(spot, NULL, apart, 2, &in, travel, decay, not_c, &err), &err);
    assert_int_equal(spot[0].place, TOWN_D);
    assert_near(spot[0].amount, 9173.279, 0.01);
    assert_int_equal(spot[1].place, TOWN_D);
    assert_near(spot[1].amount, on_site[TOWN_D], 0.01);
    assert_ok(mlg_need_spots(spot, on_site, together, 1, &in, travel, decay, only_b, &err), &err);
    assert_int_equal(spot[0].place, MLG_NOWHERE);
    assert_true(isnan(spot[0].amount) && isnan(on_site[TOWN_C]));
    in.threshold = 1;
    assert_ok(mlg_need_spots(spot, on_site, together, 1, &in, travel, decay, NULL, &err), &err);
    assert_int_equal(spot[0].place, MLG_NOWHERE);
    assert_near(spot[0].amount, 0, 0);
    mlg_travel_free(travel);
}

/* ---- against full runs -------------------------------------------------------------------------------------- */

enum { PLACES = 50, GROUPS = 5 };

typedef struct {
    int32_t times[PLACES * PLACES], group[PLACES];
    double demand[PLACES], supply[PLACES], access[PLACES], catchment[PLACES], ratio[PLACES];
    mlg_travel *travel;
} land;

static void fill_land(land *l, uint64_t seed)
{
    for (int i = 0; i < PLACES; i++) {
        l->demand[i] = random_below(&seed, 8) ? 2000 * random_unit(&seed) : 0;
        l->supply[i] = random_below(&seed, 3) ? 0 : 9000 * random_unit(&seed);
        l->group[i] = random_below(&seed, GROUPS + 1) - 1;
        for (int j = 0; j < PLACES; j++) {
            l->times[i * PLACES + j] = i == j                        ? 0
                                       : random_below(&seed, 6) == 0 ? MLG_UNREACHABLE
                                                                     : random_below(&seed, 16000);
        }
    }
    l->travel = travel_by_matrix(PLACES, PLACES, l->times);
}

static void run_access(land *l)
{
    mlg_access_stats stats;
    mlg_error err;
    mlg_access_input in = { l->travel, mlg_decay_by_name("apl-2015"), l->demand, l->supply, 1, NULL };
    assert_ok(mlg_access(&in, l->access, l->catchment, l->ratio, &stats, &err), &err);
}

/* The least access of the people of a group once `amount` is added at `place`, by a full run. */
static double least_with(land *l, int32_t group, int32_t place, double amount)
{
    double least = (double)INFINITY, before = l->supply[place];
    l->supply[place] += amount;
    run_access(l);
    l->supply[place] = before;
    for (int i = 0; i < PLACES; i++)
        if (l->group[i] == group && l->demand[i] > 0)
            least = fmin(least, l->access[i]);
    return least;
}

static void a_full_run_with_what_is_added_reaches_the_threshold_and_no_less_does(void **state)
{
    (void)state;
    int found = 0;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        land *l;
        mlg_need_spot spot[GROUPS];
        mlg_error err;
        double before[PLACES];
        assert_ok(MLG_NEW(&l, 1, "land", &err), &err);
        fill_land(l, seed);
        run_access(l);
        for (int i = 0; i < PLACES; i++)
            before[i] = l->access[i];
        mlg_need_input in = { PLACES, before, l->demand, l->demand, NULL, 2.5, 0, 5400 };
        assert_ok(mlg_need_spots(spot, NULL, l->group, GROUPS, &in, l->travel, mlg_decay_by_name("apl-2015"), NULL,
                                 &err),
                  &err);
        for (int g = 0; g < GROUPS; g++) {
            double enough = isnan(spot[g].amount) ? 1e12 : spot[g].amount * (1 - 1e-9);
            found += spot[g].place != MLG_NOWHERE;
            if (spot[g].place != MLG_NOWHERE)
                assert_near(least_with(l, g, spot[g].place, spot[g].amount), 2.5, 1e-9);
            for (int j = 0; j < PLACES && spot[g].amount != 0; j++)
                assert_true(least_with(l, g, j, enough) < 2.5); /* for less, no place does it */
        }
        mlg_travel_free(l->travel);
        free(l);
    }
    assert_true(found >= 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(needs_add_up),
        cmocka_unit_test(one_place_brings_a_group_to_the_threshold),
        cmocka_unit_test(a_full_run_with_what_is_added_reaches_the_threshold_and_no_less_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
