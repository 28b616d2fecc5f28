/* Noon minus twelve hours from one day of service to the next: 23, 24 or 25 hours. Clocks change on the last Sundays of
 * March and October in Europe. */
#include "support.h"

#include "network/transit/gtfs.h"
#include "network/transit/zone.h"

enum { HOUR = 3600 };

static void need_zones(void)
{
    int32_t offset_s;
    if (!mlg_zone_offset_s(&offset_s, "Europe/Paris", 0)) {
        print_message("no time zones on this machine: skipped\n");
        skip();
    }
}

static void test_changes(void **state)
{
    (void)state;
    static const char paris[] = "Europe/Paris";
    need_zones();
    assert_int_equal(mlg_zone_noon_s(paris, paris, mlg_day_of(2025, 3, 29), 1), 23 * HOUR);
    assert_int_equal(mlg_zone_noon_s(paris, paris, mlg_day_of(2025, 3, 30), 1), 24 * HOUR);
    assert_int_equal(mlg_zone_noon_s(paris, paris, mlg_day_of(2025, 3, 30), -1), -23 * HOUR);
    assert_int_equal(mlg_zone_noon_s(paris, paris, mlg_day_of(2025, 10, 25), 1), 25 * HOUR);
    assert_int_equal(mlg_zone_noon_s(paris, paris, mlg_day_of(2025, 7, 14), 1), 24 * HOUR);
    assert_int_equal(mlg_zone_noon_s(paris, paris, mlg_day_of(2051, 3, 25), 1), 23 * HOUR); /* by the rule */
    assert_int_equal(mlg_zone_noon_s(paris, paris, mlg_day_of(2051, 10, 28), 1), 25 * HOUR);
    assert_int_equal(mlg_zone_noon_s("Europe/Lisbon", paris, mlg_day_of(2025, 6, 1), 0), HOUR);
    assert_int_equal(mlg_zone_noon_s("America/Sao_Paulo", "America/Sao_Paulo", mlg_day_of(2044, 3, 26), 1),
                     24 * HOUR);
}

static void test_offsets(void **state)
{
    (void)state;
    int32_t offset_s;
    static const struct {
        const char *zone;
        int year, month, day, hours;
    } cases[] = { { "Europe/Paris", 2025, 1, 15, 1 },      { "Europe/Paris", 2025, 7, 15, 2 },
                  { "Europe/Paris", 2060, 7, 15, 2 },      { "Europe/Paris", 2060, 12, 15, 1 },
                  { "Indian/Reunion", 2025, 7, 1, 4 },     { "Pacific/Noumea", 2055, 1, 1, 11 },
                  { "Australia/Sydney", 2055, 1, 15, 11 }, { "Australia/Sydney", 2055, 7, 15, 10 } };
    need_zones();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(
            mlg_zone_offset_s(&offset_s, cases[i].zone, mlg_day_of(cases[i].year, cases[i].month, cases[i].day)));
        assert_int_equal(offset_s, cases[i].hours * HOUR);
    }
}

static void test_unknown(void **state)
{
    (void)state;
    int32_t offset_s;
    static const char *const bad[] = {
        "", "Mars/Olympus", "../../../etc/passwd", "/etc/localtime", "Europe", "a b"
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(mlg_zone_offset_s(&offset_s, bad[i], 0));
    assert_int_equal(mlg_zone_noon_s("Mars/Olympus", "Europe/Paris", mlg_day_of(2025, 3, 29), 1), 24 * HOUR);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_changes), cmocka_unit_test(test_offsets),
                                        cmocka_unit_test(test_unknown) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
