#include "given_matrix.h"
#include "support.h"

#include "analysis/access/measure_reference.h"
#include "analysis/access/stage_measure.h"
#include "base/memory.h"
#include "study/config/keys.h"
#include "three.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static mlg_measure_input three_input(const char *decay, const double *supply)
{
    mlg_measure_input in = {
        &three_reach, decay ? mlg_decay_by_name(decay) : NULL, three_persons, supply, mlg_measure_defaults(), 1,
        NULL
    };
    return in;
}

/* ---- golden values ---------------------------------------------------------------------------------------- */

typedef struct {
    char name[96], measure[32], decay[32];
    int index;
    double scale, value, tolerance;
} golden;

static bool next_golden(FILE *file, golden *g)
{
    char line[512];
    return fgets(line, sizeof line, file) &&
           sscanf(line, "%95[^,],%31[^,],%31[^,],%d,%lf,%lf,%lf", g->name, g->measure, g->decay, &g->index,
                  &g->scale, &g->value, &g->tolerance) == 7;
}

/* A file as a text; freed by the caller. */
/* "three:nth=2": what follows the colons are keys of a study file. */
static void set_parameters(mlg_measure_params *p, const char *name)
{
    mlg_config_access ask = { 0 };
    double value[5];
    int nth, iterations, n = 0;
    const struct {
        const char *key;
        double **at;
    } keys[] = { { "exponent", &ask.exponent },
                 { "demand_power", &ask.demand_power },
                 { "from_minutes", &ask.from_minutes },
                 { "to_minutes", &ask.to_minutes },
                 { "step_minutes", &ask.step_minutes },
                 { "tau_minutes", &ask.tau_minutes },
                 { "rho", &ask.rho },
                 { "gap", &ask.gap } };
    for (const char *at = strchr(name, ':'); at; at = strchr(at + 1, ':')) {
        bool known = sscanf(at, ":nth=%d", &nth) == 1;
        ask.nth = known ? &nth : ask.nth;
        if (sscanf(at, ":iterations=%d", &iterations) == 1) {
            ask.iterations = &iterations;
            known = true;
        }
        static char choice[16], statistic[16], empty[16];
        if (sscanf(at, ":empty_sites=%15s", empty) == 1) {
            ask.empty_sites = empty;
            known = true;
        }
        if (sscanf(at, ":choice=%15s", choice) == 1) {
            ask.choice = choice;
            known = true;
        }
        if (sscanf(at, ":statistic=%15s", statistic) == 1) {
            ask.statistic = statistic;
            known = true;
        }
        for (size_t k = 0; k < sizeof keys / sizeof *keys && !known; k++)
            if (strncmp(at + 1, keys[k].key, strlen(keys[k].key)) == 0) {
                known = sscanf(at + 1 + strlen(keys[k].key), "=%lf", &value[n]) == 1;
                *keys[k].at = &value[n++];
            }
        assert_true(known);
    }
    const int32_t *site_place = p->site_place;
    *p = mlg_study_measure_params(&ask);
    p->site_place = site_place;
}

static const double *supply_of(const char *name)
{
    return strncmp(name, "three", 5) == 0    ? three_supply
           : strncmp(name, "turned", 6) == 0 ? three_turned
                                             : three_empty;
}

/* Input of each row: three.h; "turned" has the supply of its sites exchanged, "empty" none at the second. The sites stand at the first and the last place. */
static void every_worked_example_has_its_value(void **state)
{
    (void)state;
    static const int32_t home[THREE_SITES] = { 0, 2 };
    FILE *file = fopen(SOURCE_DIR "/tests/golden/measures.csv", "r");
    char header[512];
    bool seen[64] = { false };
    golden g;
    int rows = 0;
    assert_non_null(file);
    assert_non_null(fgets(header, sizeof header, file));
    for (; next_golden(file, &g); rows++) {
        double value[THREE_PLACES];
        mlg_measure_stats stats;
        mlg_error err;
        mlg_measure_input in = three_input(g.decay, supply_of(g.name));
        in.params.site_place = home;
        set_parameters(&in.params, g.name);
        if (isnan(in.params.gap))
            in.params.gap = 1e-13;
        const mlg_measure *measure = mlg_measure_by_name(g.measure);
        assert_non_null(measure);
        seen[measure - mlg_measures] = true;
        assert_ok(mlg_measure_run(measure, &in, value, &stats, &err), &err);
        if (!(fabs(value[g.index] * g.scale - g.value) <= g.tolerance))
            print_error("%s %s %d: %.12g\n", g.measure, g.decay, g.index, value[g.index] * g.scale);
        assert_near(value[g.index] * g.scale, g.value, g.tolerance);
    }
    assert_true(feof(file));
    assert_int_equal(rows, 114);
    for (int k = 0; mlg_measures[k].name; k++)
        if (!seen[k])
            fail_msg("%s has no worked example", mlg_measures[k].name);
    fclose(file);
}

/* Each parameter that a measure alone has is in an example. */
static void every_parameter_has_a_worked_example(void **state)
{
    (void)state;
    char *rows = file_bytes(SOURCE_DIR "/tests/golden/measures.csv", NULL), text[64];
    for (const mlg_config_key *key = mlg_config_section("access") + 1; key->name; key++) {
        snprintf(text, sizeof text, ":%s=", key->name);
        if (mlg_config_only_for("access", key->name) && !strstr(rows, text))
            fail_msg("%s has no worked example", key->name);
    }
    free(rows);
}

static void the_page_of_measures_is_that_of_the_tables(void **state)
{
    (void)state;
    char *page, *committed = file_bytes(SOURCE_DIR "/docs/measures.md", NULL);
    mlg_error err;
    assert_ok(mlg_measure_reference(&page, &err), &err);
    if (strcmp(page, committed) != 0)
        fail_msg("docs/measures.md differs from the tables: run ninja docs");
    free(page);
    free(committed);
}

static void run(const char *measure, const mlg_measure_input *in, double *value, mlg_measure_stats *stats)
{
    mlg_error err;
    assert_ok(mlg_measure_run(mlg_measure_by_name(measure), in, value, stats, &err), &err);
}

/* Nine digits of the sums printed beside the table of the worked example. */
static void sums_of_the_worked_example_agree(void **state)
{
    (void)state;
    static const struct {
        const char *measure;
        double received; /* SUM P A */
    } cases[] = { { "e2sfca", 7 }, { "m2sfca", 5.683940128 }, { "3sfca", 7 }, { "fixed-point", 7 } };
    mlg_measure_input in = three_input("e2sfca-slow", three_supply);
    mlg_measure_stats stats;
    double value[THREE_PLACES], sum;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        run(cases[k].measure, &in, value, &stats);
        sum = 0;
        for (int i = 0; i < THREE_PLACES; i++)
            sum += three_persons[i] * value[i];
        assert_near(sum, cases[k].received, 5e-10);
    }
    run("bfca", &in, value, &stats);
    assert_near(value[0] + value[1] + value[2], 0.003493925, 5e-10);
    assert_near(stats.level, 0.003493925, 5e-10);
    double access[THREE_PLACES];
    run("spatial-availability", &in, value, &stats);
    assert_near(value[0] + value[1] + value[2], 7, 1e-12);
    run("e2sfca", &in, access, &stats); /* persons count once unless another power is asked for: V_i = P_i A_i */
    for (int i = 0; i < THREE_PLACES; i++)
        assert_near(value[i], three_persons[i] * access[i], 1e-14);
}

/* 1000 at the first site; 239.795918 and 1760.204082; 1500 at the second: congestion 0.964286 and 1.014286. */
static void raam_tells_who_goes_where(void **state)
{
    (void)state;
    const double want[] = { 1000, 239.795918, 0, 0, 1760.204082, 1500 };
    double value[THREE_PLACES], choice[6];
    mlg_measure_stats stats;
    mlg_measure_input in = three_input("binary-60", three_turned);
    in.params.choice = choice;
    run("raam", &in, value, &stats);
    for (int k = 0; k < 6; k++)
        assert_near(choice[k], want[k], 5e-7);
    assert_true(stats.gap < 1e-12 && stats.iterations < 5);
}

/* Trips of the balanced matrix, to nine digits: rows sum to the persons, columns to 4500 / 7 persons a unit of supply. T_ij = P_i
 * b_j S_j W_ij / A_i, so that A_i T_ij / (P_i S_j W_ij) is b_j whatever the place. */
static void doubly_constrained_access_is_that_of_the_balanced_trips(void **state)
{
    (void)state;
    const double trips[THREE_PLACES][THREE_SITES] = { { 994.3686278864857, 5.631372113514336 },
                                                      { 1835.740369860587, 164.2596301394131 },
                                                      { 384.1767165386416, 1115.8232834613584 } };
    const double minutes[THREE_PLACES][THREE_SITES] = { { 5, 25 }, { 15, 12 }, { 40, 8 } };
    double value[THREE_PLACES], factor[THREE_SITES], received = 0;
    mlg_measure_stats stats;
    mlg_measure_input in = three_input(NULL, three_supply);
    in.params.gap = 1e-14;
    run("doubly-constrained", &in, value, &stats);
    assert_true(stats.gap <= 1e-14 && stats.iterations > 1);
    for (int i = 0; i < THREE_PLACES; i++) {
        received += three_persons[i] * value[i];
        for (int j = 0; j < THREE_SITES; j++) {
            double b = value[i] * trips[i][j] / (three_persons[i] * three_supply[j] * exp(-0.12 * minutes[i][j]));
            factor[j] = i == 0 ? b : factor[j];
            assert_near(b / factor[j], 1, 1e-10);
        }
    }
    assert_near(received, 7, 1e-12);
}

/* Within 30 minutes the third place reaches the second site only, whose 2 units are for 1,286 of its 1,500 persons: no trips
 * satisfy both sums. */
static void trips_that_cannot_be_balanced_are_refused(void **state)
{
    (void)state;
    double value[THREE_PLACES];
    mlg_measure_stats stats;
    mlg_error err;
    mlg_measure_input in = three_input("e2sfca-slow", three_supply);
    in.params.max_iterations = 50;
    assert_fails(mlg_measure_run(mlg_measure_by_name("doubly-constrained"), &in, value, &stats, &err), MLG_DATA,
                 &err, "after 50 iterations 0.0476 of the people");
    assert_true(stats.gap > 0.04);
}

/* Two places that no decay links are balanced each on its own; a place without people has what its people would have. */
static void parts_are_balanced_each_on_its_own(void **state)
{
    (void)state;
    const int64_t start[] = { 0, 2, 3 };
    const int32_t place[] = { 0, 1, 2 }, time[] = { 0, 0, 0 };
    const double persons[] = { 100, 0, 50 }, supply[] = { 2, 10 };
    const mlg_times reach = mlg_times_rows((mlg_sparse_view){ 2, 3, start, place, time });
    double value[3];
    mlg_measure_stats stats;
    mlg_measure_input in = { &reach, NULL, persons, supply, mlg_measure_defaults(), 1, NULL };
    run("doubly-constrained", &in, value, &stats);
    assert_near(value[0], 0.02, 1e-15);
    assert_near(value[1], 0.02, 1e-15);
    assert_near(value[2], 0.2, 1e-15);
}

/* ---- costs ------------------------------------------------------------------------------------------------ */

/* Minutes 5 and 25, 15 and 12, 40 and 8; supply 5 and 2. Means: (5x5 + 2x25)/7, (5x15 + 2x12)/7, (5x40 + 2x8)/7; within
 * 30 minutes place 2 has the second site only. */
static void costs_are_times_to_sites(void **state)
{
    (void)state;
    mlg_measure_input in = three_input("binary-60", three_supply);
    mlg_measure_stats stats;
    double value[THREE_PLACES];
    run("min-cost", &in, value, &stats);
    assert_near(value[0], 5, 0);
    assert_near(value[1], 12, 0);
    assert_near(value[2], 8, 0);
    run("nth-cost", &in, value, &stats); /* the first, unless another is asked for */
    assert_near(value[0], 5, 0);
    assert_near(value[1], 12, 0);
    in.params.nth = 2;
    run("nth-cost", &in, value, &stats);
    assert_near(value[0], 25, 0);
    assert_near(value[1], 15, 0);
    assert_near(value[2], 40, 0);
    run("mean-cost", &in, value, &stats);
    assert_near(value[0], 75.0 / 7, 1e-13);
    assert_near(value[1], 99.0 / 7, 1e-13);
    assert_near(value[2], 216.0 / 7, 1e-13);
    in.decay = mlg_decay_by_name("binary-30");
    run("nth-cost", &in, value, &stats);
    assert_true(isnan(value[2]));
    assert_int_equal(stats.places_without, 1);
    assert_near(stats.demand_without, 1500, 0);
}

/* Within 30 min: 7, 7, 2. Limits 10, 20, 30, 40: place 0 has 5, 5, 7, 7: median 6; place 1 has 0, 7, 7, 7: 7; place 2 has
 * 2, 2, 2, 7: 2. By one limit less (10 to 30): 5, 7, 2. */
static void opportunities_are_supply_within_limits(void **state)
{
    (void)state;
    mlg_measure_input in = three_input("irdes-gaussian", three_supply);
    mlg_measure_stats stats;
    double value[THREE_PLACES];
    run("opportunities", &in, value, &stats);
    assert_near(value[0], 7, 0);
    assert_near(value[1], 7, 0);
    assert_near(value[2], 2, 0);
    in.params.from_min = 10, in.params.to_min = 40, in.params.step_min = 10;
    run("opportunities-median", &in, value, &stats);
    assert_near(value[0], 6, 0);
    assert_near(value[1], 7, 0);
    assert_near(value[2], 2, 0);
    in.params.to_min = 30;
    run("opportunities-median", &in, value, &stats);
    assert_near(value[0], 5, 0);
    assert_near(value[1], 7, 0);
}

/* Gravity with 1 - t/30: 5 x 25/30 + 2 x 5/30, 5 x 15/30 + 2 x 18/30, 2 x 22/30. Density: site 0 at place 1, site 1 none. */
static void gravity_and_density_are_sums(void **state)
{
    (void)state;
    const int32_t stands[] = { 1, -1 }, nowhere[] = { 3, -1 };
    mlg_measure_input in = three_input("linear-30", three_supply);
    mlg_measure_stats stats;
    mlg_error err;
    double value[THREE_PLACES];
    run("gravity", &in, value, &stats);
    assert_near(value[0], 135.0 / 30, 1e-14);
    assert_near(value[1], 111.0 / 30, 1e-14);
    assert_near(value[2], 44.0 / 30, 1e-14);
    assert_fails(mlg_measure_run(mlg_measure_by_name("density"), &in, value, &stats, &err), MLG_USAGE, &err,
                 "needs the place");
    in.params.site_place = nowhere;
    assert_fails(mlg_measure_run(mlg_measure_by_name("density"), &in, value, &stats, &err), MLG_INPUT, &err,
                 "site 0 is at place 3");
    in.params.site_place = stands;
    run("density", &in, value, &stats);
    assert_near(value[0], 0, 0);
    assert_near(value[1], 0.0025, 0);
}

/* ---- what is not an error, and what is --------------------------------------------------------------------- */

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

/* Access 0 and cost unknown; crowdedness of a site that nobody reaches is 0. */
static void check_nothing(const mlg_measure *m, const mlg_measure_input *in)
{
    double value[THREE_PLACES] = { 9, 9, 9 };
    mlg_measure_stats stats;
    mlg_error err;
    int32_t n = m->by_site ? in->reach->sites : in->reach->places;
    assert_ok(mlg_measure_run(m, in, value, &stats, &err), &err);
    for (int32_t i = 0; i < n; i++) {
        bool supplied = m->by_site && in->supply[i] > 0;
        assert_true(same(value[i], m->low_is_good && !supplied ? (double)NAN : 0));
    }
    assert_int_equal(stats.gap > 0, 0);
}

static void nothing_in_reach_is_an_answer_of_every_measure(void **state)
{
    (void)state;
    const int64_t empty[] = { 0, 0, 0 };
    const int32_t stands[] = { -1, -1 };
    const double none[] = { 0, 0 };
    mlg_times no_pair = mlg_times_rows((mlg_sparse_view){ 2, 3, empty, NULL, NULL });
    mlg_times no_site = mlg_times_rows((mlg_sparse_view){ 0, 3, empty, NULL, NULL });
    mlg_times no_place = mlg_times_rows((mlg_sparse_view){ 2, 0, empty, NULL, NULL });
    for (const mlg_measure *m = mlg_measures; m->name; m++) {
        mlg_measure_input in = three_input(m->decay, three_supply);
        in.params.site_place = stands;
        in.reach = &no_pair;
        check_nothing(m, &in);
        in.reach = &no_place;
        check_nothing(m, &in);
        in.reach = &no_site;
        check_nothing(m, &in);
        in.reach = &three_reach;
        in.supply = none;
        check_nothing(m, &in);
    }
}

/* Costs, gravity and RAAM (no congestion) do not need people; ratios are 0 where a catchment is empty. */
static void nobody_is_an_answer_of_every_measure(void **state)
{
    (void)state;
    const double nobody[THREE_PLACES] = { 0 };
    const int32_t stands[] = { -1, -1 };
    for (const mlg_measure *m = mlg_measures; m->name; m++) {
        double value[THREE_PLACES] = { 9, 9, 9 };
        mlg_measure_stats stats;
        mlg_measure_input in = three_input(m->decay, three_supply);
        in.params.site_place = stands;
        in.demand = nobody;
        run(m->name, &in, value, &stats);
        if (m->conserves != MLG_CONSERVES_NOTHING) {
            assert_near(value[0], 0, 0);
            assert_int_equal(stats.sites_unreached, 2);
            assert_near(stats.supply_unreached, 7, 0);
        }
        if (strcmp(m->name, "raam") == 0)
            assert_near(value[1], 0.2, 1e-15); /* 12 minutes of 60 */
    }
}

static void bad_amounts_are_refused_by_every_measure(void **state)
{
    (void)state;
    const double bad[] = { -1, (double)NAN, (double)INFINITY };
    for (const mlg_measure *m = mlg_measures; m->name; m++)
        for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
            double supply[] = { 5, bad[k] }, demand[] = { 1, bad[k], 1 }, value[THREE_PLACES];
            mlg_measure_stats stats;
            mlg_error err;
            mlg_measure_input in = three_input(m->decay, supply);
            assert_fails(mlg_measure_run(m, &in, value, &stats, &err), MLG_INPUT, &err, "supply of site 1 is");
            in.supply = three_supply;
            in.demand = demand;
            assert_fails(mlg_measure_run(m, &in, value, &stats, &err), MLG_INPUT, &err, "demand of place 1 is");
        }
}

static void parameters_are_checked(void **state)
{
    (void)state;
    double value[THREE_PLACES];
    mlg_measure_stats stats;
    mlg_error err;
    const mlg_measure *raam = mlg_measure_by_name("raam");
    mlg_measure_input in = three_input("binary-60", three_supply);
    in.params.tau_min = 0;
    assert_fails(mlg_measure_run(raam, &in, value, &stats, &err), MLG_USAGE, &err, "tau is 0 min");
    in.params = mlg_measure_defaults();
    in.params.gap = 0;
    assert_fails(mlg_measure_run(raam, &in, value, &stats, &err), MLG_USAGE, &err, "gap 0");
    in.params = mlg_measure_defaults();
    in.params.nth = 0;
    assert_fails(mlg_measure_run(raam, &in, value, &stats, &err), MLG_USAGE, &err, "number 0");
    in.params = mlg_measure_defaults();
    in.params.from_min = 50;
    assert_fails(mlg_measure_run(raam, &in, value, &stats, &err), MLG_USAGE, &err, "from 50 to 45");
    in.params = mlg_measure_defaults();
    in.params.demand_power = (double)NAN;
    assert_fails(mlg_measure_run(raam, &in, value, &stats, &err), MLG_USAGE, &err, "power of the demand is nan");
    in.params = mlg_measure_defaults();
    in.params.gap = 1e-15;
    in.params.max_iterations = 1;
    assert_fails(mlg_measure_run(mlg_measure_by_name("fixed-point"), &in, value, &stats, &err), MLG_DATA, &err,
                 "fixed-point: after 1 iterations");
    assert_null(mlg_measure_by_name("4sfca"));
}

static void check_parameters(const mlg_measure_input *in, const char *refusal)
{
    double value[THREE_PLACES];
    mlg_measure_stats stats;
    mlg_error err;
    mlg_status st = mlg_measure_run(mlg_measure_by_name("min-cost"), in, value, &stats, &err);
    if (refusal)
        assert_fails(st, MLG_USAGE, &err, refusal);
    else
        assert_ok(st, &err);
}

static void check_sums(const mlg_measure_stats *got, const mlg_measure_stats *want)
{
    assert_near(got->demand, 4500, 0);
    assert_near(got->supply, want->supply, 0);
    assert_int_equal(got->sites_with_supply, want->sites_with_supply);
    assert_int_equal(got->places_without, want->places_without);
    assert_near(got->demand_without, want->demand_without, 0);
}

/* The ends of each range, with what is just beyond; a power or an exponent under 1 and a tau or limits under a minute are none. */
static void parameters_go_to_the_ends_of_their_ranges(void **state)
{
    (void)state;
    static const struct {
        size_t at;
        double value;
        const char *refusal; /* NULL: taken */
    } cases[] = {
        { offsetof(mlg_measure_params, demand_power), 0, NULL },
        { offsetof(mlg_measure_params, demand_power), -0.1, "power of the demand" },
        { offsetof(mlg_measure_params, demand_power), (double)INFINITY, "power of the demand" },
        { offsetof(mlg_measure_params, exponent), 0.5, NULL },
        { offsetof(mlg_measure_params, exponent), 0, "exponent of the weights" },
        { offsetof(mlg_measure_params, exponent), (double)INFINITY, "exponent of the weights" },
        { offsetof(mlg_measure_params, tau_min), 0.5, NULL },
        { offsetof(mlg_measure_params, tau_min), 0, "tau is 0" },
        { offsetof(mlg_measure_params, rho), 0.5, NULL },
        { offsetof(mlg_measure_params, rho), 0, "rho 0" },
        { offsetof(mlg_measure_params, gap), 0.5, NULL },
        { offsetof(mlg_measure_params, gap), 0, "gap 0" },
        { offsetof(mlg_measure_params, from_min), 45, NULL },
        { offsetof(mlg_measure_params, from_min), 0.5, NULL },
        { offsetof(mlg_measure_params, from_min), 0, "from 0 to 45" },
        { offsetof(mlg_measure_params, from_min), 46, "from 46 to 45" },
        { offsetof(mlg_measure_params, step_min), 0.5, NULL },
        { offsetof(mlg_measure_params, step_min), 0, "by 0 min" },
        { offsetof(mlg_measure_params, to_min), MLG_LONGEST_CUT_MIN, NULL },
        { offsetof(mlg_measure_params, to_min), MLG_LONGEST_CUT_MIN + 1, "to 1441" },
    };
    mlg_measure_input in = three_input("binary-60", three_supply);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        in.params = mlg_measure_defaults();
        memcpy((char *)&in.params + cases[k].at, &cases[k].value, sizeof cases[k].value);
        check_parameters(&in, cases[k].refusal);
    }
    in.params = mlg_measure_defaults();
    in.params.max_iterations = 1;
    check_parameters(&in, NULL);
    in.params.max_iterations = 0;
    check_parameters(&in, "0 iterations");
}

/* Within 10 minutes only the second site, at 8 minutes of the third place, and the first, at 5 of the first, are near: the second
 * place has none. With one site that has half a unit, two places have none, whether the figure is told by place or by site. */
static void a_run_tells_the_sums_of_its_input(void **state)
{
    (void)state;
    const double half[] = { 0.5, 0 }, none[] = { 0, 0.5 };
    double value[THREE_PLACES] = { 0 };
    mlg_measure_stats stats;
    mlg_decay near;
    mlg_error err;
    assert_ok(
        mlg_decay_custom(&near, "near", MLG_CLOSED_RIGHT, 1, (const double[]){ 10 }, (const double[]){ 1 }, &err),
        &err);
    mlg_measure_input in = three_input(NULL, three_supply);
    in.decay = &near;
    run("2sfca", &in, value, &stats);
    check_sums(&stats, &(mlg_measure_stats){
                           .supply = 7, .sites_with_supply = 2, .places_without = 1, .demand_without = 2000 });
    in.supply = half;
    run("2sfca", &in, value, &stats);
    check_sums(&stats, &(mlg_measure_stats){
                           .supply = 0.5, .sites_with_supply = 1, .places_without = 2, .demand_without = 3500 });
    in.supply = none;
    run("2sfca", &in, value, &stats);
    check_sums(&stats, &(mlg_measure_stats){
                           .supply = 0.5, .sites_with_supply = 1, .places_without = 2, .demand_without = 3000 });
    run("i2sfca", &in, value, &stats);
    check_sums(&stats, &(mlg_measure_stats){
                           .supply = 0.5, .sites_with_supply = 1, .places_without = 2, .demand_without = 3000 });
}

/* ---- the matrix -------------------------------------------------------------------------------------------- */

static void a_transposed_matrix_has_the_same_pairs(void **state)
{
    (void)state;
    mlg_sparse_rows t;
    mlg_error err;
    const int64_t start[] = { 0, 2, 4, 5 };
    const int32_t site[] = { 0, 1, 0, 1, 1 }, time[] = { 3000, 15000, 9000, 7200, 4800 };
    assert_ok(mlg_sparse_transpose_within(&t, three_reach.rows, 18000, &err), &err);
    assert_memory_equal(t.start, start, sizeof start);
    assert_memory_equal(t.column, site, sizeof site);
    assert_memory_equal(t.value, time, sizeof time);
    assert_int_equal(t.n_rows, 3);
    mlg_sparse_release(&t);
}

/* Every measure reads times from the site to the place as given: a travel model that holds them gives the same bits. */
static void travel_rows_and_matrix_give_the_same(void **state)
{
    (void)state;
    const int32_t stands[] = { 0, 2 };
    mlg_travel *travel = travel_by_matrix(2, 3, three_time);
    mlg_times rows = mlg_times_travel(travel);
    for (const mlg_measure *m = mlg_measures; m->name; m++) {
        double by_matrix[THREE_PLACES] = { 0 }, by_rows[THREE_PLACES] = { 0 };
        mlg_measure_stats a, b;
        mlg_measure_input in = three_input(NULL, three_supply);
        in.params.site_place = stands;
        run(m->name, &in, by_matrix, &a);
        in.reach = &rows;
        run(m->name, &in, by_rows, &b);
        assert_memory_equal(by_matrix, by_rows, sizeof by_rows);
    }
    mlg_travel_free(travel);
}

static void every_measure_runs_out_of_memory_cleanly(void **state)
{
    (void)state;
    const int32_t stands[] = { 0, 2 };
    mlg_error err;
    mlg_travel *travel = travel_by_matrix(2, 3, three_time);
    mlg_times rows = mlg_times_travel(travel);
    for (const mlg_measure *m = mlg_measures; m->name; m++) {
        double value[THREE_PLACES];
        mlg_measure_stats stats;
        mlg_measure_input in = three_input(NULL, three_supply);
        mlg_status st = MLG_MEMORY;
        in.reach = &rows;
        in.params.site_place = stands;
        for (int n = 1; st == MLG_MEMORY; n += stride(7)) {
            mlg_memory_fail_at(n);
            st = mlg_measure_run(m, &in, value, &stats, &err);
        }
        mlg_memory_fail_at(0);
        assert_int_equal(st, MLG_OK);
    }
    mlg_travel_free(travel);
}

static void every_measure_is_described(void **state)
{
    (void)state;
    for (const mlg_measure *m = mlg_measures; m->name; m++) {
        assert_ptr_equal(mlg_measure_by_name(m->name), m);
        assert_non_null(mlg_decay_by_name(m->decay));
        assert_true(strlen(m->label) > 5 && strlen(m->formula) > 5 && strlen(m->unit) > 0);
        /* two sentences: a full stop inside and one at the end */
        const char *words = m->words, *stop = strstr(words, ". ");
        assert_true(stop && !strstr(stop + 2, ". ") && words[strlen(words) - 1] == '.');
        assert_true(m->conserves == MLG_CONSERVES_NOTHING || strlen(mlg_conserves_words(m->conserves)) > 5);
    }
}

/* A study file may ask for every measure and every named decay. */
static void a_study_may_ask_for_each(void **state)
{
    (void)state;
    char *folder = make_folder(), text[512];
    const char *path = in_folder(folder, "study.yaml");
    int32_t decays;
    const mlg_decay *decay = mlg_decay_list(&decays);
    for (const mlg_measure *m = mlg_measures; m->name; m++) {
        mlg_study_file *file;
        mlg_error err;
        snprintf(text, sizeof text,
                 "territory: { epci: 200072460 }\nsources: { communes: [ { path: c.csv } ] }\n"
                 "outputs: { geopackage: a.gpkg }\nservices: [ { name: gp } ]\n"
                 "accessibility: [ { service: gp, measure: %s, decay: %s } ]\n",
                 m->name, decay[(m - mlg_measures) % decays].name);
        write_text(path, text);
        assert_ok(mlg_study_file_open(&file, path, &err), &err);
        assert_string_equal(mlg_study_file_config(file)->accessibility[0].measure, m->name);
        mlg_study_file_close(file);
    }
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_worked_example_has_its_value),
        cmocka_unit_test(every_parameter_has_a_worked_example),
        cmocka_unit_test(the_page_of_measures_is_that_of_the_tables),
        cmocka_unit_test(sums_of_the_worked_example_agree),
        cmocka_unit_test(raam_tells_who_goes_where),
        cmocka_unit_test(doubly_constrained_access_is_that_of_the_balanced_trips),
        cmocka_unit_test(trips_that_cannot_be_balanced_are_refused),
        cmocka_unit_test(parts_are_balanced_each_on_its_own),
        cmocka_unit_test(costs_are_times_to_sites),
        cmocka_unit_test(opportunities_are_supply_within_limits),
        cmocka_unit_test(gravity_and_density_are_sums),
        cmocka_unit_test(nothing_in_reach_is_an_answer_of_every_measure),
        cmocka_unit_test(nobody_is_an_answer_of_every_measure),
        cmocka_unit_test(bad_amounts_are_refused_by_every_measure),
        cmocka_unit_test(parameters_are_checked),
        cmocka_unit_test(parameters_go_to_the_ends_of_their_ranges),
        cmocka_unit_test(a_run_tells_the_sums_of_its_input),
        cmocka_unit_test(a_transposed_matrix_has_the_same_pairs),
        cmocka_unit_test(travel_rows_and_matrix_give_the_same),
        cmocka_unit_test(every_measure_runs_out_of_memory_cleanly),
        cmocka_unit_test(every_measure_is_described),
        cmocka_unit_test(a_study_may_ask_for_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
