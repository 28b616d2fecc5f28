#include "support.h"

#include "analysis/series/stage.h"
#include "analysis/series/trend.h"

#include <math.h>

/* 2.6 in 2016, 2.4 in 2018, unknown in 2020, 2.1 in 2024: mean year 2019 1/3, mean 2.3667; products -0.7778 - 0.0444 -
 * 1.2444 = -2.0667, squares 11.1111 + 1.7778 + 21.7778 = 34.6667: -0.0596 a year. */
static void a_slope_is_that_of_the_years_that_are_known(void **state)
{
    (void)state;
    const double year[] = { 2016, 2018, 2020, 2024 }, value[] = { 2.6, 2.4, (double)NAN, 2.1 };
    mlg_trend t = mlg_trend_of(4, year, value);
    assert_int_equal(t.known, 3);
    assert_near(t.first, 2.6, 0);
    assert_near(t.last, 2.1, 0);
    assert_near(t.first_year, 2016, 0);
    assert_near(t.last_year, 2024, 0);
    assert_near(t.change, -0.5, 1e-12);
    assert_near(t.slope, -2.0666666667 / 34.6666666667, 1e-9);
}

/* On a line the slope is its own, whatever years are missing; one year alone has none, and no year nothing. */
static void a_line_has_its_slope_and_one_year_none(void **state)
{
    (void)state;
    double year[12], value[12];
    for (int k = 0; k < 12; k++) {
        year[k] = 2010 + k;
        value[k] = k % 3 == 1 ? (double)NAN : 4 - 0.15 * k;
    }
    mlg_trend t = mlg_trend_of(12, year, value);
    assert_near(t.slope, -0.15, 1e-12);
    assert_int_equal(t.known, 8);
    for (int k = 0; k < 12; k++)
        value[k] = k == 5 ? 3 : (double)NAN;
    t = mlg_trend_of(12, year, value);
    assert_true(t.known == 1 && t.first == 3 && isnan(t.slope) && isnan(t.change));
    value[5] = (double)NAN;
    t = mlg_trend_of(12, year, value);
    assert_true(t.known == 0 && isnan(t.first) && isnan(t.last_year));
}

/* GPs 3, 2, 1, unknown, 0 then 5, 1, 1, 4, 2: two and two came, one left, one commune is not known; came less left is the
 * change of the known ones. */
static void heads_come_and_leave_commune_by_commune(void **state)
{
    (void)state;
    const double before[] = { 3, 2, 1, (double)NAN, 0 }, after[] = { 5, 1, 1, 4, 2 };
    mlg_moves m = mlg_moves_of(5, before, after);
    assert_near(m.came, 4, 0);
    assert_near(m.left, 1, 0);
}

/* 2,000 in 2020, target 1,000 in 2025: 1,600 expected in 2022, 1,000 from 2025 on. */
static void a_target_is_approached_in_a_straight_line(void **state)
{
    (void)state;
    const double year[] = { 2020, 2022 }, value[] = { 2000, 1700 };
    mlg_trend t = mlg_trend_of(2, year, value);
    assert_near(mlg_expected_value(&t, 1000, 2025, 2022), 1600, 1e-9);
    assert_near(mlg_expected_value(&t, 1000, 2025, 2030), 1000, 1e-9);
    assert_true(isnan(mlg_expected_value(&t, 1000, 2020, 2022)));
    const double none[] = { (double)NAN, (double)NAN };
    t = mlg_trend_of(2, year, none);
    assert_true(isnan(mlg_expected_value(&t, 1000, 2025, 2022)));
}

static void indicators_have_codes(void **state)
{
    (void)state;
    assert_int_equal(mlg_series_indicator_of("under"), MLG_SERIES_UNDER);
    assert_int_equal(mlg_series_indicator_of("doctors"), MLG_SERIES_DOCTORS);
    assert_int_equal(mlg_series_indicator_of("gp"), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slope_is_that_of_the_years_that_are_known),
        cmocka_unit_test(a_line_has_its_slope_and_one_year_none),
        cmocka_unit_test(heads_come_and_leave_commune_by_commune),
        cmocka_unit_test(a_target_is_approached_in_a_straight_line),
        cmocka_unit_test(indicators_have_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
