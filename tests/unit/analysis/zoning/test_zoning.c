#include "support.h"

#include "analysis/access/two_step.h"
#include "analysis/common/rank.h"
#include "analysis/zoning/apply_rule.h"
#include "analysis/zoning/classes.h"
#include "analysis/zoning/cut.h"
#include "analysis/zoning/impact.h"
#include "analysis/zoning/rules.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

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

static mlg_zoning_rule rule_of(const char *name, const char *region)
{
    mlg_zoning_rule rule;
    mlg_error err;
    assert_ok(mlg_zoning_rule_open(&rule, name, region, &err), &err);
    return rule;
}

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

/* All 40000 of T1 live in a QPV that is ZAC: none of them is left in ZIP. */
static void a_qpv_may_hold_all_of_its_tvs(void **state)
{
    (void)state;
    const int32_t of_first[QPV] = { 0, 3, 4 };
    const double everyone[QPV] = { 40000, 3000, 5000 };
    const uint8_t classed[QPV] = { MLG_ZONE_ZAC, MLG_ZONE_ZAC, MLG_ZONE_HV };
    mlg_zoning zoning = example();
    mlg_gauges g;
    mlg_error err;
    zoning.qpv_tvs = of_first;
    zoning.qpv_persons = everyone;
    zoning.qpv_zone = classed;
    assert_ok(mlg_zoning_gauges(&zoning, &g, &err), &err);
    assert_near(g.persons[MLG_ZONE_ZIP], 60000, 0);
    assert_near(g.persons[MLG_ZONE_ZAC], 90000 + 8000 + 40000 + 3000, 0);
    assert_near(g.margin_pct, 4.0, 1e-12);
}

static void impossible_inputs_are_refused(void **state)
{
    (void)state;
    const double crowd[QPV] = { 95000, 3000, 5000 };
    const int32_t lost[QPV] = { 2, 9, 4 }, last[QPV] = { 2, 3, TVS }, before[QPV] = { -1, 3, 4 };
    const uint8_t odd[TVS] = { 1, 1, 1, 1, 1, MLG_ZONES }, framed[TVS] = { 1, 1, MLG_FRAME_OUT + 1, 1, 1, 1 },
                  classed[QPV] = { MLG_ZONES, MLG_ZONE_ZAC, MLG_ZONE_HV };
    mlg_zoning zoning = example();
    mlg_gauges g;
    mlg_error err;
    zoning.qpv_persons = crowd;
    assert_fails(mlg_zoning_gauges(&zoning, &g, &err), MLG_INPUT, &err, "more persons than its 90000");
    zoning.qpv_tvs = lost;
    assert_fails(mlg_zoning_gauges(&zoning, &g, &err), MLG_INPUT, &err, "QPV 1 lies in TVS 9");
    zoning.qpv_tvs = last;
    assert_fails(mlg_zoning_gauges(&zoning, &g, &err), MLG_INPUT, &err, "QPV 2 lies in TVS 6; there are 6");
    zoning.qpv_tvs = before;
    assert_fails(mlg_zoning_gauges(&zoning, &g, &err), MLG_INPUT, &err, "QPV 0 lies in TVS -1");
    zoning.qpv_zone = classed;
    assert_fails(mlg_zoning_gauges(&zoning, &g, &err), MLG_INPUT, &err, "class of QPV 0 has code 11");
    zoning.frame = framed;
    assert_fails(mlg_zoning_gauges(&zoning, &g, &err), MLG_INPUT, &err,
                 "frame of TVS 2 has code 4; codes go from 0 to 3");
    zoning.zone = odd;
    assert_fails(mlg_zoning_gauges(&zoning, &g, &err), MLG_INPUT, &err, "class of TVS 5 has code 11");
    zoning = example();
    mlg_memory_fail_at(1);
    assert_fails(mlg_zoning_gauges(&zoning, &g, &err), MLG_MEMORY, &err, "out of memory");
}

/* The class of T6 is unknown: its 8000 are of all 368000 all the same, and no longer in the margin. */
static void persons_of_an_unknown_class_count_in_the_total(void **state)
{
    (void)state;
    uint8_t some[TVS];
    mlg_zoning zoning = example();
    mlg_gauges g;
    mlg_error err;
    memcpy(some, zone, sizeof some);
    some[5] = MLG_ZONE_UNKNOWN;
    zoning.zone = some;
    assert_ok(mlg_zoning_gauges(&zoning, &g, &err), &err);
    assert_near(g.total, 368000, 0);
    assert_near(g.persons[MLG_ZONE_UNKNOWN], 8000, 0);
    assert_near(g.share_pct[MLG_ZONE_UNKNOWN], 100 * 8000 / 368000.0, 1e-12);
    assert_near(g.share_pct[MLG_ZONE_ZIP], 28.8043, 5e-5);
    assert_near(g.margin_pct, 0, 0);
}

static void a_zoning_may_be_empty_or_of_one_tvs(void **state)
{
    (void)state;
    mlg_zoning zoning = { 0 };
    mlg_gauges g;
    mlg_error err;
    assert_ok(mlg_zoning_gauges(&zoning, &g, &err), &err);
    assert_true(isnan(g.share_pct[MLG_ZONE_ZIP]) && isnan(g.margin_pct));
    zoning = example();
    zoning.tvs = 1;
    zoning.qpv = 0;
    assert_ok(mlg_zoning_gauges(&zoning, &g, &err), &err);
    assert_near(g.persons[MLG_ZONE_ZIP], 40000, 0);
    assert_true(g.share_pct[MLG_ZONE_ZIP] == 100 && isnan(g.margin_pct));
}

/* Thresholds hold their value: 2.5 is in the national selection, 4 in the vivier. */
static void thresholds_hold_their_value(void **state)
{
    (void)state;
    mlg_zoning_rule rule = rule_of("arrete-2017", NULL), latest = rule_of("arrete-2025", "32");
    mlg_error err;
    assert_int_equal(mlg_zoning_by_rule(&rule, 2.5), MLG_FRAME_NATIONAL);
    assert_int_equal(mlg_zoning_by_rule(&rule, 2.5000001), MLG_FRAME_VIVIER);
    assert_int_equal(mlg_zoning_by_rule(&rule, 4), MLG_FRAME_VIVIER);
    assert_int_equal(mlg_zoning_by_rule(&rule, 4.0000001), MLG_FRAME_OUT);
    assert_int_equal(mlg_zoning_by_rule(&rule, (double)NAN), MLG_FRAME_UNKNOWN);
    assert_int_equal(mlg_zoning_by_rule(&latest, 2.71), MLG_FRAME_NATIONAL);
    assert_string_equal(latest.evidence, "S");
    assert_true(rule.margin_max_pct == MLG_MARGIN_MAX_PCT && isnan(rule.zip_max_pct));
    assert_fails(mlg_zoning_rule_open(&rule, "arrete-2030", NULL, &err), MLG_INPUT, &err,
                 "arrete-2030: there is no such file");
    assert_fails(mlg_zoning_rule_open(&rule, "drees-2017", NULL, &err), MLG_INPUT, &err,
                 "rules are of kind 'desert'");
}

/* Ceilings of the regions that published them; the lock is lifted in four regions only. */
static void ceilings_are_those_of_the_region(void **state)
{
    (void)state;
    static const struct {
        const char *region;
        double zip, zac;
    } want[] = { { "11", 62.4, 33.9 },
                 { "24", 58.8, 34 },
                 { "32", 15.1, 41.9 },
                 { "75", 16.8, 45.8 },
                 { "france", 30.2, 42.1 } };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        mlg_zoning_rule rule = rule_of("arrete-2021", want[i].region);
        assert_near(rule.zip_max_pct, want[i].zip, 0);
        assert_near(rule.zac_max_pct, want[i].zac, 0);
        assert_int_equal(mlg_zoning_by_rule(&rule, 1), MLG_FRAME_UNKNOWN);
    }
    assert_true(isnan(rule_of("arrete-2021", "53").zip_max_pct));
    assert_true(rule_of("arrete-2017", "32").unlocked && !rule_of("arrete-2017", "53").unlocked);
}

/* Thresholds of the orders of the other professions (FAQ of the ministry, February 2020): the value is in the class, what
 * comes just above is in the next. Shares sum to 100 but for their rounding. */
static void classes_of_other_professions_are_those_of_their_orders(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        double max[5];
        double share[5];
    } want[] = {
        { "kinesitherapeutes-2018", { 43.8, 51.8, 126.4, 147.5, 310.4 }, { 6.8, 6.0, 65.1, 9.8, 12.4 } },
        { "sages-femmes-2019", { 7.1, 9.8, 20.3, 23.6, 51.1 }, { 7.7, 10.2, 60.4, 9.3, 12.4 } },
        { "infirmiers-2020", { 58.8, 73.1, 121.3, 171.5, 696.6 }, { 5.3, 9.4, 36.6, 20.4, 28.3 } },
        { "orthophonistes-2018", { 11.5, 16.0, 41.5, 49.3, 311.7 }, { 12.8, 9, 55.7, 10.1, 12.3 } },
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        mlg_zoning_rule rule = rule_of(want[i].rule, NULL);
        double sum = 0;
        assert_int_equal(rule.classes, 5);
        for (int k = 0; k < 5; k++) {
            assert_near(rule.class[k].max, want[i].max[k], 0);
            assert_near(rule.class[k].share_pct, want[i].share[k], 0);
            assert_int_equal(mlg_zoning_class_of(&rule, want[i].max[k]), k);
            assert_int_equal(mlg_zoning_class_of(&rule, want[i].max[k] + 1e-9), k < 4 ? k + 1 : 4);
            sum += rule.class[k].share_pct;
        }
        assert_near(sum, 100, 0.25);
        assert_string_equal(rule.class[0].label, "très sous-doté");
        assert_int_equal(mlg_zoning_class_of(&rule, (double)NAN), -1);
    }
}

/* Above the last limit there is none: the highest value of the last class may be unknown, a limit between two classes may not. */
static void limits_lie_between_classes(void **state)
{
    (void)state;
    mlg_zoning_rule rule = rule_of("infirmiers-2020", NULL), gp = rule_of("arrete-2017", NULL);
    rule.class[4].max = (double)NAN;
    assert_true(mlg_zoning_has_limits(&rule));
    assert_int_equal(mlg_zoning_level_of(&rule, 1000), MLG_ZONE_OVER);
    for (int k = 0; k < 4; k++) {
        mlg_zoning_rule cut = rule;
        cut.class[k].max = (double)NAN;
        assert_false(mlg_zoning_has_limits(&cut));
        assert_int_equal(mlg_zoning_level_of(&cut, 1000), MLG_ZONE_UNKNOWN);
    }
    assert_false(mlg_zoning_has_limits(&gp));
}

/* Nurses, by the shares of their zones of exchange: 10.3 % of the least endowed hold the very under-served (5.3) and not all
 * the under-served (14.7): one class is filled from there. Physiotherapists: 17.5 holds 6.8 + 6.0: both. Without a national
 * file the bounds are not known: only whole classes are known to be inside. */
static void zones_of_exchange_hold_whole_classes_at_least(void **state)
{
    (void)state;
    mlg_zoning_rule nurses = rule_of("infirmiers-2020", NULL), physios = rule_of("kinesitherapeutes-2018", NULL),
                    dentists = rule_of("dentistes-2024", NULL), gp = rule_of("arrete-2017", NULL);
    assert_int_equal(nurses.exchange.under, 1);
    assert_int_equal(physios.exchange.under, 2);
    assert_int_equal(rule_of("sages-femmes-2019", NULL).exchange.under, 2);
    assert_int_equal(rule_of("orthophonistes-2018", NULL).exchange.under, 1);
    assert_int_equal(mlg_zoning_swap_of(&nurses, 58.8), MLG_SWAP_UNDER);
    assert_int_equal(mlg_zoning_swap_of(&nurses, 60), MLG_SWAP_UNKNOWN);
    assert_int_equal(mlg_zoning_swap_of(&nurses, 171.6), MLG_SWAP_OVER);
    assert_int_equal(mlg_zoning_swap_of(&physios, 50), MLG_SWAP_UNDER);
    nurses.exchange.low_max = 65;
    assert_int_equal(mlg_zoning_swap_of(&nurses, 65), MLG_SWAP_UNDER);
    assert_int_equal(mlg_zoning_swap_of(&nurses, 65.1), MLG_SWAP_UNKNOWN);
    nurses.exchange.low_max = (double)NAN;
    nurses.exchange.high_min = 160;
    assert_int_equal(mlg_zoning_swap_of(&nurses, 160), MLG_SWAP_OVER);
    assert_int_equal(mlg_zoning_swap_of(&nurses, 159.9), MLG_SWAP_UNKNOWN);
    nurses.exchange.low_max = 65;
    assert_int_equal(mlg_zoning_swap_of(&nurses, 65), MLG_SWAP_UNDER);
    assert_int_equal(mlg_zoning_swap_of(&nurses, 65.1), MLG_SWAP_NONE);
    assert_int_equal(mlg_zoning_swap_of(&nurses, 160), MLG_SWAP_OVER);
    assert_string_equal(mlg_swap_code(mlg_zoning_swap_of(&nurses, 160)), "mieux dotés");
    assert_int_equal(mlg_zoning_swap_of(&nurses, (double)NAN), MLG_SWAP_UNKNOWN);
    nurses.exchange.lowest_pct = (double)NAN;
    assert_int_equal(mlg_zoning_swap_of(&nurses, 58.8), MLG_SWAP_UNKNOWN);
    assert_null(mlg_swap_code(mlg_zoning_swap_of(&gp, 2)));
    assert_int_equal(mlg_zoning_swap_of(&gp, 2), MLG_SWAP_UNKNOWN);
    assert_int_equal(mlg_zoning_swap_of(&dentists, 40), MLG_SWAP_UNKNOWN);
    assert_false(mlg_zoning_has_limits(&dentists));
    assert_int_equal(mlg_zoning_level_of(&dentists, 40), MLG_ZONE_UNKNOWN);
    assert_int_equal(mlg_zoning_level_of(&nurses, 73.1), MLG_ZONE_UNDER);
}

/* Five territories of values 10 20 20 30 50 and 10 15 15 20 40 people, 100 in all. Shares 10, 20, 40, 10, 20:
 * after 10 % the first territory (10); after 30 % between 10 and 40, as near as the other two of 20 cannot be parted: 40 is
 * 10 away, 10 is 20 away, so 20; after 70 %: 60 is 10 away, 100 is 30 away: 30; after 80 %: 60 and 100 are as near, the
 * lower: 30, so that "très doté" is empty; the rest 50. Lowest 30 %: 20. Highest 40 %: from 60 on, 50. */
static void classes_are_cut_at_shares_of_the_people(void **state)
{
    (void)state;
    const double value[] = { 20, 50, 10, 30, 20, (double)NAN }, people[] = { 15, 40, 10, 20, 15, 1000 };
    const double share[] = { 10, 20, 40, 10, 20 }, max[] = { 10, 20, 30, 30, 50 },
                 reached[] = { 10, 30, 20, 0, 40 };
    mlg_zoning_rule rule = rule_of("infirmiers-2020", NULL);
    mlg_error err;
    for (int k = 0; k < 5; k++)
        rule.class[k].share_pct = share[k];
    rule.exchange.lowest_pct = 30;
    rule.exchange.highest_pct = 40;
    assert_ok(mlg_zoning_cut(&rule, 6, value, people, &err), &err);
    for (int k = 0; k < 5; k++) {
        assert_near(rule.class[k].max, max[k], 0);
        assert_near(rule.class[k].share_pct, reached[k], 1e-12);
    }
    assert_near(rule.exchange.low_max, 20, 0);
    assert_near(rule.exchange.high_min, 50, 0);
    assert_near(rule.cut_persons, 100, 0);
    mlg_zoning_rule again = rule; /* the shares it reached give the same limits */
    assert_ok(mlg_zoning_cut(&again, 6, value, people, &err), &err);
    for (int k = 0; k < 5; k++)
        assert_near(again.class[k].max, max[k], 0);
    rule = rule_of("dentistes-2024", NULL);
    assert_fails(mlg_zoning_cut(&rule, 6, value, people, &err), MLG_DATA, &err, "has no classes with shares");
}

/* On many territories of the same few people, every class holds its share to within one of them. */
static void a_cut_misses_its_shares_by_half_a_territory_at_most(void **state)
{
    enum { MANY = 4000 };
    (void)state;
    double value[MANY], people[MANY], sum = 0, aim = 0;
    mlg_zoning_rule rule = rule_of("kinesitherapeutes-2018", NULL), was = rule;
    mlg_error err;
    for (int i = 0; i < MANY; i++) {
        value[i] = (i * 7919) % MANY;
        people[i] = 25;
    }
    assert_ok(mlg_zoning_cut(&rule, MANY, value, people, &err), &err);
    for (int k = 0; k < 4; k++) {
        sum += rule.class[k].share_pct;
        aim += was.class[k].share_pct;
        assert_near(sum, aim, 100.0 / MANY / 2 + 1e-9);
        assert_near(rule.class[k].max + 1, sum / 100 * MANY, 1e-6); /* values are the ranks */
    }
}

/* A territory of the zone of exchange may become under-served as long as no more people are than by the rule (20 %), one outside
 * may not; an over-served one may not leave its class below the share of the rule (30 %). */
static void levels_are_swapped_inside_their_zones_alone(void **state)
{
    (void)state;
    mlg_zoning_rule rule = rule_of("infirmiers-2020", NULL);
    mlg_gauges before = { 0 }, after = { 0 };
    mlg_zoning_choice up = {
        .zone = MLG_ZONE_VERY_UNDER, .swap = MLG_SWAP_UNDER, .under_pct = 20, .over_pct = 30
    };
    before.share_pct[MLG_ZONE_VERY_UNDER] = 18;
    after.share_pct[MLG_ZONE_VERY_UNDER] = 20;
    before.share_pct[MLG_ZONE_OVER] = after.share_pct[MLG_ZONE_OVER] = 30;
    assert_int_equal(mlg_zoning_refusal(&rule, &up, &before, &after), MLG_ALLOWED);
    after.share_pct[MLG_ZONE_VERY_UNDER] = 20.5;
    assert_int_equal(mlg_zoning_refusal(&rule, &up, &before, &after), MLG_UNDER_CEILING);
    up.under_pct = (double)NAN;
    assert_int_equal(mlg_zoning_refusal(&rule, &up, &before, &after), MLG_ALLOWED);
    up.swap = MLG_SWAP_NONE;
    assert_int_equal(mlg_zoning_refusal(&rule, &up, &before, &after), MLG_NO_EXCHANGE);
    up.swap = MLG_SWAP_OVER;
    assert_int_equal(mlg_zoning_refusal(&rule, &up, &before, &after), MLG_NO_EXCHANGE);
    mlg_zoning_choice down = { .zone = MLG_ZONE_WELL, .swap = MLG_SWAP_OVER, .under_pct = 20, .over_pct = 30 };
    after = before;
    after.share_pct[MLG_ZONE_OVER] = 29;
    assert_int_equal(mlg_zoning_refusal(&rule, &down, &before, &after), MLG_OVER_FLOOR);
    before.share_pct[MLG_ZONE_OVER] = 31;
    after.share_pct[MLG_ZONE_OVER] = 30;
    assert_int_equal(mlg_zoning_refusal(&rule, &down, &before, &after), MLG_ALLOWED);
    assert_non_null(mlg_refusal_words(MLG_OVER_FLOOR));
}

/* The middle level is on both sides. A share of over-served people exactly at its floor (30 %), or exactly where it was below, has not
 * fallen. */
static void a_floor_holds_to_its_rounding(void **state)
{
    (void)state;
    static const struct {
        double before, after;
        mlg_refusal refusal;
    } cases[] = {
        { 31, 30 * (1 - 1e-12), MLG_ALLOWED }, { 31, 30 * (1 - 1e-9), MLG_OVER_FLOOR }, { 29, 29, MLG_ALLOWED },
        { 29, 29 * (1 - 1e-12), MLG_ALLOWED }, { 29, 29 * (1 - 1e-9), MLG_OVER_FLOOR },
    };
    static const mlg_swap_kind sides[] = { MLG_SWAP_UNDER, MLG_SWAP_OVER };
    mlg_zoning_rule rule = rule_of("infirmiers-2020", NULL);
    mlg_zoning_choice choice = { .zone = MLG_ZONE_MIDDLE, .under_pct = 20, .over_pct = 30 };
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        mlg_gauges before = { 0 }, after = { 0 };
        choice.swap = sides[i % 2];
        before.share_pct[MLG_ZONE_OVER] = cases[i / 2].before;
        after.share_pct[MLG_ZONE_OVER] = cases[i / 2].after;
        assert_int_equal(mlg_zoning_refusal(&rule, &choice, &before, &after), cases[i / 2].refusal);
    }
}

/* Of the example only T6 departs (added from out); then a ZIP forgotten, a vivier left HV, an unknown class. */
static void departures_from_the_rule_are_listed(void **state)
{
    (void)state;
    mlg_zoning_rule rule = rule_of("arrete-2017", NULL);
    const uint8_t other[TVS] = { MLG_ZONE_ZAC,     MLG_ZONE_HV, MLG_ZONE_ZAR,
                                 MLG_ZONE_UNKNOWN, MLG_ZONE_HV, MLG_ZONE_ZV };
    const mlg_departure want[TVS] = { MLG_LEFT_OUT_OF_ZIP, MLG_VIVIER_NOT_USED, MLG_AGREES,
                                      MLG_NOT_COMPARABLE,  MLG_AGREES,          MLG_ADDED_FROM_OUT };
    for (int t = 0; t < TVS; t++) {
        mlg_frame by_rule = mlg_zoning_by_rule(&rule, apl[t]);
        assert_int_equal(mlg_zoning_departure(by_rule, (mlg_zone)zone[t]),
                         t == 5 ? MLG_ADDED_FROM_OUT : MLG_AGREES);
        assert_int_equal(mlg_zoning_departure(by_rule, (mlg_zone)other[t]), want[t]);
    }
}

/* By the rule of 2017 without ceilings T1 is ZIP, the vivier ZAC, the rest HZ. With 30 % of 368,000 in ZIP there is room for
 * 110,400: T1 and T2 make 100,000, T3 does not fit and closes ZIP; with 30 % in ZAC T3 fits (90,000), T4 does not: ZV. */
static void a_rule_makes_a_zoning_by_rank_until_its_ceilings(void **state)
{
    (void)state;
    static const uint8_t free_of_ceilings[TVS] = { MLG_ZONE_ZIP, MLG_ZONE_ZAC, MLG_ZONE_ZAC,
                                                   MLG_ZONE_ZAC, MLG_ZONE_HV,  MLG_ZONE_HV };
    static const uint8_t under[TVS] = { MLG_ZONE_ZIP, MLG_ZONE_ZIP, MLG_ZONE_ZAC,
                                        MLG_ZONE_ZV,  MLG_ZONE_HV,  MLG_ZONE_HV };
    static const uint8_t by_rank[TVS] = { MLG_ZONE_ZIP, MLG_ZONE_ZAC, MLG_ZONE_ZAC,
                                          MLG_ZONE_HV,  MLG_ZONE_HV,  MLG_ZONE_HV };
    mlg_zoning_rule rule = rule_of("arrete-2017", NULL), ranked = rule_of("arrete-2021", "32"),
                    none = rule_of("arrete-2021", NULL);
    uint8_t got[TVS];
    mlg_error err;
    assert_ok(mlg_zoning_apply_rule(&rule, TVS, apl, persons, got, &err), &err);
    assert_memory_equal(got, free_of_ceilings, sizeof got);
    rule.zip_max_pct = rule.zac_max_pct = 30;
    assert_ok(mlg_zoning_apply_rule(&rule, TVS, apl, persons, got, &err), &err);
    assert_memory_equal(got, under, sizeof got);
    /* 2021, Hauts-de-France: 15.1 % is 55,568, T1 alone; 41.9 % is 154,192: T2 and T3 make 150,000, then T4 closes ZAC */
    assert_ok(mlg_zoning_apply_rule(&ranked, TVS, apl, persons, got, &err), &err);
    assert_memory_equal(got, by_rank, sizeof got);
    assert_fails(mlg_zoning_apply_rule(&none, TVS, apl, persons, got, &err), MLG_USAGE, &err,
                 "neither thresholds nor a ceiling");
}

/* Half of three people is one of them; three tenths of ten equal territories are three of them, whatever their sums round to. */
static void a_ceiling_is_a_share_of_the_people_there_are(void **state)
{
    (void)state;
    static const struct {
        int32_t count, zips;
        double people, max_pct;
    } cases[] = { { 3, 1, 1, 50 }, { 10, 3, 100000.1, 30 }, { 10, 3, 0.1, 30 } };
    mlg_error err;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double value[10], people[10];
        uint8_t got[10];
        mlg_zoning_rule rule = rule_of("arrete-2021", "32");
        rule.zip_max_pct = cases[i].max_pct;
        rule.zac_max_pct = (double)NAN;
        for (int32_t t = 0; t < cases[i].count; t++) {
            value[t] = t;
            people[t] = cases[i].people;
        }
        assert_ok(mlg_zoning_apply_rule(&rule, cases[i].count, value, people, got, &err), &err);
        for (int32_t t = 0; t < cases[i].count; t++)
            assert_int_equal(got[t], t < cases[i].zips ? MLG_ZONE_ZIP : MLG_ZONE_HV);
    }
}

/* A ceiling of exactly one territory holds it; the national selection enters above any ceiling. */
static void the_national_selection_passes_ceilings(void **state)
{
    (void)state;
    const double value[] = { 2.6, 2.4, 2.5 }, people[] = { 10, 30, 60 };
    mlg_zoning_rule rule = rule_of("arrete-2017", NULL);
    uint8_t got[3];
    mlg_error err;
    rule.zip_max_pct = 90;
    assert_ok(mlg_zoning_apply_rule(&rule, 3, value, people, got, &err), &err);
    assert_true(got[0] == MLG_ZONE_ZAC && got[1] == MLG_ZONE_ZIP && got[2] == MLG_ZONE_ZIP);
    rule.zip_max_pct = 100;
    assert_ok(mlg_zoning_apply_rule(&rule, 3, value, people, got, &err), &err);
    assert_int_equal(got[0], MLG_ZONE_ZIP);
}

/* Values 3, 5, 5, 9 and one unknown rank 1, 2, 2, 4; from the top 4, 2, 2, 1. */
static void territories_are_ranked(void **state)
{
    (void)state;
    const double value[] = { 5, 9, 3, 5, (double)NAN };
    int32_t rank[5];
    mlg_error err;
    assert_ok(mlg_rank_by_value(5, value, false, rank, &err), &err);
    assert_true(rank[2] == 1 && rank[0] == 2 && rank[3] == 2 && rank[1] == 4 && rank[4] == 0);
    assert_ok(mlg_rank_by_value(5, value, true, rank, &err), &err);
    assert_true(rank[1] == 1 && rank[0] == 2 && rank[3] == 2 && rank[2] == 4 && rank[4] == 0);
}

static mlg_refusal refusal(const mlg_zoning_rule *rule, mlg_frame of, mlg_zone to, bool motivated,
                           const mlg_gauges *before, const mlg_gauges *after)
{
    mlg_zoning_choice choice = { .frame = of, .zone = to, .motivated = motivated };
    return mlg_zoning_refusal(rule, &choice, before, after);
}

/* Gauges before: ZIP 20 %, margin 4 %. A change is refused for what it makes worse beyond a limit, not for what was. */
static void impossible_changes_are_refused_with_their_reason(void **state)
{
    (void)state;
    mlg_zoning_rule rule = rule_of("arrete-2017", "53");
    mlg_gauges before = { 0 }, after = { 0 };
    rule.zip_max_pct = 22;
    before.share_pct[MLG_ZONE_ZIP] = after.share_pct[MLG_ZONE_ZIP] = 20;
    before.margin_pct = after.margin_pct = 4;
    assert_int_equal(refusal(&rule, MLG_FRAME_NATIONAL, MLG_ZONE_ZAC, true, &before, &after), MLG_LOCKED);
    assert_int_equal(refusal(&rule, MLG_FRAME_NATIONAL, MLG_ZONE_ZIP, false, &before, &after), MLG_ALLOWED);
    rule.unlocked = true;
    assert_int_equal(refusal(&rule, MLG_FRAME_NATIONAL, MLG_ZONE_ZAC, true, &before, &after), MLG_ALLOWED);
    assert_int_equal(refusal(&rule, MLG_FRAME_OUT, MLG_ZONE_ZAC, false, &before, &after), MLG_UNMOTIVATED);
    assert_int_equal(refusal(&rule, MLG_FRAME_OUT, MLG_ZONE_HV, false, &before, &after), MLG_ALLOWED);
    after.margin_pct = 5.1;
    assert_int_equal(refusal(&rule, MLG_FRAME_OUT, MLG_ZONE_ZAC, true, &before, &after), MLG_OVER_MARGIN);
    before.margin_pct = 5.2;
    assert_int_equal(refusal(&rule, MLG_FRAME_OUT, MLG_ZONE_ZAC, true, &before, &after), MLG_ALLOWED);
    after.share_pct[MLG_ZONE_ZIP] = 22.5;
    assert_int_equal(refusal(&rule, MLG_FRAME_VIVIER, MLG_ZONE_ZIP, true, &before, &after), MLG_ZIP_CEILING);
    before.share_pct[MLG_ZONE_ZIP] = 23;
    assert_int_equal(refusal(&rule, MLG_FRAME_VIVIER, MLG_ZONE_ZIP, true, &before, &after), MLG_ALLOWED);
    before = after = (mlg_gauges){ .margin_pct = 4, .margin_persons = 10 };
    after.margin_persons = 20; /* more people within the margin */
    assert_int_equal(refusal(&rule, MLG_FRAME_OUT, MLG_ZONE_ZAC, true, &before, &after), MLG_ALLOWED);
    before.margin_pct = after.margin_pct = (double)NAN; /* nobody in the vivier: the margin is of nothing */
    assert_int_equal(refusal(&rule, MLG_FRAME_OUT, MLG_ZONE_ZAC, true, &before, &after), MLG_OVER_MARGIN);
    after.margin_persons = 10;
    assert_int_equal(refusal(&rule, MLG_FRAME_OUT, MLG_ZONE_ZAC, true, &before, &after), MLG_ALLOWED);
    mlg_zoning_choice elsewhere = { .frame = MLG_FRAME_VIVIER, .zone = MLG_ZONE_ZIP, .elsewhere = true };
    assert_int_equal(mlg_zoning_refusal(&rule, &elsewhere, &before, &after), MLG_ELSEWHERE);
    assert_non_null(mlg_refusal_words(MLG_ELSEWHERE));
    assert_non_null(mlg_refusal_words(MLG_OVER_MARGIN));
    assert_null(mlg_refusal_words(MLG_ALLOWED));
}

/* Limits hold to a rounding of 1e-12 of them: exactly at a limit, or exactly where it was beyond one, a share has not passed it. */
static void a_share_at_its_limit_has_not_passed_it(void **state)
{
    (void)state;
    static const struct {
        double before, after;
        mlg_refusal refusal;
    } cases[] = {
        { 20, 22, MLG_ALLOWED },
        { 20, 22 * (1 + 1e-12), MLG_ALLOWED },
        { 20, 22 * (1 + 1e-9), MLG_ZIP_CEILING },
        { 23, 23, MLG_ALLOWED },
        { 23, 23 * (1 + 1e-12), MLG_ALLOWED },
        { 23, 23 * (1 + 1e-9), MLG_ZIP_CEILING },
        { 20, 45, MLG_ZIP_CEILING },
        { 23, 45, MLG_ZIP_CEILING },
    };
    mlg_zoning_rule rule = rule_of("arrete-2017", "53");
    rule.zip_max_pct = 22;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mlg_gauges before = { 0 }, after = { 0 };
        before.share_pct[MLG_ZONE_ZIP] = cases[i].before;
        after.share_pct[MLG_ZONE_ZIP] = cases[i].after;
        assert_int_equal(refusal(&rule, MLG_FRAME_VIVIER, MLG_ZONE_ZIP, true, &before, &after), cases[i].refusal);
    }
}

/* Limits of 10, 20, 30 and 40 between five levels: the first territory and the last have theirs, and no one else is written. */
static void a_rule_of_levels_gives_each_territory_its_own(void **state)
{
    (void)state;
    const double value[] = { 45, 5, 15, 10.5, (double)NAN, 25, 35 }, people[] = { 1, 1, 1, 1, 1, 1, 1 };
    uint8_t got[8] = { [7] = 77 };
    mlg_zoning_rule rule = rule_of("infirmiers-2020", NULL);
    mlg_error err;
    for (int k = 0; k < 4; k++)
        rule.class[k].max = 10 * (k + 1);
    assert_ok(mlg_zoning_apply_rule(&rule, 7, value, people, got, &err), &err);
    const uint8_t wanted[] = { MLG_ZONE_OVER,    MLG_ZONE_VERY_UNDER, MLG_ZONE_UNDER, MLG_ZONE_UNDER,
                               MLG_ZONE_UNKNOWN, MLG_ZONE_MIDDLE,     MLG_ZONE_WELL,  77 };
    assert_memory_equal(got, wanted, sizeof wanted);
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

static void gauges_have_lights(void **state)
{
    (void)state;
    assert_int_equal(mlg_gauge_light(4.9, 0, 10), MLG_GREEN);
    assert_int_equal(mlg_gauge_light(5, 0, 10), MLG_ORANGE);
    assert_int_equal(mlg_gauge_light(9.5, 0, 10), MLG_ORANGE);
    assert_int_equal(mlg_gauge_light(9.6, 0, 10), MLG_RED);
    assert_int_equal(mlg_gauge_light(10, 0, 10), MLG_RED); /* at the limit is not beyond it */
    assert_int_equal(mlg_gauge_light(10.1, 0, 10), MLG_OVER);
    assert_int_equal(mlg_gauge_light(-0.1, 0, 10), MLG_UNDER);
    assert_int_equal(mlg_gauge_light(3, 3, (double)NAN), MLG_GREEN);
    assert_int_equal(mlg_gauge_light(2.9, 3, (double)NAN), MLG_UNDER);
    assert_int_equal(mlg_gauge_light((double)NAN, 0, 10), MLG_RED);
    assert_int_equal(mlg_gauge_light(22, 20, 30), MLG_GREEN); /* a fifth of the way */
    assert_int_equal(mlg_gauge_light(20 * (1 - 1e-12), 20, 30), MLG_GREEN);
    assert_int_equal(mlg_gauge_light(30 * (1 + 1e-12), 20, 30), MLG_RED);
}

/* Any other code or word is unknown. */
static void classes_have_codes_and_aids(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        int aid;
        bool aided, level;
    } classes[MLG_ZONES] = {
        [MLG_ZONE_UNKNOWN] = { "inconnu", 0, false, false },
        [MLG_ZONE_ZIP] = { "ZIP", 3, true, false },
        [MLG_ZONE_ZAC] = { "ZAC", 2, true, false },
        [MLG_ZONE_ZV] = { "ZV", 0, false, false },
        [MLG_ZONE_HV] = { "HZ", 0, false, false },
        [MLG_ZONE_ZAR] = { "ZAR", 1, false, false },
        [MLG_ZONE_VERY_UNDER] = { "très sous-doté", 3, false, true },
        [MLG_ZONE_UNDER] = { "sous-doté", 2, false, true },
        [MLG_ZONE_MIDDLE] = { "intermédiaire", 0, false, true },
        [MLG_ZONE_WELL] = { "très doté", 0, false, true },
        [MLG_ZONE_OVER] = { "sur-doté", 0, false, true },
    };
    for (int z = 0; z < MLG_ZONES; z++) {
        assert_string_equal(mlg_zone_code((mlg_zone)z), classes[z].code);
        assert_int_equal(mlg_zone_of(classes[z].code), z);
        assert_int_equal(mlg_zone_aid((mlg_zone)z), classes[z].aid);
        assert_int_equal(mlg_zone_is_aided((mlg_zone)z), classes[z].aided);
        assert_int_equal(mlg_zone_is_level((mlg_zone)z), classes[z].level);
    }
    assert_string_equal(mlg_zone_code(MLG_ZONES), "inconnu");
    assert_false(mlg_zone_is_level(MLG_ZONES));
    assert_true(mlg_zone_of(NULL) == MLG_ZONE_UNKNOWN && mlg_zone_of("zip") == MLG_ZONE_UNKNOWN);
}

static void frames_and_swaps_have_codes(void **state)
{
    (void)state;
    static const char *const frames[][2] = { { NULL, "inconnu" },
                                             { "selection", "sélection nationale" },
                                             { "vivier", "vivier" },
                                             { "hors", "hors vivier" } };
    for (int f = MLG_FRAME_NATIONAL; f <= MLG_FRAME_OUT; f++) {
        assert_string_equal(mlg_frame_code((mlg_frame)f), frames[f][0]);
        assert_string_equal(mlg_frame_label((mlg_frame)f), frames[f][1]);
        assert_int_equal(mlg_frame_of(frames[f][0]), f);
    }
    assert_null(mlg_frame_code(MLG_FRAME_UNKNOWN));
    assert_null(mlg_frame_code((mlg_frame)(MLG_FRAME_OUT + 1)));
    assert_string_equal(mlg_frame_label(MLG_FRAME_UNKNOWN), "inconnu");
    assert_string_equal(mlg_frame_label((mlg_frame)(MLG_FRAME_OUT + 1)), "inconnu");
    assert_true(mlg_frame_of(NULL) == MLG_FRAME_UNKNOWN && mlg_frame_of("dedans") == MLG_FRAME_UNKNOWN);
    assert_null(mlg_swap_code(MLG_SWAP_UNKNOWN));
    assert_string_equal(mlg_swap_code(MLG_SWAP_NONE), "hors");
    assert_string_equal(mlg_swap_code(MLG_SWAP_UNDER), "moins dotés");
    assert_string_equal(mlg_swap_code(MLG_SWAP_OVER), "mieux dotés");
    assert_null(mlg_swap_code((mlg_swap_kind)(MLG_SWAP_OVER + 1)));
}

/* The class of one of 1000 persons is unknown: other shares are at least theirs, and that of a class without anyone is unknown. */
static void shares_beside_an_unknown_class_are_at_least_theirs(void **state)
{
    (void)state;
    mlg_gauges g = { 0 };
    g.persons[MLG_ZONE_ZIP] = 275;
    g.share_pct[MLG_ZONE_ZIP] = 27.5;
    assert_string_equal(mlg_zoning_share_words(&g, MLG_ZONE_ZIP, 1).text, "27.5 %");
    assert_string_equal(mlg_zoning_share_words(&g, MLG_ZONE_ZAC, 0).text, "0 %");
    g.persons[MLG_ZONE_UNKNOWN] = 1;
    g.share_pct[MLG_ZONE_UNKNOWN] = 0.1;
    assert_string_equal(mlg_zoning_share_words(&g, MLG_ZONE_ZIP, 1).text, "at least 27.5 %");
    assert_string_equal(mlg_zoning_share_words(&g, MLG_ZONE_ZAC, 0).text, "unknown");
    assert_string_equal(mlg_zoning_share_words(&g, MLG_ZONE_UNKNOWN, 1).text, "0.1 %");
}

/* Nurses exchange within one under-served class, physiotherapists within two; general practitioners have no levels. */
static void shares_of_levels_are_those_of_their_rule(void **state)
{
    (void)state;
    mlg_zoning_rule nurses = rule_of("infirmiers-2020", NULL), physios = rule_of("kinesitherapeutes-2018", NULL),
                    gp = rule_of("arrete-2017", NULL);
    mlg_gauges g = { 0 };
    g.share_pct[MLG_ZONE_VERY_UNDER] = 7;
    g.share_pct[MLG_ZONE_UNDER] = 11;
    g.share_pct[MLG_ZONE_OVER] = 13;
    assert_near(mlg_zoning_under_pct(&nurses, &g), 7, 0);
    assert_near(mlg_zoning_under_pct(&physios, &g), 18, 0);
    assert_near(mlg_zoning_over_pct(&nurses, &g), 13, 0);
    assert_true(isnan(mlg_zoning_under_pct(&gp, &g)) && isnan(mlg_zoning_over_pct(&gp, &g)));
    nurses.class[4].zone = MLG_ZONE_UNKNOWN; /* a label of one's own */
    assert_true(isnan(mlg_zoning_over_pct(&nurses, &g)));
}

/* An aid of ZIP. 100 persons pass from ZIP to a class that is unknown, 50 from ZIP to ZAC, 20 from unknown to ZIP, 7 from ZAC to
 * ZIP: 50 lose it, 7 gain it, and nothing is said of the 120 others. */
static void nothing_is_lost_to_an_unknown_class(void **state)
{
    (void)state;
    uint8_t inside[] = { 1, 1, 1, 1 };
    uint8_t was[] = { MLG_ZONE_ZIP, MLG_ZONE_ZIP, MLG_ZONE_UNKNOWN, MLG_ZONE_ZAC };
    uint8_t is[] = { MLG_ZONE_UNKNOWN, MLG_ZONE_ZAC, MLG_ZONE_ZIP, MLG_ZONE_ZIP };
    double people[] = { 100, 50, 20, 7 }, doctors[] = { 8, 4, 2, 1 };
    mlg_zoning_units units = { .communes = 4, .inside = inside, .persons = people, .gp = doctors };
    mlg_zoning_assignment before = { .zone = was }, after = { .zone = is };
    mlg_aid aid = { .zones = 1u << MLG_ZONE_ZIP, .who = MLG_AID_ALL };
    mlg_aid_change c = mlg_zoning_aid_change(&units, &before, &after, &aid);
    assert_near(c.persons_lose, 50, 0);
    assert_near(c.persons_gain, 7, 0);
    assert_near(c.gp_lose, 4, 0);
    assert_near(c.gp_gain, 1, 0);
}

/* No zoning is given: what an aid would gain or lose is unknown, not 0. */
static void without_a_zoning_nothing_is_known_of_aids(void **state)
{
    (void)state;
    uint8_t inside[] = { 1, 1 }, was[] = { MLG_ZONE_UNKNOWN, MLG_ZONE_UNKNOWN },
            is[] = { MLG_ZONE_ZIP, MLG_ZONE_HV };
    double people[] = { 100, 50 }, doctors[] = { 8, 4 };
    mlg_zoning_units units = { .communes = 2, .inside = inside, .persons = people, .gp = doctors };
    mlg_zoning_assignment before = { .zone = was }, after = { .zone = is };
    mlg_aid aid = { .zones = 1u << MLG_ZONE_ZIP, .who = MLG_AID_ALL };
    mlg_aid_change c = mlg_zoning_aid_change(&units, &before, &after, &aid);
    assert_true(isnan(c.persons_gain) && isnan(c.persons_lose) && isnan(c.gp_gain) && isnan(c.gp_lose));
    before.gauges.persons[MLG_ZONE_UNKNOWN] = 150;
    assert_true(mlg_zoning_is_unclassed(&before));
    before.gauges.persons[MLG_ZONE_HV] = 1;
    assert_false(mlg_zoning_is_unclassed(&before));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worked_example_has_its_gauges),
        cmocka_unit_test(a_qpv_out_of_the_vivier_uses_the_margin),
        cmocka_unit_test(a_qpv_may_hold_all_of_its_tvs),
        cmocka_unit_test(impossible_inputs_are_refused),
        cmocka_unit_test(persons_of_an_unknown_class_count_in_the_total),
        cmocka_unit_test(a_zoning_may_be_empty_or_of_one_tvs),
        cmocka_unit_test(thresholds_hold_their_value),
        cmocka_unit_test(ceilings_are_those_of_the_region),
        cmocka_unit_test(classes_of_other_professions_are_those_of_their_orders),
        cmocka_unit_test(limits_lie_between_classes),
        cmocka_unit_test(zones_of_exchange_hold_whole_classes_at_least),
        cmocka_unit_test(classes_are_cut_at_shares_of_the_people),
        cmocka_unit_test(a_cut_misses_its_shares_by_half_a_territory_at_most),
        cmocka_unit_test(levels_are_swapped_inside_their_zones_alone),
        cmocka_unit_test(a_floor_holds_to_its_rounding),
        cmocka_unit_test(a_rule_makes_a_zoning_by_rank_until_its_ceilings),
        cmocka_unit_test(a_ceiling_is_a_share_of_the_people_there_are),
        cmocka_unit_test(the_national_selection_passes_ceilings),
        cmocka_unit_test(territories_are_ranked),
        cmocka_unit_test(impossible_changes_are_refused_with_their_reason),
        cmocka_unit_test(a_share_at_its_limit_has_not_passed_it),
        cmocka_unit_test(a_rule_of_levels_gives_each_territory_its_own),
        cmocka_unit_test(departures_from_the_rule_are_listed),
        cmocka_unit_test(the_apl_of_a_tvs_is_weighted_by_persons),
        cmocka_unit_test(nothing_is_lost_to_an_unknown_class),
        cmocka_unit_test(without_a_zoning_nothing_is_known_of_aids),
        cmocka_unit_test(gauges_have_lights),
        cmocka_unit_test(classes_have_codes_and_aids),
        cmocka_unit_test(frames_and_swaps_have_codes),
        cmocka_unit_test(shares_beside_an_unknown_class_are_at_least_theirs),
        cmocka_unit_test(shares_of_levels_are_those_of_their_rule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
