#include "support.h"

#include "analysis/catchment/contiguous.h"
#include "analysis/desert/shortage.h"
#include "base/memory.h"
#include "network/models/model.h"

#include <math.h>

/* Five units of 10, 20, 30, 40 and 100 persons. At the limit (2.5, 10 min, 30 min) nothing is flagged.
 *            APL    pharmacy     emergencies     flags
 * unit 0     2.5     6000         18000          none
 * unit 1     2.4     6001         18001          all three
 * unit 2     NaN     6001         unknown        pharmacy; GP and emergencies unknown
 * unit 3     0       600          no way         GP, emergencies
 * unit 4     3       600          600            none */
static void flags_are_strict_and_unknown_is_no_flag(void **state)
{
    (void)state;
    const double persons[] = { 10, 20, 30, 40, 100 }, apl[] = { 2.5, 2.4, (double)NAN, 0, 3 };
    const int32_t pharmacy[] = { 6000, 6001, 6001, 600, 600 };
    const int32_t emergency[] = { 18000, 18001, MLG_TIME_UNKNOWN, MLG_UNREACHABLE, 600 };
    const uint8_t want[] = { 0, 7, MLG_FLAG_PHARMACY, MLG_FLAG_GP | MLG_FLAG_EMERGENCY, 0 };
    const uint8_t want_unknown[] = { 0, 0, MLG_FLAG_GP | MLG_FLAG_EMERGENCY, 0, 0 };
    mlg_desert_params params = mlg_desert_defaults();
    mlg_desert_input input = { 5, persons, apl, pharmacy, emergency };
    mlg_desert_stats stats;
    uint8_t flags[5], unknown[5];
    mlg_error err;
    assert_ok(mlg_desert_flag(&params, &input, flags, unknown, &stats, &err), &err);
    assert_memory_equal(flags, want, 5);
    assert_memory_equal(unknown, want_unknown, 5);
    assert_near(stats.set_share[0], 0.55, 0);
    assert_near(stats.set_share[2], 0.15, 0);
    assert_near(stats.set_share[5], 0.2, 0);
    assert_near(stats.set_share[7], 0.1, 0);
    assert_near(stats.flag_persons[0], 60, 0);
    assert_near(stats.flag_persons[1], 50, 0);
    assert_int_equal(stats.flag_units[2], 2);
    assert_int_equal(stats.unknown_units[0], 1);
    assert_near(stats.unknown_persons[2], 30, 0);
}

static void a_criterion_that_is_not_given_is_unknown(void **state)
{
    (void)state;
    const double persons[] = { 10 }, bad[] = { -1 };
    mlg_desert_params params = mlg_desert_defaults();
    mlg_desert_input input = { 1, persons, NULL, NULL, NULL };
    mlg_desert_stats stats;
    uint8_t flags[1];
    mlg_error err;
    assert_ok(mlg_desert_flag(&params, &input, flags, NULL, &stats, &err), &err);
    assert_int_equal(flags[0], 0);
    for (int k = 0; k < MLG_FLAGS; k++)
        assert_int_equal(stats.unknown_units[k], 1);
    input.persons = bad;
    assert_fails(mlg_desert_flag(&params, &input, flags, NULL, &stats, &err), MLG_INPUT, &err,
                 "population of unit 0 is -1");
    params.apl_threshold = (double)NAN;
    assert_fails(mlg_desert_flag(&params, &input, flags, NULL, &stats, &err), MLG_USAGE, &err, "threshold of APL");
}

/* Units 0-1-2 in a line, 3 outside, 4 beyond it, 5 alone: areas {0,1,2}, {4}, {5}. Units 1 and 2 have the same
 * persons: the lower one gives the name. */
static void areas_are_contiguous(void **state)
{
    (void)state;
    const uint8_t inside[] = { 1, 1, 1, 0, 1, 1 };
    const double persons[] = { 5, 9, 9, 50, 2, 0 };
    const int32_t from[] = { 2, 1, 2, 3, 5 }, to[] = { 1, 0, 3, 4, 5 }, want[] = { 0, 0, 0, -1, 1, 2 };
    int32_t area_of[6], areas;
    mlg_area area[6];
    mlg_error err;
    assert_ok(mlg_contiguous_areas(6, inside, persons, 5, from, to, area_of, area, &areas, &err), &err);
    assert_int_equal(areas, 3);
    assert_memory_equal(area_of, want, sizeof want);
    assert_near(area[0].persons, 23, 0);
    assert_int_equal(area[0].units, 3);
    assert_int_equal(area[0].largest, 1);
    assert_int_equal(area[2].largest, 5);
    assert_fails(mlg_contiguous_areas(4, inside, persons, 5, from, to, area_of, area, &areas, &err), MLG_INPUT,
                 &err, "neighbours 3 are units 3 and 4");
    mlg_memory_fail_at(1);
    assert_fails(mlg_contiguous_areas(6, inside, persons, 5, from, to, area_of, area, &areas, &err), MLG_MEMORY,
                 &err, "out of memory");
}

enum { UNITS = 400, PAIRS = 350 };

/* Labels spread to neighbours until nothing changes. */
static void relabel(const uint8_t *inside, const int32_t *from, const int32_t *to, int32_t *label)
{
    for (int i = 0; i < UNITS; i++)
        label[i] = inside[i] ? i : -1;
    for (bool changed = true; changed;) {
        changed = false;
        for (int k = 0; k < PAIRS; k++) {
            int32_t a = label[from[k]], b = label[to[k]];
            if (a < 0 || b < 0 || a == b)
                continue;
            label[from[k]] = label[to[k]] = a < b ? a : b;
            changed = true;
        }
    }
}

static void areas_equal_a_naive_relabelling(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        uint64_t s = seed;
        uint8_t inside[UNITS];
        double persons[UNITS], total = 0, found = 0;
        int32_t from[PAIRS], to[PAIRS], label[UNITS], area_of[UNITS], areas, next = 0;
        mlg_area area[UNITS];
        mlg_error err;
        for (int i = 0; i < UNITS; i++) {
            inside[i] = random_below(&s, 4) > 0;
            persons[i] = random_below(&s, 50);
            total += inside[i] ? persons[i] : 0;
        }
        for (int k = 0; k < PAIRS; k++) {
            from[k] = random_below(&s, UNITS);
            to[k] = random_below(&s, UNITS);
        }
        relabel(inside, from, to, label);
        assert_ok(mlg_contiguous_areas(UNITS, inside, persons, PAIRS, from, to, area_of, area, &areas, &err),
                  &err);
        for (int i = 0; i < UNITS; i++) {
            if (label[i] == i)
                assert_int_equal(area_of[i], next++);
            else
                assert_int_equal(area_of[i], label[i] < 0 ? -1 : area_of[label[i]]);
        }
        assert_int_equal(areas, next);
        for (int32_t a = 0; a < areas; a++) {
            found += area[a].persons;
            assert_int_equal(area_of[area[a].largest], a);
        }
        assert_near(found, total, 0);
    }
}

/* Urban (level 3): 100 persons, 40 short of a GP. Rural (levels 5, 7): 60 persons, 10 of them short of all
 * three; one unit of unknown level is in no group. */
static void groups_have_shares(void **state)
{
    (void)state;
    const double persons[] = { 40, 60, 10, 50, 7 };
    const uint8_t flags[] = { MLG_FLAG_GP, 0, 7, 0, 7 }, level[] = { 3, 3, 5, 7, 0 }, known[5] = { 0 };
    int32_t group[5];
    mlg_desert_group out[2];
    mlg_error err;
    for (int i = 0; i < 5; i++)
        group[i] = mlg_rural_by_density(level[i]);
    assert_ok(mlg_desert_by_group(5, persons, flags, known, group, 2, out, &err), &err);
    assert_near(out[0].flag_share[0], 0.4, 0);
    assert_near(out[0].any_share, 0.4, 0);
    assert_near(out[0].all_share, 0, 0);
    assert_near(out[1].persons, 60, 0);
    assert_near(out[1].all_share, 1.0 / 6, 1e-15);
    assert_int_equal(out[1].units, 2);
    assert_int_equal(mlg_rural_by_size(1999), 1);
    assert_int_equal(mlg_rural_by_size(2000), 0);
    assert_int_equal(mlg_rural_by_size((double)NAN), -1);
    group[1] = 2;
    assert_fails(mlg_desert_by_group(5, persons, flags, known, group, 2, out, &err), MLG_INPUT, &err,
                 "group of unit 1 is 2");
}

/* Emergencies are unknown in the whole of group 0 and in one of the two units of group 1; nobody is of group 2. */
static void a_flag_unknown_all_over_a_group_is_unknown_there(void **state)
{
    (void)state;
    const double persons[] = { 40, 60, 10, 50 };
    const uint8_t flags[] = { MLG_FLAG_GP, 0, 7, 0 };
    const uint8_t unknown[] = { MLG_FLAG_EMERGENCY, MLG_FLAG_EMERGENCY, 0, MLG_FLAG_EMERGENCY };
    const int32_t group[] = { 0, 0, 1, 1 };
    mlg_desert_group out[3];
    mlg_error err;
    assert_ok(mlg_desert_by_group(4, persons, flags, unknown, group, 3, out, &err), &err);
    assert_near(out[0].flag_persons[0], 40, 0);
    assert_near(out[0].flag_persons[1], 0, 0);
    assert_true(isnan(out[0].flag_persons[2]) && isnan(out[0].any_persons) && isnan(out[0].all_persons));
    assert_near(out[1].flag_persons[2], 10, 0);
    assert_near(out[1].all_persons, 10, 0);
    assert_near(out[0].untold_persons, 100, 0); /* of the 10 of the third unit all is known */
    assert_near(out[1].untold_persons, 50, 0);
    assert_near(out[2].flag_persons[2], 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flags_are_strict_and_unknown_is_no_flag),
        cmocka_unit_test(a_criterion_that_is_not_given_is_unknown),
        cmocka_unit_test(areas_are_contiguous),
        cmocka_unit_test(areas_equal_a_naive_relabelling),
        cmocka_unit_test(groups_have_shares),
        cmocka_unit_test(a_flag_unknown_all_over_a_group_is_unknown_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
