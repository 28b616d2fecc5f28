/* A zoning as it stands: what territories are judged by, who is classed, what the rule's margin and levels say. */
#include "support.h"

#include "analysis/zoning/assignment.h"
#include "analysis/zoning/rules.h"
#include "base/language.h"

#include <math.h>
#include <string.h>

enum { COMMUNES = 9, TVS = 5, QPV = 3 };

/* T0 has two communes and a neighbour outside the territory; T1 a commune of unknown value with 5 % of its residents; nobody lives in T2,
 * of which one commune is known; T3 has a member outside the study with an unknown number of people; T4 one with a tenth of its people. */
static int32_t tvs[] = { 0, 0, 0, 1, 1, 2, 2, 3, 4 };
static double persons[] = { 1000, 3000, 0, 500, 9500, 0, 0, 2000, 900 },
              residents[] = { 1000, 3000, 4000, 500, 9500, 0, 0, 2000, 900 },
              standardised[] = { 1200, 2800, 4000, 400, 9600, 0, 0, 2000, .6 };
static double apl[] = { 2, 3, 2.5, (double)NAN, 4.5, 3.9, (double)NAN, 2.5, 2.1 };
static uint8_t zone[] = { MLG_ZONE_ZIP, MLG_ZONE_ZAC, MLG_ZONE_UNKNOWN, MLG_ZONE_ZV, MLG_ZONE_ZV,
                          MLG_ZONE_HV,  MLG_ZONE_HV,  MLG_ZONE_ZIP,     MLG_ZONE_ZAC };
static uint8_t tvs_zone[] = { MLG_ZONE_ZIP, MLG_ZONE_ZV, MLG_ZONE_HV, MLG_ZONE_ZIP, MLG_ZONE_ZAC },
               no_zone[COMMUNES];
static uint8_t qpv_zone[] = { MLG_ZONE_UNKNOWN, MLG_ZONE_ZIP, MLG_ZONE_HV };
static int32_t share_qpv[] = { 1, 0, 2 }, share_commune[] = { 4, 1, 8 };
static double share_persons[] = { 700, 300, 50 };
static double nothing[COMMUNES];

/* `frame`, `far`, `living`: of the territories. */
static mlg_zoning_units units_of(uint8_t *frame, double *far, double *living)
{
    return (mlg_zoning_units){
        .communes = COMMUNES,
        .persons = persons,
        .residents = residents,
        .standardised = standardised,
        .value = apl,
        .gp = nothing,
        .gp_old = nothing,
        .tvs = tvs,
        .zone = zone,
        .tvs_count = TVS,
        .tvs_zone = tvs_zone,
        .tvs_frame = frame,
        .tvs_persons = living,
        .tvs_far_persons = far,
        .qpv_count = QPV,
        .qpv_zone = qpv_zone,
        .shares = QPV,
        .share_qpv = share_qpv,
        .share_commune = share_commune,
        .share_persons = share_persons,
        .persons_total = 16900,
    };
}

static mlg_zoning_rule rule_of(const char *name)
{
    mlg_zoning_rule rule;
    mlg_error err;
    assert_ok(mlg_zoning_rule_open(&rule, name, NULL, &err), &err);
    return rule;
}

/* T0: (1000 x 2 + 3000 x 3 + 4000 x 2.5) / 8000 by residents, (1200 x 2 + 2800 x 3 + 4000 x 2.5) / 8000 by standardised ones. */
static void territories_are_judged_by_what_is_known_of_them(void **state)
{
    (void)state;
    static const uint8_t by_rule[] = { MLG_FRAME_VIVIER, MLG_FRAME_OUT, MLG_FRAME_VIVIER, MLG_FRAME_UNKNOWN,
                                       MLG_FRAME_UNKNOWN };
    uint8_t frame[TVS] = { MLG_FRAME_NATIONAL, MLG_FRAME_VIVIER, MLG_FRAME_UNKNOWN, MLG_FRAME_UNKNOWN,
                           MLG_FRAME_NATIONAL };
    double far[TVS] = { 0, 0, 0, (double)NAN, 100 }, living[TVS] = { 4000, 10000, 0, 2000, 900 };
    mlg_zoning_units units = units_of(frame, far, living);
    mlg_zoning_rule rule = rule_of("arrete-2017");
    mlg_zoning_assignment now;
    mlg_error err;
    assert_ok(mlg_zoning_assignment_init(&now, &units, &rule, &err), &err);
    for (int32_t i = 0; i < COMMUNES; i++)
        assert_true(now.zone[i] == zone[i] && (now.value[i] == apl[i] || isnan(apl[i])));
    assert_near(now.tvs_mean[0], 2.625, 0);
    assert_near(now.tvs_value[1], 4.5, 0); /* known for 95 % exactly */
    assert_near(now.tvs_known_pct[1], 95, 0);
    assert_near(now.tvs_value[2], 3.9, 0);
    assert_near(now.tvs_known_pct[2], 100, 0);
    assert_true(isnan(now.tvs_known_pct[3]) && isnan(now.tvs_value[3]) && now.tvs_mean[3] == 2.5);
    assert_near(now.tvs_known_pct[4], 90, 1e-12);
    assert_true(isnan(now.tvs_value[4]));
    for (int32_t t = 0; t < TVS; t++)
        assert_int_equal(now.frame[t], frame[t] == MLG_FRAME_UNKNOWN ? by_rule[t] : frame[t]);
    assert_near(mlg_zoning_selection_pct(&units, &now), 100 * 4900 / 16900.0, 1e-12);
    units.persons_total = 1;
    assert_near(mlg_zoning_selection_pct(&units, &now), 490000, 0);
    units.persons_total = 16900;
    now.by_rule = true;
    now.rule.standardised = true;
    assert_ok(mlg_zoning_assignment_update(&now, &units, &err), &err);
    assert_memory_equal(now.frame, by_rule, sizeof by_rule);
    assert_near(now.tvs_mean[0], 2.6, 1e-15);
    assert_near(now.tvs_known_pct[1], 96, 1e-12);
    assert_near(mlg_zoning_selection_pct(&units, &now), 0, 0);
    units.persons_total = 0;
    assert_near(mlg_zoning_selection_pct(&units, &now), 0, 0);
    now.value[0] = now.value[5] = (double)NAN; /* nothing is known of T2 any more */
    far[4] = .4;
    assert_ok(mlg_zoning_assignment_update(&now, &units, &err), &err);
    assert_true(now.tvs_known_pct[2] == 0 && isnan(now.tvs_value[2]));
    assert_near(now.tvs_known_pct[0], 85, 1e-12); /* 2800 + 4000 of 8000 */
    assert_near(now.tvs_known_pct[4], 60, 1e-12);
    mlg_zoning_assignment_release(&now);
    mlg_zoning_assignment_release(&now); /* which may be done twice */
    assert_true(!now.value && !now.zone && !now.qpv_zone);
}

/* ZIP 1000 + 2000 + 700 of the neighbourhood in T1; ZAC 3000 + 900 - 50; ZV 10000 - 700; HV 50. T1 is outside the vivier, where 4000
 * people live: its neighbourhood takes 17.5 % of them. */
static void people_are_classed_and_the_margin_is_told(void **state)
{
    (void)state;
    uint8_t frame[TVS] = { 0 };
    double far[TVS] = { 0 }, living[TVS] = { 4000, 10000, 0, 2000, 900 };
    mlg_zoning_units units = units_of(frame, far, living);
    mlg_zoning_rule rule = rule_of("arrete-2017");
    mlg_zoning_assignment now;
    mlg_error err;
    assert_ok(mlg_zoning_assignment_init(&now, &units, &rule, &err), &err);
    assert_int_equal(mlg_zoning_share_zone(&units, &now, 0), MLG_ZONE_ZIP);
    assert_int_equal(mlg_zoning_share_zone(&units, &now, 1), MLG_ZONE_ZAC);
    assert_near(now.gauges.persons[MLG_ZONE_ZIP], 3700, 0);
    assert_near(now.gauges.persons[MLG_ZONE_ZAC], 3850, 0);
    assert_near(now.gauges.persons[MLG_ZONE_ZV], 9300, 0);
    assert_near(now.gauges.persons[MLG_ZONE_HV], 50, 0);
    assert_near(now.gauges.margin_pct, 17.5, 1e-12);
    assert_string_equal(now.added, "hors vivier, classée : marge de 5 % du vivier dépassée (17,50 %)");
    now.rule.margin_max_pct = 17.5;
    assert_ok(mlg_zoning_assignment_update(&now, &units, &err), &err);
    assert_string_equal(now.added, "hors vivier, classée : marge de 17,5 % du vivier respectée (17,50 %)");
    for (int32_t t = 0; t < TVS; t++)
        frame[t] = MLG_FRAME_OUT;
    assert_ok(mlg_zoning_assignment_update(&now, &units, &err), &err);
    assert_string_equal(now.added, "hors vivier, classée : pas de marge, personne dans le vivier");
    now.rule.margin_max_pct = (double)NAN;
    assert_ok(mlg_zoning_assignment_update(&now, &units, &err), &err);
    assert_string_equal(now.added, "hors vivier, classée : la règle n’a pas de marge");
    mlg_zoning_assignment_release(&now);
}

/* T0 from ZIP to ZAC: its commune in ZIP and the one of no class follow, the one in ZAC was there; then all three leave. */
static void a_territory_takes_its_communes_along(void **state)
{
    (void)state;
    uint8_t frame[TVS] = { 0 }, want[COMMUNES];
    double far[TVS] = { 0 }, living[TVS] = { 0 };
    mlg_zoning_units units = units_of(frame, far, living);
    mlg_zoning_rule rule = rule_of("arrete-2017");
    mlg_zoning_assignment now;
    mlg_error err;
    assert_ok(mlg_zoning_assignment_init(&now, &units, &rule, &err), &err);
    memcpy(want, zone, sizeof want);
    now.zone[1] = want[1] = MLG_ZONE_HV; /* of its own */
    mlg_zoning_set_tvs(&now, &units, 0, MLG_ZONE_ZAC);
    want[0] = want[2] = MLG_ZONE_ZAC;
    assert_memory_equal(now.zone, want, sizeof want);
    assert_int_equal(now.tvs_zone[0], MLG_ZONE_ZAC);
    mlg_zoning_set_tvs(&now, &units, 3, MLG_ZONE_ZV);
    want[7] = MLG_ZONE_ZV;
    assert_memory_equal(now.zone, want, sizeof want);
    mlg_zoning_assignment_release(&now);
}

static void nobody_is_classed_where_no_class_is_known(void **state)
{
    (void)state;
    mlg_zoning_assignment now = { 0 };
    assert_false(mlg_zoning_is_unclassed(&now)); /* there is nobody */
    now.gauges.persons[MLG_ZONE_UNKNOWN] = 1;
    assert_true(mlg_zoning_is_unclassed(&now));
    now.gauges.persons[MLG_ZONES - 1] = 1;
    assert_false(mlg_zoning_is_unclassed(&now));
    now.gauges.persons[MLG_ZONE_UNKNOWN] = 0;
    assert_false(mlg_zoning_is_unclassed(&now));
}

/* Nurses: T0 at 50 is very under-served, T1 at 200 over-served, T3 at 60 under-served, which the zone of exchange holds in part: it counts
 * where the rule counts two classes. T4 is unknown, with 5 % of the people: as much as may be. */
static void levels_are_weighed_where_enough_is_known(void **state)
{
    (void)state;
    static double level[COMMUNES] = { 50, 50, 50, (double)NAN, 200, 100, 100, 60, (double)NAN };
    uint8_t frame[TVS] = { 0 };
    double far[TVS] = { 0 }, living[TVS] = { 400, 1000, 0, 500, 100 };
    mlg_zoning_units units = units_of(frame, far, living);
    mlg_zoning_rule rule = rule_of("infirmiers-2020");
    mlg_zoning_assignment now;
    mlg_error err;
    mlg_translate_to("en", "fr");
    units.value = level;
    units.persons_total = 2000;
    assert_ok(mlg_zoning_assignment_init(&now, &units, &rule, &err), &err);
    assert_near(now.under_pct, 20, 1e-12);
    assert_near(now.over_pct, 50, 1e-12);
    now.rule.exchange.under = 2;
    assert_ok(mlg_zoning_assignment_update(&now, &units, &err), &err);
    assert_near(now.under_pct, 45, 1e-12);
    assert_string_equal(mlg_zoning_levels_words(&now).text,
                        "under-served 0.0 % (by the rule 45.0), over-served 0.0 % (50.0)");
    units.zone = no_zone;
    memset(now.zone, 0, COMMUNES);
    memset(now.qpv_zone, 0, QPV);
    assert_ok(mlg_zoning_assignment_update(&now, &units, &err), &err);
    assert_string_equal(mlg_zoning_levels_words(&now).text, "under-served by the rule 45.0 %, over-served 50.0 %");
    now.rule.exchange.under = 0;
    assert_ok(mlg_zoning_assignment_update(&now, &units, &err), &err);
    assert_true(isnan(now.under_pct) && isnan(now.over_pct));
    assert_string_equal(mlg_zoning_levels_words(&now).text, "under-served unknown");
    now.rule.exchange.under = 1;
    living[0] = 399; /* a little less than 95 % is known */
    assert_ok(mlg_zoning_assignment_update(&now, &units, &err), &err);
    assert_true(isnan(now.under_pct) && isnan(now.over_pct));
    assert_string_equal(mlg_zoning_levels_words(&now).text, "under-served unknown");
    now.zone[4] = MLG_ZONE_OVER; /* of 16900 people */
    now.zone[7] = MLG_ZONE_VERY_UNDER;
    assert_ok(mlg_zoning_assignment_update(&now, &units, &err), &err);
    assert_string_equal(mlg_zoning_levels_words(&now).text, "under-served 11.8 %, over-served 56.2 %");
    units.persons_total = 0;
    assert_ok(mlg_zoning_assignment_update(&now, &units, &err), &err);
    assert_true(isnan(now.under_pct));
    living[0] = units.persons_total = 1;
    living[1] = living[3] = living[4] = 0;
    assert_ok(mlg_zoning_assignment_update(&now, &units, &err), &err);
    assert_near(now.under_pct, 100, 0);
    mlg_zoning_assignment_release(&now);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(territories_are_judged_by_what_is_known_of_them),
        cmocka_unit_test(people_are_classed_and_the_margin_is_told),
        cmocka_unit_test(a_territory_takes_its_communes_along),
        cmocka_unit_test(nobody_is_classed_where_no_class_is_known),
        cmocka_unit_test(levels_are_weighed_where_enough_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
