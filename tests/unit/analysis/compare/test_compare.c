#include "support.h"

#include "analysis/access/published/compare.h"
#include "analysis/compare/differences.h"
#include "analysis/compare/rehoming.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

/* Four places, and one unknown on each side. Differences 0.1, -0.5, 0, 1 for 10, 20, 30, 40 persons: bias (1 - 10 + 0 + 40)
 * / 100 = 0.31, mean square (0.1 + 5 + 0 + 40) / 100 = 0.451. Within a tenth of 2, 1, 3, 4: the first and the third.
 * Pearson: computed 2.1 0.5 3 5, mean 2.65, published mean 2.5; sums of products: deviations -0.55 -2.15 0.35 2.35 and
 * -0.5 -1.5 0.5 1.5: 0.275 + 3.225 + 0.175 + 3.525 = 7.2; squares 10.57 and 5; 7.2 / sqrt(52.85) = 0.990399. */
static const double computed[] = { 2.1, 0.5, 3, 5, (double)NAN, 1 }, published[] = { 2, 1, 3, 4, 1, (double)NAN };
static const double persons[] = { 10, 20, 30, 40, 50, 60 };
static const uint8_t classes[] = { 1, 1, 7, 7, 7, 0 };

static void differences_are_weighed_by_persons(void **state)
{
    (void)state;
    mlg_compare_input in = { 6, computed, published, persons, classes };
    mlg_comparison all, by_class[MLG_COMPARE_CLASSES];
    mlg_error err;
    assert_ok(mlg_compare(&in, &all, by_class, &err), &err);
    assert_int_equal(all.places, 4);
    assert_near(all.persons, 100, 0);
    assert_near(all.bias, 0.31, 1e-12);
    assert_near(all.mean_published, (20 + 20 + 90 + 160) / 100.0, 1e-12);
    assert_near(all.root_mean_square, sqrt(0.451), 1e-12);
    assert_near(all.within_places, 0.5, 0);
    assert_near(all.within_persons, 0.4, 1e-12);
    assert_near(all.pearson, 7.2 / sqrt(10.57 * 5), 1e-12);
    assert_near(all.spearman, 1, 1e-12);
    assert_int_equal(by_class[1].places, 2);
    assert_near(by_class[1].bias, -9 / 30.0, 1e-12);
    assert_near(by_class[7].persons, 70, 0);
    assert_int_equal(by_class[0].places, 0);
    assert_true(isnan(by_class[0].bias) && isnan(by_class[0].pearson));
}

/* Ranks 0 1.5 1.5 3 and 3 1.5 1.5 0: exactly opposite. Equal values have no correlation. */
static void ties_share_their_rank(void **state)
{
    (void)state;
    const double x[] = { 1, 2, 2, 9 }, y[] = { 5, 4, 4, 0 }, flat[] = { 1, 1, 1, 1 }, ones[] = { 1, 1, 1, 1 };
    const uint8_t none[4] = { 0 };
    mlg_compare_input in = { 4, x, y, ones, none };
    mlg_comparison all, by_class[MLG_COMPARE_CLASSES];
    mlg_error err;
    assert_ok(mlg_compare(&in, &all, by_class, &err), &err);
    assert_near(all.spearman, -1, 1e-12);
    assert_near(all.within_places, 0, 0);
    in.published = flat;
    assert_ok(mlg_compare(&in, &all, by_class, &err), &err);
    assert_true(isnan(all.pearson) && isnan(all.spearman));
    in.count = 0;
    assert_ok(mlg_compare(&in, &all, by_class, &err), &err);
    assert_int_equal(all.places, 0);
    assert_true(isnan(all.bias));
}

static void the_worst_come_first(void **state)
{
    (void)state;
    mlg_compare_input in = { 6, computed, published, persons, classes };
    int32_t place[8], found;
    mlg_error err;
    assert_ok(mlg_compare_worst(place, &found, 8, &in, &err), &err);
    assert_int_equal(found, 4);
    assert_int_equal(place[0], 3);
    assert_int_equal(place[1], 1);
    assert_int_equal(place[2], 0);
    assert_ok(mlg_compare_worst(place, &found, 1, &in, &err), &err);
    assert_int_equal(found, 1);
}

static void bad_persons_are_refused(void **state)
{
    (void)state;
    const double bad[] = { 10, -1, 30, 40, 50, 60 };
    mlg_compare_input in = { 6, computed, published, bad, classes };
    mlg_comparison all, by_class[MLG_COMPARE_CLASSES];
    mlg_error err;
    assert_fails(mlg_compare(&in, &all, by_class, &err), MLG_INPUT, &err, "population of place 1 is -1");
}

static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    mlg_compare_input in = { 6, computed, published, persons, classes };
    mlg_comparison all, by_class[MLG_COMPARE_CLASSES];
    mlg_error err;
    mlg_status st = MLG_MEMORY;
    for (int n = 1; st == MLG_MEMORY && n < 50; n++) {
        mlg_memory_fail_at(n);
        st = mlg_compare(&in, &all, by_class, &err);
        mlg_memory_fail_at(0);
    }
    assert_int_equal(st, MLG_OK);
}

/* ---- who gains, who passes a threshold --------------------------------------------------------------------------- */

/* Threshold 2.5, more is better; people 100, 200, 50, 400:
 *   before  2    3    ?  2.6
 *   after   2.6  2.4  1  2.6
 * 100 gain and leave, 200 lose and fall, 50 are unknown, 400 see no change. Before, 100 lack; after, 200, and the 50 whose access is known
 * then. Means over the 700 known in both: (200 + 600 + 1040) / 700, (260 + 480 + 1040) / 700. */
static void who_gains_and_who_falls(void **state)
{
    (void)state;
    static const double before[] = { 2, 3, (double)NAN, 2.6 }, after[] = { 2.6, 2.4, 1, 2.6 },
                        people[] = { 100, 200, 50, 400 };
    const mlg_difference_input input = { .count = 4,
                                         .before = { before, people, 2.5, NULL },
                                         .after = { after, people, 2.5, NULL } };
    mlg_differences d;
    mlg_error err;
    assert_ok(mlg_differences_of(&d, 1, &input, NULL, NULL, &err), &err);
    assert_near(d.persons, 750, 0);
    assert_near(d.gain, 100, 0);
    assert_near(d.lose, 200, 0);
    assert_near(d.same, 400, 0);
    assert_near(d.unknown, 50, 0);
    assert_near(d.falling, 200, 0);
    assert_near(d.leaving, 100, 0);
    assert_near(d.lacking_before, 100, 0);
    assert_near(d.lacking_after, 250, 0);
    assert_near(d.mean_before, 1840.0 / 700, 1e-12);
    assert_near(d.mean_after, 1780.0 / 700, 1e-12);
    assert_int_equal(d.places_falling, 1);
    assert_int_equal(mlg_crossing_of(&input, 2), MLG_CROSSING_UNKNOWN);
}

/* Minutes: less is better; beyond the search counts as beyond the threshold and in no mean. 28 -> none: falls; none -> 31: shorter, still
 * beyond; none -> none: no change. */
static void no_site_within_the_search_is_beyond_any_limit(void **state)
{
    (void)state;
    static const double none = (double)INFINITY, people[] = { 10, 20, 40 };
    const double before[] = { 28, none, none }, after[] = { none, 31, none };
    const mlg_difference_input input = { 3, { before, people, 30, NULL }, { after, people, 30, NULL }, true };
    mlg_differences d;
    mlg_error err;
    assert_ok(mlg_differences_of(&d, 1, &input, NULL, NULL, &err), &err);
    assert_near(d.falling, 10, 0);
    assert_near(d.lose, 10, 0);
    assert_near(d.gain, 20, 0);
    assert_near(d.same, 40, 0);
    assert_near(d.lacking_after, 70, 0);
    assert_true(isnan(d.mean_before));
}

/* No trip is found within the longest one looked for: an hour before, 20 minutes after; the threshold is 30. Beyond an hour then 25: gains,
 * and leaves. 25 then beyond 20: nobody knows. None before and after: no change, and not known to lack after. A mean of which part is
 * unknown and that is 40 or more, then 35: gains, still beyond. */
static void times_not_found_are_beyond_their_bounds(void **state)
{
    (void)state;
    static const double none = (double)INFINITY, people[] = { 1, 2, 4, 8 }, unknown = (double)NAN;
    const double before[] = { none, 25, none, unknown }, after[] = { 25, none, none, 35 };
    const double least_before[] = { 60, unknown, 60, 40 }, least_after[] = { unknown, 20, 20, unknown };
    const mlg_difference_input input = {
        4, { before, people, 30, least_before }, { after, people, 30, least_after }, true
    };
    mlg_differences d;
    mlg_error err;
    assert_ok(mlg_differences_of(&d, 1, &input, NULL, NULL, &err), &err);
    assert_near(d.gain, 9, 0);
    assert_near(d.lose, 0, 0);
    assert_near(d.same, 4, 0);
    assert_near(d.unknown, 2, 0);
    assert_near(d.lacking_before, 13, 0);
    assert_near(d.lacking_after, 8, 0);
    assert_near(d.leaving, 1, 0);
    assert_near(d.falling, 0, 0);
    assert_near(d.undecided, 6, 0);
}

/* 200 random comparisons by groups: people are conserved, falls and leaves explain the change of those who lack, a group alone and all groups
 * summed give the same, and a state compared with itself differs by exactly 0. */
static void people_are_conserved(void **state)
{
    (void)state;
    enum { N = 60, GROUPS = 4 };
    double before[N], after[N], people[N];
    int32_t group[N];
    mlg_error err;
    uint64_t seed = 1;
    for (int round = 0; round < 200; round++) {
        for (int i = 0; i < N; i++) {
            before[i] = random_below(&seed, 8) == 0 ? (double)NAN : random_below(&seed, 50) / 10.0;
            after[i] = isnan(before[i])         ? (double)NAN
                       : random_below(&seed, 3) ? before[i]
                                                : random_below(&seed, 50) / 10.0;
            people[i] = random_below(&seed, 1000);
            group[i] = random_below(&seed, GROUPS);
        }
        const mlg_difference_input input = {
            N, { before, people, 2.5, NULL }, { after, people, 2.5, NULL }, round % 2
        };
        mlg_differences all, by[GROUPS], sum = { 0 };
        assert_ok(mlg_differences_of(&all, 1, &input, NULL, NULL, &err), &err);
        assert_ok(mlg_differences_of(by, GROUPS, &input, group, NULL, &err), &err);
        for (int g = 0; g < GROUPS; g++) {
            assert_near(by[g].gain + by[g].lose + by[g].same + by[g].unknown, by[g].persons, 1e-9);
            assert_near(by[g].lacking_after - by[g].lacking_before, by[g].falling - by[g].leaving, 1e-9);
            sum.persons += by[g].persons;
            sum.gain += by[g].gain;
            sum.falling += by[g].falling;
        }
        assert_near(sum.persons, all.persons, 1e-9);
        assert_near(sum.gain, all.gain, 1e-9);
        assert_near(sum.falling, all.falling, 1e-9);
        const mlg_difference_input same = {
            N, { after, people, 2.5, NULL }, { after, people, 2.5, NULL }, round % 2
        };
        assert_ok(mlg_differences_of(&all, 1, &same, NULL, NULL, &err), &err);
        assert_true(all.gain == 0 && all.lose == 0 && all.falling == 0 && all.leaving == 0 &&
                    all.mean_before == all.mean_after);
    }
}

static void bad_people_are_refused(void **state)
{
    (void)state;
    static const double value[] = { 1 }, bad[] = { -1 }, good[] = { 1 }, over[] = { 1.5 };
    static const int32_t none[] = { 3 };
    const mlg_difference_input wrong = { 1, { value, bad, 2, NULL }, { value, good, 2, NULL }, false },
                               right = { 1, { value, good, 2, NULL }, { value, good, 2, NULL }, false };
    mlg_differences d[2];
    mlg_error err;
    assert_int_equal(mlg_differences_of(d, 1, &wrong, NULL, NULL, &err), MLG_INPUT);
    assert_int_equal(mlg_differences_of(d, 1, &right, NULL, over, &err), MLG_INPUT);
    assert_int_equal(mlg_differences_of(d, 2, &right, none, NULL, &err), MLG_INPUT);
}

/* ---- patients to re-home ----------------------------------------------------------------------------------------------- */

/* Demand 100 and 300; one step of weight 1 up to 10 minutes. Site 0 loses all of its 10 acts, used by both places in proportion to their demand:
 * 2.5 and 7.5, in whole acts 3 and 7. Site 1 keeps 20, a tenth of which is free: 2, for place 0 at 5 minutes. Site 2 opens with 4, for place 1 at
 * 2 minutes. 6 acts are taken, 1 + 3 are not; the mean trip is (2 x 5 + 4 x 2) / 6. */
static void lost_acts_go_where_there_is_room(void **state)
{
    (void)state;
    static const double end[] = { 10 }, weight[] = { 1 }, demand[] = { 100, 300 }, before[] = { 10, 20, 0 },
                        after[] = { 0, 20, 4 };
    static const int64_t start[] = { 0, 2, 3, 4 };
    static const int32_t column[] = { 0, 1, 0, 1 }, time[] = { 60, 60, 3000, 1200 };
    mlg_decay decay;
    mlg_rehoming r;
    mlg_error err;
    assert_ok(mlg_decay_custom(&decay, "one step", MLG_CLOSED_RIGHT, 1, end, weight, &err), &err);
    const mlg_rehoming_input input = { .places = 2,
                                       .sites = 3,
                                       .pairs = { 3, 2, start, column, time },
                                       .decay = &decay,
                                       .demand = demand,
                                       .before = before,
                                       .after = after,
                                       .slack = 0.1 };
    assert_ok(mlg_rehome(&r, &input, &err), &err);
    assert_near(r.lost[0], 2.5, 1e-12);
    assert_near(r.lost[1], 7.5, 1e-12);
    assert_int_equal(r.rounded[0], 3);
    assert_int_equal(r.rounded[1], 7);
    assert_int_equal(r.room[1], 2);
    assert_int_equal(r.room[2], 4);
    assert_int_equal(r.taken, 6);
    assert_int_equal(r.asked, 10);
    assert_int_equal(r.left[0], 1);
    assert_int_equal(r.left[1], 3);
    assert_near(r.minutes, 18.0 / 6, 1e-12);
    mlg_rehoming_release(&r);
}

/* 100 random cases: what is lost is the supply gone but that of sites nobody reaches, and every act is taken or left; no room is exceeded. */
static void acts_are_conserved(void **state)
{
    (void)state;
    enum { PLACES = 12, SITES = 6 };
    static const double end[] = { 10, 20 }, weight[] = { 1, 0.3 };
    mlg_decay decay;
    mlg_error err;
    assert_ok(mlg_decay_custom(&decay, "two steps", MLG_CLOSED_RIGHT, 2, end, weight, &err), &err);
    uint64_t seed = 2;
    for (int round = 0; round < 100; round++) {
        int64_t start[SITES + 1] = { 0 }, into[SITES] = { 0 };
        int32_t column[SITES * PLACES], time[SITES * PLACES];
        double demand[PLACES], before[SITES], after[SITES], gone = 0, lost = 0;
        for (int i = 0; i < PLACES; i++)
            demand[i] = random_below(&seed, 500);
        for (int j = 0; j < SITES; j++) {
            int64_t k = start[j];
            before[j] = random_below(&seed, 4000);
            after[j] = random_below(&seed, 2) ? before[j] : random_below(&seed, 4000);
            gone += fmax(0, before[j] - after[j]);
            for (int i = 0; i < PLACES; i++)
                if (random_below(&seed, 3)) {
                    column[k] = i;
                    time[k++] = random_below(&seed, 12000);
                }
            start[j + 1] = k;
        }
        const mlg_rehoming_input input = { PLACES, SITES,  { SITES, PLACES, start, column, time },
                                           &decay, demand, before,
                                           after,  0.1,    NULL };
        mlg_rehoming r;
        int64_t left = 0;
        assert_ok(mlg_rehome(&r, &input, &err), &err);
        for (int i = 0; i < PLACES; i++) {
            assert_true(r.left[i] >= 0);
            lost += r.lost[i];
            left += r.left[i];
        }
        for (int j = 0; j < SITES; j++) {
            for (int64_t k = start[j]; k < start[j + 1]; k++)
                into[j] += r.flow[k];
            assert_true(into[j] <= r.room[j]);
        }
        assert_near(r.lost_total, gone, 1e-9);
        assert_near(lost + r.lost_unreached, gone, 1e-6);
        assert_int_equal(r.taken + left, r.asked);
        assert_near((double)r.asked, lost, 0.5 + 1e-6);
        mlg_rehoming_release(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(differences_are_weighed_by_persons),
        cmocka_unit_test(ties_share_their_rank),
        cmocka_unit_test(the_worst_come_first),
        cmocka_unit_test(bad_persons_are_refused),
        cmocka_unit_test(memory_may_run_out_anywhere),
        cmocka_unit_test(who_gains_and_who_falls),
        cmocka_unit_test(no_site_within_the_search_is_beyond_any_limit),
        cmocka_unit_test(times_not_found_are_beyond_their_bounds),
        cmocka_unit_test(people_are_conserved),
        cmocka_unit_test(bad_people_are_refused),
        cmocka_unit_test(lost_acts_go_where_there_is_room),
        cmocka_unit_test(acts_are_conserved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
