#include "support.h"

#include "analysis/access.h"
#include "analysis/zoning.h"
#include "base/memory.h"

#include <math.h>

enum { TVS = 6, QPV = 3 };

/* TVS (persons, APL, frame, class): T1 40000 2.1 national ZIP; T2 60000 2.9 vivier ZIP; T3 90000 3.3 vivier ZAC;
 * T4 50000 3.8 vivier ZV; T5 120000 4.1 out HV; T6 8000 4.05 out ZAC.
 * QPV (TVS, persons, class): Q1 T3 6000 ZIP; Q2 T4 3000 ZAC; Q3 T5 5000 HV. */
static const double persons[TVS] = { 40000, 60000, 90000, 50000, 120000, 8000 };
static const double apl[TVS] = { 2.1, 2.9, 3.3, 3.8, 4.1, 4.05 };
static const uint8_t frame[TVS] = { MLG_FRAME_NATIONAL, MLG_FRAME_VIVIER, MLG_FRAME_VIVIER,
                                    MLG_FRAME_VIVIER,   MLG_FRAME_OUT,    MLG_FRAME_OUT };
static const uint8_t zone[TVS] = {
    MLG_ZONE_ZIP, MLG_ZONE_ZIP, MLG_ZONE_ZAC, MLG_ZONE_ZV, MLG_ZONE_HV, MLG_ZONE_ZAC
};
static const int32_t qpv_tvs[QPV] = { 2, 3, 4 };
static const double qpv_persons[QPV] = { 6000, 3000, 5000 };
static const uint8_t qpv_zone[QPV] = { MLG_ZONE_ZIP, MLG_ZONE_ZAC, MLG_ZONE_HV };

static mlg_zoning example(void)
{
    return (mlg_zoning){ TVS, persons, zone, frame, QPV, qpv_tvs, qpv_persons, qpv_zone };
}

/* ZIP 40000 + 60000 + 6000; ZAC 90000 - 6000 + 8000 + 3000; ZV 50000 - 3000; HV 120000 (Q3 has its class).
 * Margin: 8000 of T6 over the vivier 60000 + 90000 + 50000. */
static void the_worked_example_has_its_gauges(void **state)
{
    (void)state;
    mlg_zoning zoning = example();
    mlg_gauges g;
    mlg_error err;
    assert_ok(mlg_zoning_gauges(&zoning, &g, &err), &err);
    assert_near(g.persons[MLG_ZONE_ZIP], 106000, 0);
    assert_near(g.persons[MLG_ZONE_ZAC], 95000, 0);
    assert_near(g.persons[MLG_ZONE_ZV], 47000, 0);
    assert_near(g.persons[MLG_ZONE_HV], 120000, 0);
    assert_near(g.total, 368000, 0);
    assert_near(g.share_pct[MLG_ZONE_ZIP], 28.8043, 5e-5);
    assert_near(g.share_pct[MLG_ZONE_ZAC], 25.8152, 5e-5);
    assert_near(g.share_pct[MLG_ZONE_ZV], 12.7717, 5e-5);
    assert_near(g.share_pct[MLG_ZONE_HV], 32.6087, 5e-5);
    assert_near(g.margin_pct, 4.0, 1e-12);
    assert_int_equal(g.qpv_moved, 2);
}

/* Q3 of T5 (out of the vivier) raised to ZAC: 5000 more in the margin, 13000 / 200000 = 6.5 %. A QPV of unknown
 * class keeps that of its TVS. */
static void a_qpv_out_of_the_vivier_uses_the_margin(void **state)
{
    (void)state;
    const uint8_t raised[QPV] = { MLG_ZONE_UNKNOWN, MLG_ZONE_ZAC, MLG_ZONE_ZAC };
    mlg_zoning zoning = example();
    mlg_gauges g;
    mlg_error err;
    zoning.qpv_zone = raised;
    assert_ok(mlg_zoning_gauges(&zoning, &g, &err), &err);
    assert_near(g.margin_pct, 6.5, 1e-12);
    assert_true(g.margin_pct > MLG_MARGIN_MAX_PCT);
    assert_near(g.persons[MLG_ZONE_HV], 115000, 0);
    assert_near(g.persons[MLG_ZONE_ZIP], 100000, 0);
    assert_near(g.total, 368000, 0);
}

static void impossible_inputs_are_refused(void **state)
{
    (void)state;
    const double crowd[QPV] = { 95000, 3000, 5000 };
    const int32_t lost[QPV] = { 2, 9, 4 };
    const uint8_t odd[TVS] = { 1, 1, 1, 1, 1, 6 };
    mlg_zoning zoning = example();
    mlg_gauges g;
    mlg_error err;
    zoning.qpv_persons = crowd;
    assert_fails(mlg_zoning_gauges(&zoning, &g, &err), MLG_INPUT, &err, "more persons than its 90000");
    zoning.qpv_tvs = lost;
    assert_fails(mlg_zoning_gauges(&zoning, &g, &err), MLG_INPUT, &err, "QPV 1 lies in TVS 9");
    zoning.zone = odd;
    assert_fails(mlg_zoning_gauges(&zoning, &g, &err), MLG_INPUT, &err, "class of TVS 5 has code 6");
    zoning = example();
    mlg_memory_fail_at(1);
    assert_fails(mlg_zoning_gauges(&zoning, &g, &err), MLG_MEMORY, &err, "out of memory");
}

static void an_empty_zoning_has_no_shares(void **state)
{
    (void)state;
    mlg_zoning zoning = { 0 };
    mlg_gauges g;
    mlg_error err;
    assert_ok(mlg_zoning_gauges(&zoning, &g, &err), &err);
    assert_true(isnan(g.share_pct[MLG_ZONE_ZIP]) && isnan(g.margin_pct));
}

/* Thresholds hold their value: 2.5 is in the national selection, 4 in the vivier. */
static void thresholds_hold_their_value(void **state)
{
    (void)state;
    const mlg_zoning_rule *rule = mlg_zoning_rule_by_name("2017");
    assert_int_equal(mlg_zoning_by_rule(rule, 2.5), MLG_FRAME_NATIONAL);
    assert_int_equal(mlg_zoning_by_rule(rule, 2.5000001), MLG_FRAME_VIVIER);
    assert_int_equal(mlg_zoning_by_rule(rule, 4), MLG_FRAME_VIVIER);
    assert_int_equal(mlg_zoning_by_rule(rule, 4.0000001), MLG_FRAME_OUT);
    assert_int_equal(mlg_zoning_by_rule(rule, (double)NAN), MLG_FRAME_UNKNOWN);
    assert_int_equal(mlg_zoning_by_rule(mlg_zoning_rule_by_name("2025"), 2.71), MLG_FRAME_NATIONAL);
    assert_string_equal(mlg_zoning_rule_by_name("2025")->evidence, "S");
    assert_null(mlg_zoning_rule_by_name("2030"));
}

/* Of the example only T6 departs (added from out); then a ZIP forgotten, a vivier left HV, an unknown class. */
static void departures_from_the_rule_are_listed(void **state)
{
    (void)state;
    const mlg_zoning_rule *rule = mlg_zoning_rule_by_name("2017");
    const uint8_t other[TVS] = { MLG_ZONE_ZAC,     MLG_ZONE_HV, MLG_ZONE_ZAR,
                                 MLG_ZONE_UNKNOWN, MLG_ZONE_HV, MLG_ZONE_ZV };
    const int32_t want_index[] = { 0, 1, 3, 5 };
    const uint8_t want[] = { MLG_LEFT_OUT_OF_ZIP, MLG_VIVIER_NOT_USED, MLG_NOT_COMPARABLE, MLG_ADDED_FROM_OUT };
    int32_t index[TVS], count;
    uint8_t departure[TVS];
    mlg_zoning_compare(rule, TVS, apl, zone, index, departure, &count);
    assert_int_equal(count, 1);
    assert_int_equal(index[0], 5);
    assert_int_equal(departure[0], MLG_ADDED_FROM_OUT);
    mlg_zoning_compare(rule, TVS, apl, other, index, departure, &count);
    assert_int_equal(count, 4);
    assert_memory_equal(index, want_index, sizeof want_index);
    assert_memory_equal(departure, want, sizeof want);
}

/* Communes of 1000 and 3000 persons with APL 2 and 4 make a TVS of (2000 + 12000) / 4000 = 3.5. */
static void the_apl_of_a_tvs_is_weighted_by_persons(void **state)
{
    (void)state;
    const double value[] = { 2, 4 }, weight[] = { 1000, 3000 };
    const int32_t tvs[] = { 0, 0 };
    double mean[1];
    mlg_error err;
    assert_ok(mlg_mean_by_group(2, value, weight, tvs, 1, mean, &err), &err);
    assert_near(mean[0], 3.5, 0);
}

static void gauges_have_lights_and_codes_have_labels(void **state)
{
    (void)state;
    assert_int_equal(mlg_gauge_light(4.9, 0, 10), MLG_GREEN);
    assert_int_equal(mlg_gauge_light(5, 0, 10), MLG_ORANGE);
    assert_int_equal(mlg_gauge_light(9.5, 0, 10), MLG_ORANGE);
    assert_int_equal(mlg_gauge_light(9.6, 0, 10), MLG_RED);
    assert_int_equal(mlg_gauge_light(-0.1, 0, 10), MLG_RED);
    assert_int_equal(mlg_gauge_light((double)NAN, 0, 10), MLG_RED);
    assert_string_equal(mlg_zone_label(MLG_ZONE_ZAR), "ZAR");
    assert_string_equal(mlg_zone_label(MLG_ZONE_UNKNOWN), "inconnu");
    assert_string_equal(mlg_frame_label(MLG_FRAME_VIVIER), "vivier");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worked_example_has_its_gauges),
        cmocka_unit_test(a_qpv_out_of_the_vivier_uses_the_margin),
        cmocka_unit_test(impossible_inputs_are_refused),
        cmocka_unit_test(an_empty_zoning_has_no_shares),
        cmocka_unit_test(thresholds_hold_their_value),
        cmocka_unit_test(departures_from_the_rule_are_listed),
        cmocka_unit_test(the_apl_of_a_tvs_is_weighted_by_persons),
        cmocka_unit_test(gauges_have_lights_and_codes_have_labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
