/* Access fused with the sweeps equals, bit for bit, the same sums over stored rows; its catchments are those of
 * mlg_access(), and what is given equals what is supplied. */
#include "sweep_table.h"

#include "analysis/access/two_step_sweep.h"

#include <math.h>

enum { SIDE = 60, SITES = 300, PLACES = 2500 };

typedef struct {
    mlg_arcs arcs;
    mlg_csr csr;
    mlg_hierarchy *hierarchy;
    mlg_spots *spots;
    mlg_anchor site[SITES], place[PLACES];
    double demand[PLACES], supply[SITES];
    int32_t *time_ds; /* [SITES x PLACES] */
    mlg_access_sweep_input input;
} scene;

/* Streets of a square town, both ways, one to ninety seconds long. */
static void lay_streets(scene *s, uint64_t *random)
{
    mlg_error err;
    int32_t count = 0;
    assert_ok(mlg_arcs_init(&s->arcs, SIDE * SIDE, 4 * SIDE * SIDE, &err), &err);
    for (int32_t v = 0; v < SIDE * SIDE; v++)
        for (int32_t step = 1; step <= SIDE; step += SIDE - 1) {
            if (v + step >= SIDE * SIDE || (step == 1 && (v + 1) % SIDE == 0))
                continue;
            for (int way = 0; way < 2; way++) {
                s->arcs.tail[count] = way ? v + step : v;
                s->arcs.head[count] = way ? v : v + step;
                s->arcs.time_ds[count++] = 10 + random_below(random, 900);
            }
        }
    s->arcs.n_arcs = count;
    assert_ok(mlg_csr_init(&s->csr, &s->arcs, MLG_FORWARD, &err), &err);
}

static int set_up(void **state)
{
    scene *s = calloc(1, sizeof *s);
    mlg_error err;
    uint64_t random = 4;
    lay_streets(s, &random);
    for (int32_t j = 0; j < SITES; j++) {
        s->site[j] = (mlg_anchor){ { random_below(&random, SIDE * SIDE), MLG_NOWHERE }, { 0, 0 } };
        s->supply[j] = j % 11 ? 0.1 * (double)random_below(&random, 60) : 0;
    }
    for (int32_t i = 0; i < PLACES; i++) {
        int32_t v = random_below(&random, SIDE * SIDE - 1);
        s->place[i] = (mlg_anchor){ { v, v + 1 }, { random_below(&random, 300), random_below(&random, 300) } };
        s->demand[i] = i % 5 ? 1000 * random_unit(&random) : 0;
    }
    assert_ok(mlg_hierarchy_new(&s->hierarchy, &s->csr.view, NULL, &err), &err);
    assert_ok(mlg_spots_new(&s->spots, s->hierarchy, s->place, PLACES, &err), &err);
    const mlg_sweep_request request = {
        .spots = s->spots, .sources = s->site, .n_sources = SITES, .limit_ds = 20000
    };
    s->time_ds = table_by_search(&s->csr.view, &request, s->place);
    s->input = (mlg_access_sweep_input){ .spots = s->spots,
                                         .sites = s->site,
                                         .n_sites = SITES,
                                         .demand = s->demand,
                                         .supply = s->supply,
                                         .threads = 1 };
    *state = s;
    return 0;
}

static int tear_down(void **state)
{
    scene *s = *state;
    mlg_spots_free(s->spots);
    mlg_hierarchy_free(s->hierarchy);
    mlg_csr_release(&s->csr);
    mlg_arcs_release(&s->arcs);
    free(s->time_ds);
    free(s);
    return 0;
}

typedef struct {
    double access[PLACES], catchment[SITES], ratio[SITES];
    mlg_access_stats stats;
} result;

static double weight(const scene *s, int32_t site, int32_t place)
{
    return mlg_decay_weight(s->input.decay, s->time_ds[site * PLACES + place]);
}

/* Sites with supply by node, then number: the order of the lanes. */
static int32_t order_sites(const scene *s, int32_t *site)
{
    int32_t count = 0;
    for (int32_t v = 0; v < SIDE * SIDE; v++)
        for (int32_t j = 0; j < SITES; j++)
            if (s->site[j].node[0] == v && s->supply[j] > 0)
                site[count++] = j;
    return count;
}

/* The sums of access/two_step_sweep.h written down plainly, over the stored times. */
static void by_stored_rows(result *r, const scene *s)
{
    const int32_t *place = mlg_spots_places(s->spots);
    int32_t site[SITES], count = order_sites(s, site);
    for (int32_t k = 0; k < count; k++) {
        double sum = 0;
        for (int32_t spot = 0; spot < PLACES; spot++)
            sum += weight(s, site[k], place[spot]) * s->demand[place[spot]];
        r->catchment[site[k]] = sum;
        r->ratio[site[k]] = sum > 0 ? s->supply[site[k]] / sum : 0;
    }
    for (int32_t i = 0; i < PLACES; i++) {
        r->access[i] = 0;
        for (int32_t first = 0; first < count; first += MLG_LANES) {
            double part[8] = { 0 };
            for (int32_t k = first; k < count && k < first + MLG_LANES; k++)
                part[(k - first) % 8] += weight(s, site[k], i) * r->ratio[site[k]];
            r->access[i] +=
                ((part[0] + part[4]) + (part[2] + part[6])) + ((part[1] + part[5]) + (part[3] + part[7]));
        }
    }
}

static void run(result *r, const scene *s)
{
    mlg_error err;
    assert_ok(mlg_access_by_sweep(&s->input, r->access, r->catchment, r->ratio, &r->stats, &err), &err);
}

/* Named and not, each with both closures. */
enum { DECAYS = 200 };

static int32_t all_decays(mlg_decay *decay)
{
    mlg_error err;
    int32_t named, count = 0;
    const mlg_decay *list = mlg_decay_list(&named);
    assert_true(2 * (named + MLG_EPANECHNIKOV + 1) <= DECAYS);
    for (int32_t d = 0; d < named; d++)
        if (mlg_decay_limit(&list[d]) <= 20000) /* within the stored times */
            decay[count++] = list[d];
    for (int shape = MLG_STEPS; shape <= MLG_EPANECHNIKOV; shape++)
        assert_ok(mlg_decay_of_shape(&decay[count++], "of its shape", (mlg_decay_shape)shape, 25.05, 12, 4, &err),
                  &err);
    for (int32_t d = 0; d < count; d++) {
        decay[count + d] = decay[d];
        decay[count + d].closure = decay[d].closure == MLG_CLOSED_LEFT ? MLG_CLOSED_RIGHT : MLG_CLOSED_LEFT;
    }
    return 2 * count;
}

static void assert_same_bits(const result *got, const result *want, const scene *s)
{
    assert_memory_equal(got->access, want->access, sizeof want->access);
    for (int32_t j = 0; j < SITES; j++) {
        if (s->supply[j] > 0)
            assert_memory_equal(&got->catchment[j], &want->catchment[j], sizeof want->catchment[j]);
        else
            assert_true(isnan(got->catchment[j]) && got->ratio[j] == 0);
    }
}

static void assert_conserved(const result *r, const scene *s)
{
    double given = 0, reached = r->stats.supply - r->stats.supply_unreached;
    for (int32_t i = 0; i < PLACES; i++)
        given += r->access[i] * s->demand[i];
    assert_true(reached > 0);
    assert_near(given, reached, 1e-12 * reached);
}

/* Every decay and lane code, by one to three threads. */
static void sums_are_those_of_stored_rows_to_the_last_bit(void **state)
{
    scene *s = *state;
    mlg_decay decay[DECAYS];
    const int32_t decays = all_decays(decay);
    result *want = calloc(1, sizeof *want), *got = calloc(1, sizeof *got);
    for (int32_t d = 0; d < decays; d++) {
        s->input.decay = &decay[d];
        by_stored_rows(want, s);
        for (int path = MLG_LANES_BEST; path <= MLG_LANES_AVX512; path++) {
            if (!mlg_lane_path_here((mlg_lane_path)path))
                continue;
            s->input.path = (mlg_lane_path)path;
            s->input.threads = 1 + (d + path) % 3;
            run(got, s);
            assert_same_bits(got, want, s);
        }
        assert_conserved(got, s);
    }
    free(want);
    free(got);
}

/* The same by mlg_access() on the table: equal but for the order of the additions. */
static void access_agrees_with_that_of_single_searches(void **state)
{
    scene *s = *state;
    mlg_error err;
    mlg_travel *travel;
    result *swept = calloc(1, sizeof *swept), *single = calloc(1, sizeof *single);
    s->input.decay =
        mlg_decay_by_name("apl-2016") ? mlg_decay_by_name("apl-2016") : mlg_decay_list(&(int32_t){ 0 });
    run(swept, s);
    assert_ok(mlg_travel_table(&travel, SITES, PLACES, s->time_ds, &err), &err);
    const mlg_access_input input = {
        .travel = travel, .decay = s->input.decay, .demand = s->demand, .supply = s->supply, .threads = 1
    };
    assert_ok(mlg_access(&input, single->access, single->catchment, single->ratio, &single->stats, &err), &err);
    for (int32_t i = 0; i < PLACES; i++)
        assert_near(swept->access[i], single->access[i], 1e-13 * (1 + single->access[i]));
    assert_conserved(swept, s);
    assert_int_equal(swept->stats.sites_with_supply, single->stats.sites_with_supply);
    assert_int_equal(swept->stats.sites_unreached, single->stats.sites_unreached);
    assert_int_equal(swept->stats.places_without, single->stats.places_without);
    assert_near(swept->stats.demand_without, single->stats.demand_without, 0);
    mlg_travel_free(travel);
    free(swept);
    free(single);
}

static void faults_are_told(void **state)
{
    scene *s = *state;
    mlg_error err;
    mlg_decay far_away;
    result *r = calloc(1, sizeof *r);
    const double end_min[1] = { 110 }, whole[1] = { 1 };
    assert_ok(mlg_decay_custom(&far_away, "far", MLG_CLOSED_RIGHT, 1, end_min, whole, &err), &err);
    mlg_access_sweep_input input = s->input;
    input.decay = &far_away;
    assert_fails(mlg_access_by_sweep(&input, r->access, r->catchment, r->ratio, &r->stats, &err), MLG_USAGE, &err,
                 "66000 ds");
    input.decay = mlg_decay_list(&(int32_t){ 0 });
    s->demand[7] = -1;
    assert_fails(mlg_access_by_sweep(&input, r->access, r->catchment, r->ratio, &r->stats, &err), MLG_INPUT, &err,
                 "7");
    s->demand[7] = 3;
    free(r);
}

/* By steps, then by a table. */
static void every_allocation_may_fail(void **state)
{
    scene *s = *state;
    mlg_error err;
    const char *decay[2] = { "apl-2015", "irdes-gaussian" };
    result *r = calloc(1, sizeof *r);
    mlg_access_sweep_input input = s->input;
    input.threads = 1;
    for (int d = 0; d < 2; d++) {
        long n = 1;
        input.decay = mlg_decay_by_name(decay[d]);
        for (mlg_status st = MLG_MEMORY; st != MLG_OK; n++) {
            mlg_memory_fail_at(n);
            st = mlg_access_by_sweep(&input, r->access, r->catchment, r->ratio, &r->stats, &err);
            mlg_memory_fail_at(0);
            assert_true(st == MLG_OK || st == MLG_MEMORY);
        }
        assert_true(n > 20);
    }
    free(r);
}

static bool count_down(void *context, const char *stage, double fraction)
{
    (void)stage;
    assert_true(fraction >= 0 && fraction <= 1);
    return --*(int *)context > 0;
}

/* Stopped at the first call, the second, ... until nothing stops it; then the figures are whole. */
static void the_caller_may_stop_it_anywhere(void **state)
{
    scene *s = *state;
    mlg_error err;
    int calls = 1;
    result *whole = calloc(1, sizeof *whole), *r = calloc(1, sizeof *r);
    s->input.decay = mlg_decay_by_name("gaussian-dai-30");
    s->input.threads = 1;
    run(whole, s);
    for (mlg_status st = MLG_CANCELLED; st != MLG_OK; calls++) {
        int left = calls;
        mlg_access_sweep_input input = s->input;
        const mlg_progress progress = { count_down, &left };
        input.progress = &progress;
        st = mlg_access_by_sweep(&input, r->access, r->catchment, r->ratio, &r->stats, &err);
        assert_true(st == MLG_OK || st == MLG_CANCELLED);
    }
    assert_true(calls > SITES / MLG_LANES);
    assert_same_bits(r, whole, s);
    free(whole);
    free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_those_of_stored_rows_to_the_last_bit),
        cmocka_unit_test(access_agrees_with_that_of_single_searches),
        cmocka_unit_test(faults_are_told),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(the_caller_may_stop_it_anywhere),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
