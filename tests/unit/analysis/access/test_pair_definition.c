/* Passes over pairs beside their definition, summed pair by pair in plain loops: a matrix and travel, every combination of what is gathered
 * and sent. Arrays have the size they need and no more, so that sanitizers see what is read or written beyond them. */
#include "given_matrix.h"
#include "support.h"

#include "analysis/access/pair_sums.h"
#include "analysis/access/pair_sums_lanes.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES = 48, MOST_SITES = 300 }; /* more sites than a round by travel has */

typedef struct {
    int32_t sites;
    int32_t *time_ds, *stands;       /* [sites x PLACES], [sites] */
    double *weight, *u, *active, *y; /* [sites x PLACES], [PLACES], [sites], [PLACES] */
    double *down, *weights;          /* [sites] what site_factor() was given; NaN: nothing */
    int64_t *start;                  /* the pairs that there are, as a matrix */
    int32_t *place, *pair_ds;
    mlg_travel *travel;
} land;

static void *array(size_t count, size_t size)
{
    void *made;
    mlg_error err;
    assert_ok(mlg_new_array(&made, count, size, "land", &err), &err);
    return made;
}

/* The first site reaches every place, the fourth none and the eighth the last one only; places are at most in one row of three, some
 * at the very limit of the decay and some beyond. */
static int32_t time_of(int32_t site, int32_t place, int32_t limit_ds, uint64_t *seed)
{
    bool is_pair = site == 7 ? place == PLACES - 1 : site != 3 && (site == 0 || random_below(seed, 3) == 0);
    int32_t nears = random_below(seed, 8);
    return !is_pair ? MLG_UNREACHABLE : nears < 2 ? limit_ds + nears : random_below(seed, limit_ds + 200);
}

static land land_of(int32_t sites, const mlg_decay *decay)
{
    uint64_t seed = 17;
    size_t n = (size_t)sites, cells = n * PLACES;
    land l = { .sites = sites };
    l.time_ds = array(cells, sizeof *l.time_ds), l.stands = array(n, sizeof *l.stands);
    l.weight = array(cells, sizeof *l.weight);
    l.u = array(PLACES, sizeof *l.u), l.active = array(n, sizeof *l.active), l.y = array(PLACES, sizeof *l.y);
    l.down = array(n, sizeof *l.down), l.weights = array(n, sizeof *l.weights),
    l.start = array(n + 1, sizeof *l.start);
    for (int i = 0; i < PLACES; i++)
        l.u[i] = 3000 * random_unit(&seed);
    int64_t pairs = 0;
    for (int32_t j = 0; j < sites; j++) {
        l.active[j] = j % 11 == 4 ? 0 : 0.5 + j % 3;
        l.stands[j] = random_below(&seed, PLACES + 1) - 1;
        for (int32_t i = 0; i < PLACES; i++) {
            int32_t t = l.time_ds[j * PLACES + i] = time_of(j, i, mlg_decay_limit(decay), &seed);
            l.weight[j * PLACES + i] = mlg_decay_weight(decay, t);
            pairs += t != MLG_UNREACHABLE;
        }
        l.start[j + 1] = pairs;
    }
    l.place = array((size_t)pairs, sizeof *l.place), l.pair_ds = array((size_t)pairs, sizeof *l.pair_ds);
    for (int64_t cell = 0, at = 0; cell < (int64_t)cells; cell++)
        if (l.time_ds[cell] != MLG_UNREACHABLE) {
            l.place[at] = (int32_t)(cell % PLACES);
            l.pair_ds[at++] = l.time_ds[cell];
        }
    l.travel = travel_by_matrix(sites, PLACES, l.time_ds);
    return l;
}

static void release(land *l)
{
    void *const owned[] = { l->weight, l->time_ds, l->stands, l->u,     l->active, l->y,
                            l->down,   l->weights, l->start,  l->place, l->pair_ds };
    for (size_t k = 0; k < sizeof owned / sizeof *owned; k++)
        free(owned[k]);
    mlg_travel_free(l->travel);
}

/* Of every five sites one sends nothing and one exactly 1. */
static double factor_of(int32_t site, double down, double weights)
{
    return site % 5 == 0 ? 0 : site % 5 == 1 ? 1 : (1 + site) / (1 + down + weights);
}

static mlg_status site_factor(void *context, int32_t site, double down, double weights, double *factor,
                              mlg_error *err)
{
    (void)err;
    land *l = context;
    assert_true(site >= 0 && site < l->sites && isnan(l->down[site])); /* once a site */
    l->down[site] = down;
    l->weights[site] = weights;
    if (site % 5 != 0) /* left alone it is 0 */
        *factor = factor_of(site, down, weights);
    return MLG_OK;
}

/* The same for every number a site may have. */
static mlg_status shared_out(void *context, int32_t site, double down, double weights, double *factor,
                             mlg_error *err)
{
    (void)context, (void)site, (void)weights, (void)err;
    *factor = 1 / (1 + down);
    return MLG_OK;
}

static double power(double weight, int exponent)
{
    return exponent == 2 ? weight * weight : weight;
}

static void check(const land *l, const mlg_pair_sums *pass)
{
    double y[PLACES] = { 0 };
    for (int32_t j = 0; j < l->sites; j++) {
        double down = 0, weights = 0;
        if (!(l->active[j] > 0)) {
            assert_true(isnan(l->down[j]));
            continue;
        }
        const double *row = l->weight + j * PLACES;
        for (int i = 0; i < PLACES; i++) {
            down += pass->down ? l->u[i] * power(row[i], pass->down_power) : 0;
            weights += pass->sum_weights ? row[i] : 0;
        }
        assert_near(l->down[j], down, 1e-12 * down);
        assert_near(l->weights[j], weights, 1e-12 * weights);
        for (int i = 0; i < PLACES; i++)
            y[i] += factor_of(j, down, weights) * power(row[i], pass->up_power);
    }
    for (int i = 0; i < PLACES && pass->up; i++)
        assert_near(l->y[i], y[i], 1e-12 * y[i]);
}

static void run(land *l, const mlg_pair_sums *pass)
{
    mlg_error err;
    for (int32_t j = 0; j < l->sites; j++)
        l->down[j] = l->weights[j] = (double)NAN;
    assert_ok(mlg_pair_sums_run(pass, &err), &err);
}

/* `way`: a matrix, pair by pair or by the best code; travel, sites in equal numbers or by their places. */
static void check_way(land *l, mlg_pair_sums pass, int way)
{
    mlg_times reach = way < 2
                          ? mlg_times_rows((mlg_sparse_view){ l->sites, PLACES, l->start, l->place, l->pair_ds })
                          : mlg_times_travel(l->travel);
    mlg_pair_code by_pairs = mlg_pair_plain;
    by_pairs.sparsest = 0;
    pass.reach = &reach;
    pass.code = way == 0 ? &by_pairs : NULL;
    pass.site_place = way == 3 ? l->stands : NULL;
    run(l, &pass);
    check(l, &pass);
}

/* Every `step`-th choice of what is gathered and sent. */
static void check_land(land *l, const mlg_decay *decay, int step)
{
    for (int choice = 31; choice >= 0; choice -= step)
        for (int way = 0; way < 4; way++)
            check_way(l,
                      (mlg_pair_sums){ .decay = decay,
                                       .active = l->active,
                                       .down = choice & 1 ? l->u : NULL,
                                       .down_power = choice & 2 ? 2 : 1,
                                       .up_power = choice & 4 ? 2 : 1,
                                       .sum_weights = choice & 8,
                                       .site_factor = site_factor,
                                       .context = l,
                                       .up = choice & 16 ? l->y : NULL,
                                       .threads = 2 },
                      way);
}

static void sums_are_those_of_the_definition(void **state)
{
    (void)state;
    static const char *const decays[] = { "e2sfca-slow", "irdes-gaussian" };
    for (size_t d = 0; d < sizeof decays / sizeof *decays; d++) {
        const mlg_decay *decay = mlg_decay_by_name(decays[d]);
        land one = land_of(1, decay), many = land_of(MOST_SITES, decay);
        check_land(&one, decay, 8);
        check_land(&many, decay, d == 0 ? 1 : 5);
        release(&one);
        release(&many);
    }
}

/* Sites are added by their places: one more, which reaches the last place alone, leaves all other places the same bits. */
static void a_site_elsewhere_changes_no_bit(void **state)
{
    (void)state;
    const mlg_decay *decay = mlg_decay_by_name("irdes-gaussian");
    land l = land_of(MOST_SITES, decay);
    double before[PLACES];
    for (int32_t j = 0; j < l.sites; j++) {
        l.active[j] = 1;
        l.stands[j] = j % 3;
        for (int32_t i = 0; i < PLACES; i++)
            if (j == 0 || i == PLACES - 1)
                l.time_ds[j * PLACES + i] = j == 0 && i == PLACES - 1 ? 0 : MLG_UNREACHABLE;
    }
    mlg_travel *all = travel_by_matrix(l.sites, PLACES, l.time_ds),
               *others = travel_by_matrix(l.sites - 1, PLACES, l.time_ds + PLACES);
    mlg_times reach = mlg_times_travel(all);
    mlg_pair_sums pass = { .reach = &reach,
                           .decay = decay,
                           .site_place = l.stands,
                           .down_power = 1,
                           .up_power = 1,
                           .down = l.u,
                           .site_factor = shared_out,
                           .up = l.y,
                           .threads = 1 };
    mlg_error err;
    assert_ok(mlg_pair_sums_run(&pass, &err), &err);
    memcpy(before, l.y, sizeof before);
    reach = mlg_times_travel(others);
    pass.site_place = l.stands + 1;
    assert_ok(mlg_pair_sums_run(&pass, &err), &err);
    assert_true(before[PLACES - 1] > 0);
    assert_memory_equal(before, l.y, sizeof before - sizeof *before);
    mlg_travel_free(all);
    mlg_travel_free(others);
    release(&l);
}

/* ---- what travel and the caller are told -------------------------------------------------------------------- */

typedef struct {
    int32_t asked[MOST_SITES], n; /* -1: all sites */
} told;

static mlg_status note_ahead(void *data, const int32_t *site, int32_t n, int32_t limit_ds,
                             const mlg_progress *progress, mlg_error *err)
{
    (void)limit_ds, (void)progress, (void)err;
    told *t = data;
    for (int32_t k = 0; site && k < n; k++)
        t->asked[k] = site[k];
    t->n = site ? n : -1;
    return MLG_OK;
}

static mlg_status reach_nobody(const void *data, int32_t site, int32_t limit_ds, mlg_travel_scratch *scratch,
                               mlg_error *err)
{
    (void)data, (void)site, (void)limit_ds, (void)scratch, (void)err;
    return MLG_OK;
}

static void keep(void *data)
{
    (void)data;
}

typedef struct {
    double fraction[8];
    int n;
} steps;

static bool note_step(void *context, const char *stage, double fraction)
{
    steps *s = context;
    assert_string_equal(stage, "access");
    assert_true(s->n < 8);
    s->fraction[s->n++] = fraction;
    return true;
}

static const mlg_travel_model listening = {
    .name = "listening", .search = reach_nobody, .release = keep, .ahead = note_ahead
};

/* Sites with any supply are announced, and no others; 300 sites go in rounds of 256. */
static void travel_and_caller_hear_what_comes(void **state)
{
    (void)state;
    double active[MOST_SITES] = { 0, 0.5, 2, 0, 1 };
    told heard = { .n = 0 };
    steps seen = { .n = 0 };
    const mlg_progress progress = { note_step, &seen };
    mlg_travel *travel;
    mlg_error err;
    assert_ok(mlg_travel_new(&travel, &listening, &heard, MOST_SITES, PLACES, &err), &err);
    mlg_times reach = mlg_times_travel(travel);
    mlg_pair_sums pass = { .reach = &reach,
                           .decay = mlg_decay_by_name("binary-30"),
                           .active = active,
                           .site_factor = shared_out,
                           .threads = 1,
                           .progress = &progress,
                           .stage = "access" };
    assert_ok(mlg_pair_sums_run(&pass, &err), &err);
    assert_int_equal(heard.n, 3);
    assert_memory_equal(heard.asked, ((const int32_t[]){ 1, 2, 4 }), 3 * sizeof *heard.asked);
    assert_int_equal(seen.n, 3);
    assert_near(seen.fraction[0], 0, 0);
    assert_near(seen.fraction[1], 256.0 / 300, 0);
    assert_near(seen.fraction[2], 1, 0);
    pass.active = NULL;
    pass.progress = NULL;
    assert_ok(mlg_pair_sums_run(&pass, &err), &err);
    assert_int_equal(heard.n, -1);
    mlg_travel_free(travel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_those_of_the_definition),
        cmocka_unit_test(a_site_elsewhere_changes_no_bit),
        cmocka_unit_test(travel_and_caller_hear_what_comes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
