/* What must hold of measures on any data: seeded random matrices with isolated places, sites without supply, places without
 * persons and times that differ both ways. */
#include "given_matrix.h"
#include "support.h"

#include "analysis/access/measure.h"
#include "analysis/access/two_step.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

enum { PLACES = 900, SITES = 140 };

typedef struct {
    double demand[PLACES], supply[SITES];
    int64_t start[SITES + 1];
    int32_t place[SITES * PLACES], time_ds[SITES * PLACES], stands[SITES];
    mlg_times reach;
} land;

static land *new_land(uint64_t seed)
{
    land *l;
    mlg_error err;
    assert_ok(MLG_NEW(&l, 1, "land", &err), &err);
    for (int i = 0; i < PLACES; i++)
        l->demand[i] = random_below(&seed, 6) == 0 ? 0 : 3000 * random_unit(&seed);
    int64_t pairs = 0;
    for (int j = 0; j < SITES; j++) {
        l->supply[j] = random_below(&seed, 7) == 0 ? 0 : 1 + 9 * random_unit(&seed);
        l->stands[j] = random_below(&seed, PLACES + 1) - 1;
        bool alone = j % 31 == 5;
        for (int i = 0; i < PLACES && !alone; i++)
            if (i % 40 != 7 && random_below(&seed, 8) == 0) {
                l->place[pairs] = i;
                l->time_ds[pairs++] = random_below(&seed, 100) == 0 ? MLG_UNREACHABLE : random_below(&seed, 30000);
            }
        l->start[j + 1] = pairs;
    }
    l->reach = mlg_times_rows((mlg_sparse_view){ SITES, PLACES, l->start, l->place, l->time_ds });
    return l;
}

static mlg_measure_input input_of(const land *l, int threads)
{
    mlg_measure_input in = { &l->reach, NULL, l->demand, l->supply, mlg_measure_defaults(), threads, NULL };
    in.params.site_place = l->stands;
    return in;
}

static void run(const mlg_measure *m, const mlg_measure_input *in, double *value, mlg_measure_stats *stats)
{
    mlg_error err;
    assert_ok(mlg_measure_run(m, in, value, stats, &err), &err);
}

static double dot(int32_t count, const double *a, const double *b)
{
    double sum = 0;
    for (int32_t i = 0; i < count; i++)
        sum += (a ? a[i] : 1) * (isnan(b[i]) ? 0 : b[i]);
    return sum;
}

/* ---- conservation ------------------------------------------------------------------------------------------ */

static void check_conserved(const mlg_measure *m, const land *l, const double *value, const mlg_measure_stats *s)
{
    double reached = s->supply - s->supply_unreached, served = s->demand - s->demand_without;
    switch (m->conserves) {
    case MLG_CONSERVES_SUPPLY:
        assert_near(dot(PLACES, l->demand, value), reached, 1e-11 * reached);
        break;
    case MLG_CONSERVES_TOTAL:
        assert_near(dot(PLACES, NULL, value), reached, 1e-11 * reached);
        break;
    case MLG_CONSERVES_LEVEL:
        assert_near(dot(PLACES, NULL, value), s->level, 1e-11 * s->level);
        break;
    case MLG_CONSERVES_DEMAND:
        assert_near(dot(SITES, l->supply, value), served, 1e-11 * served);
        break;
    case MLG_CONSERVES_NOTHING:
        break;
    }
}

static void what_a_measure_says_it_conserves_is_conserved(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= (full_run() ? 4 : 1); seed++) {
        land *l = new_land(seed);
        for (const mlg_measure *m = mlg_measures; m->name; m++) {
            double value[PLACES];
            mlg_measure_stats stats;
            mlg_measure_input in = input_of(l, 2);
            run(m, &in, value, &stats);
            check_conserved(m, l, value, &stats);
            if (m->conserves != MLG_CONSERVES_NOTHING)
                assert_true(stats.sites_unreached >= 3 && stats.supply_unreached > 0);
        }
        free(l);
    }
}

/* A linear measure adds up: with the supplies of odd and even sites apart, the two results sum to that of all sites. Every other
 * measure by place that conserves supply breaks this somewhere, so that none that is linear is left unsaid. */
static void a_measure_is_linear_in_supply_when_it_says_so(void **state)
{
    (void)state;
    for (const mlg_measure *m = mlg_measures; m->name; m++) {
        if (m->by_site || m->conserves != MLG_CONSERVES_SUPPLY)
            assert_false(m->is_linear);
        if (m->by_site || m->conserves != MLG_CONSERVES_SUPPLY)
            continue;
        double value[3][PLACES], worst = 0;
        for (int part = 0; part < 3; part++) {
            land *l = new_land(2);
            mlg_measure_stats stats;
            for (int j = 0; j < SITES; j++)
                l->supply[j] = part < 2 && j % 2 != part ? 0 : l->supply[j];
            mlg_measure_input in = input_of(l, 1);
            run(m, &in, value[part], &stats);
            free(l);
        }
        for (int i = 0; i < PLACES; i++)
            if (!isnan(value[2][i]))
                worst = fmax(worst, fabs(value[0][i] + value[1][i] - value[2][i]) / fmax(value[2][i], 1e-3));
        if (m->is_linear ? worst > 1e-9 : worst < 1e-3)
            fail_msg("%s: %g apart", m->name, worst);
    }
}

/* BFCA's first sum: the demand put on sites is that of the places that have a site in reach. The demand of a site is
 * S_j / L_j, read from a run in which every supply is 1. */
static void bfca_shares_out_all_demand(void **state)
{
    (void)state;
    land *l = new_land(3);
    double value[PLACES], demand = 0, served, crowd[SITES];
    mlg_measure_stats stats;
    for (int j = 0; j < SITES; j++)
        l->supply[j] = 1;
    mlg_measure_input in = input_of(l, 1);
    run(mlg_measure_by_name("bfca"), &in, value, &stats);
    served = stats.demand - stats.demand_without;
    run(mlg_measure_by_name("i2sfca"), &in, crowd, &stats); /* with equal supplies, C_j is the same sum */
    for (int j = 0; j < SITES; j++)
        demand += crowd[j];
    assert_near(demand, served, 1e-11 * served);
    free(l);
}

/* ---- identities -------------------------------------------------------------------------------------------- */

static void availability_a_head_is_e2sfca(void **state)
{
    (void)state;
    land *l = new_land(5);
    double available[PLACES], access[PLACES];
    mlg_measure_stats stats;
    mlg_measure_input in = input_of(l, 2);
    run(mlg_measure_by_name("spatial-availability"), &in, available, &stats);
    run(mlg_measure_by_name("e2sfca"), &in, access, &stats);
    for (int i = 0; i < PLACES; i++)
        if (l->demand[i] > 0)
            assert_near(available[i] / l->demand[i], access[i], 1e-13 * access[i]);
    free(l);
}

static void m2sfca_is_a_part_of_e2sfca(void **state)
{
    (void)state;
    land *l = new_land(6);
    double part[PLACES], whole[PLACES];
    mlg_measure_stats stats;
    mlg_measure_input in = input_of(l, 2);
    int seen = 0;
    run(mlg_measure_by_name("m2sfca"), &in, part, &stats);
    run(mlg_measure_by_name("e2sfca"), &in, whole, &stats);
    for (int i = 0; i < PLACES; i++) {
        assert_true(whole[i] > 0 ? part[i] > 0 && part[i] <= whole[i] * (1 + 1e-14) : part[i] == 0);
        seen += part[i] < whole[i];
    }
    assert_true(seen > PLACES / 2);
    free(l);
}

/* APL by a travel model and e2sfca by a matrix are one computation. */
static void apl_is_the_access_of_a_travel_model(void **state)
{
    (void)state;
    enum { N = 60 };
    static int32_t times[N * N];
    double demand[N], supply[N], access[N], catchment[N], ratio[N], value[N];
    uint64_t seed = 11;
    mlg_travel *travel;
    mlg_access_stats stats;
    mlg_measure_stats measured;
    mlg_error err;
    for (int k = 0; k < N * N; k++)
        times[k] = random_below(&seed, 20000);
    for (int i = 0; i < N; i++) {
        demand[i] = 1000 * random_unit(&seed);
        supply[i] = i % 3 ? 5000 * random_unit(&seed) : 0;
    }
    travel = travel_by_matrix(N, N, times);
    mlg_access_input asked = { travel, mlg_decay_by_name("apl-cosine"), demand, supply, 2, NULL };
    assert_ok(mlg_access(&asked, access, catchment, ratio, &stats, &err), &err);
    mlg_times reach = mlg_times_travel(travel);
    mlg_measure_input in = { &reach, NULL, demand, supply, mlg_measure_defaults(), 2, NULL };
    run(mlg_measure_by_name("apl"), &in, value, &measured);
    assert_memory_equal(value, access, sizeof value);
    mlg_travel_free(travel);
}

/* ---- invariance -------------------------------------------------------------------------------------------- */

static void threads_change_no_bit_of_any_measure(void **state)
{
    (void)state;
    const int threads[] = { 2, 3, 8 };
    land *l = new_land(7);
    for (const mlg_measure *m = mlg_measures; m->name; m++) {
        double first[PLACES] = { 0 }, again[PLACES] = { 0 };
        mlg_measure_stats a, b;
        mlg_measure_input in = input_of(l, 1);
        run(m, &in, first, &a);
        for (size_t k = 0; k < sizeof threads / sizeof *threads; k++) {
            in.threads = threads[k];
            run(m, &in, again, &b);
            assert_memory_equal(first, again, sizeof first);
            assert_memory_equal(&a, &b, sizeof a);
        }
    }
    free(l);
}

static void assert_close(const mlg_measure *m, double got, double want)
{
    double tolerance = strcmp(m->name, "raam") == 0 ? 1e-4 : 1e-9;
    if (isnan(want) ? !isnan(got) : !(fabs(got - want) <= tolerance * fabs(want) + 1e-15)) {
        print_error("%s: %.17g, not %.17g\n", m->name, got, want);
        fail();
    }
}

/* Factor of a result when all supplies are c times larger, and all demands d times. */
static double scale_of(const mlg_measure *m, double c, double d)
{
    if (strcmp(m->unit, "min") == 0 || strcmp(m->name, "raam") == 0)
        return 1; /* congestion is relative to the mean */
    if (m->by_site)
        return d / c;
    return strcmp(m->unit, "S") == 0 ? c : c / d;
}

static void measures_scale_with_supply_and_demand(void **state)
{
    (void)state;
    land *l = new_land(8);
    for (const mlg_measure *m = mlg_measures; m->name; m++) {
        double first[PLACES] = { 0 }, scaled[PLACES] = { 0 };
        mlg_measure_stats stats;
        mlg_measure_input in = input_of(l, 2);
        run(m, &in, first, &stats);
        land *twice = new_land(8);
        for (int i = 0; i < PLACES; i++)
            twice->demand[i] *= 3;
        for (int j = 0; j < SITES; j++)
            twice->supply[j] *= 7;
        in = input_of(twice, 2);
        run(m, &in, scaled, &stats);
        for (int i = 0; i < (m->by_site ? SITES : PLACES); i++)
            assert_close(m, scaled[i], first[i] * scale_of(m, 7, 3));
        free(twice);
    }
    free(l);
}

/* The same land with sites and places numbered backwards. */
static land *turned(const land *l)
{
    land *t = new_land(0);
    int64_t pairs = 0;
    for (int i = 0; i < PLACES; i++)
        t->demand[i] = l->demand[PLACES - 1 - i];
    for (int j = 0; j < SITES; j++) {
        int from = SITES - 1 - j;
        t->supply[j] = l->supply[from];
        t->stands[j] = l->stands[from] < 0 ? -1 : PLACES - 1 - l->stands[from];
        for (int64_t k = l->start[from + 1] - 1; k >= l->start[from]; k--) {
            t->place[pairs] = PLACES - 1 - l->place[k];
            t->time_ds[pairs++] = l->time_ds[k];
        }
        t->start[j + 1] = pairs;
    }
    return t;
}

static void numbering_changes_nothing(void **state)
{
    (void)state;
    land *l = new_land(9), *t = turned(l);
    for (const mlg_measure *m = mlg_measures; m->name; m++) {
        double first[PLACES] = { 0 }, other[PLACES] = { 0 };
        mlg_measure_stats stats;
        int n = m->by_site ? SITES : PLACES;
        mlg_measure_input in = input_of(l, 2);
        in.params.gap = 1e-12;
        run(m, &in, first, &stats);
        in = input_of(t, 2);
        in.params.gap = 1e-12;
        run(m, &in, other, &stats);
        for (int i = 0; i < n; i++)
            assert_close(m, other[n - 1 - i], first[i]);
    }
    free(l);
    free(t);
}

/* A place or a site in a seeded order: order[i] is what stands at i. */
static void shuffle(int32_t *order, int32_t n, uint64_t *seed)
{
    for (int32_t i = 0; i < n; i++)
        order[i] = i;
    for (int32_t i = n - 1; i > 0; i--) {
        int32_t j = random_below(seed, i + 1), kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }
}

/* The row of a site under new numbers of places: those rise, as they must. */
static int64_t renumber_row(land *out, int64_t pairs, const land *l, int32_t site, const int32_t *order)
{
    int32_t time[PLACES];
    for (int i = 0; i < PLACES; i++)
        time[i] = -1;
    for (int64_t k = l->start[site]; k < l->start[site + 1]; k++)
        time[l->place[k]] = l->time_ds[k];
    for (int i = 0; i < PLACES; i++)
        if (time[order[i]] >= 0) {
            out->place[pairs] = i;
            out->time_ds[pairs++] = time[order[i]];
        }
    return pairs;
}

static land *shuffled(const land *l, const int32_t *places, const int32_t *sites)
{
    land *t = new_land(0);
    int32_t number[PLACES];
    int64_t pairs = 0;
    for (int i = 0; i < PLACES; i++) {
        t->demand[i] = l->demand[places[i]];
        number[places[i]] = i;
    }
    for (int j = 0; j < SITES; j++) {
        t->supply[j] = l->supply[sites[j]];
        t->stands[j] = l->stands[sites[j]] < 0 ? -1 : number[l->stands[sites[j]]];
        t->start[j + 1] = pairs = renumber_row(t, pairs, l, sites[j], places);
    }
    return t;
}

static void any_order_of_places_and_sites_gives_the_same(void **state)
{
    (void)state;
    for (uint64_t seed = 21; seed <= 22; seed++) {
        uint64_t dice = seed;
        int32_t places[PLACES], sites[SITES];
        shuffle(places, PLACES, &dice);
        shuffle(sites, SITES, &dice);
        land *l = new_land(seed), *t = shuffled(l, places, sites);
        for (const mlg_measure *m = mlg_measures; m->name; m++) {
            double first[PLACES] = { 0 }, other[PLACES] = { 0 };
            mlg_measure_stats stats;
            const int32_t *order = m->by_site ? sites : places;
            mlg_measure_input in = input_of(l, 2);
            in.params.gap = 1e-12;
            run(m, &in, first, &stats);
            in = input_of(t, 2);
            in.params.gap = 1e-12;
            run(m, &in, other, &stats);
            for (int i = 0; i < (m->by_site ? SITES : PLACES); i++)
                assert_close(m, other[i], first[order[i]]);
        }
        free(l);
        free(t);
    }
}

/* ---- RAAM -------------------------------------------------------------------------------------------------- */

/* Loads and costs rebuilt from the choices: everyone is somewhere, A_i is the least cost, and those of one place who go to
 * several sites pay the same, within what the gap leaves. */
static void check_equilibrium(const land *l, const double *choice, const double *value, double tolerance)
{
    double load[SITES] = { 0 }, somewhere[PLACES] = { 0 }, least[PLACES];
    double rho = dot(PLACES, NULL, l->demand) / dot(SITES, NULL, l->supply);
    for (int i = 0; i < PLACES; i++)
        least[i] = (double)INFINITY;
    for (int j = 0; j < SITES; j++)
        for (int64_t k = l->start[j]; k < l->start[j + 1]; k++) {
            load[j] += choice[k];
            somewhere[l->place[k]] += choice[k];
        }
    for (int j = 0; j < SITES; j++)
        for (int64_t k = l->start[j]; k < l->start[j + 1] && l->supply[j] > 0; k++) {
            int i = l->place[k];
            double cost = load[j] / (l->supply[j] * rho) + l->time_ds[k] / 36000.0;
            if (l->time_ds[k] <= 36000)
                least[i] = fmin(least[i], cost);
            if (choice[k] > 1e-3 * l->demand[i])
                assert_near(cost, value[i], tolerance);
        }
    for (int i = 0; i < PLACES; i++) {
        assert_near(somewhere[i], isnan(value[i]) ? 0 : l->demand[i], 1e-9);
        if (!isnan(value[i]))
            assert_near(value[i], least[i], 1e-12);
    }
}

static void raam_costs_are_equal_over_used_sites(void **state)
{
    (void)state;
    double *choice;
    mlg_error err;
    assert_ok(MLG_NEW(&choice, SITES * PLACES, "choices", &err), &err);
    for (uint64_t seed = 1; seed <= (full_run() ? 4 : 1); seed++) {
        land *l = new_land(seed);
        double rough[PLACES], fine[PLACES];
        mlg_measure_stats a, b;
        mlg_measure_input in = input_of(l, 1);
        in.params.choice = choice;
        run(mlg_measure_by_name("raam"), &in, rough, &a);
        check_equilibrium(l, choice, rough, 0.01);
        in.params.gap = 1e-12;
        run(mlg_measure_by_name("raam"), &in, fine, &b);
        check_equilibrium(l, choice, fine, 1e-6);
        assert_true(a.gap <= 1e-6 && b.gap <= 1e-12 && b.iterations > a.iterations);
        free(l);
    }
    free(choice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_measure_says_it_conserves_is_conserved),
        cmocka_unit_test(a_measure_is_linear_in_supply_when_it_says_so),
        cmocka_unit_test(bfca_shares_out_all_demand),
        cmocka_unit_test(availability_a_head_is_e2sfca),
        cmocka_unit_test(m2sfca_is_a_part_of_e2sfca),
        cmocka_unit_test(apl_is_the_access_of_a_travel_model),
        cmocka_unit_test(threads_change_no_bit_of_any_measure),
        cmocka_unit_test(measures_scale_with_supply_and_demand),
        cmocka_unit_test(numbering_changes_nothing),
        cmocka_unit_test(any_order_of_places_and_sites_gives_the_same),
        cmocka_unit_test(raam_costs_are_equal_over_used_sites),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
