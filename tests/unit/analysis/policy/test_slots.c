#include "support.h"

#include "analysis/policy/slots.h"

/* Two places of 300 and 100 people. X, open on Mondays from 8 to 10, is within reach of both: 4 slots for 400 people, 0.01 each an hour. Y, open on
 * Mondays from 9 to 10:30, of the second alone: 4 for 100, 0.04, and its half hour does not count. Nobody reaches Z, open always. */
static void slots_are_shared_within_reach(void **state)
{
    (void)state;
    static const double people[] = { 300, 100 };
    static const int64_t start[] = { 0, 2, 3, 3 };
    static const int32_t place[] = { 0, 1, 1 };
    static mlg_hours hours[3];
    mlg_slots_hour hour[MLG_WEEK_HOURS];
    double week[2], slots = 0;
    mlg_error err;
    assert_true(mlg_hours_parse(&hours[0], "Mo 08:00-10:00") && mlg_hours_parse(&hours[1], "Mo 09:00-10:30") &&
                mlg_hours_parse(&hours[2], "24/7"));
    mlg_slots in = { 2, 3, people, people, start, place, hours, 4 };
    assert_ok(mlg_slots_week(hour, week, &in, &err), &err);
    assert_near(week[0], 2 * 0.01, 1e-12);
    assert_near(week[1], 2 * 0.01 + 0.04, 1e-12);
    assert_int_equal(hour[7].open, 1);
    assert_int_equal(hour[8].open, 2);
    assert_int_equal(hour[9].open, 3);
    assert_int_equal(hour[10].open, 1);
    assert_near(hour[9].people, 400, 0);
    assert_near(hour[10].people, 0, 0);
    for (int h = 0; h < MLG_WEEK_HOURS; h++)
        slots += hour[h].slots;
    assert_near(slots, 3 * 4, 1e-9);
    assert_near(slots, 300 * week[0] + 100 * week[1], 1e-9);
    static const double first[] = { 300, 0 }; /* the second place is beyond an edge: its people use X and Y too */
    in.here = first;
    assert_ok(mlg_slots_week(hour, week, &in, &err), &err);
    assert_near(week[0], 2 * 0.01, 1e-12);
    assert_near(hour[9].people, 300, 0);
    assert_near(hour[9].slots, 3, 1e-12);
    in.an_hour = -1;
    assert_fails(mlg_slots_week(hour, week, &in, &err), MLG_INPUT, &err, "0 or more");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(slots_are_shared_within_reach) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
