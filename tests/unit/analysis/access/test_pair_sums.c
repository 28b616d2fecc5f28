/* A pass is defined pair by pair; every code that spreads rows gives the same bits. */
#include "support.h"

#include "analysis/access/pair_sums.h"
#include "analysis/access/pair_sums_kept.h"
#include "analysis/access/pair_sums_lanes.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

enum { PLACES = 1000, SITES = 60 };

typedef struct {
    double u[PLACES], supply[SITES], y[PLACES], down[SITES], weights[SITES];
    int64_t start[SITES + 1];
    int32_t place[SITES * PLACES], time_ds[SITES * PLACES];
    mlg_times reach;
} land;

/* Rows from crowded to sparse, one empty, one of a single pair at the last place. */
static land *new_land(uint64_t seed)
{
    land *l;
    mlg_error err;
    assert_ok(MLG_NEW(&l, 1, "land", &err), &err);
    for (int i = 0; i < PLACES; i++)
        l->u[i] = random_below(&seed, 6) == 0 ? 0 : 3000 * random_unit(&seed);
    int64_t pairs = 0;
    for (int j = 0; j < SITES; j++) {
        int32_t one_in = 1 + j % 20;
        int from = j == 7 ? PLACES - 1 : (int)random_below(&seed, PLACES / 2), to = from + 5 + 8 * j;
        l->supply[j] = j % 11 == 4 ? 0 : 1 + 9 * random_unit(&seed);
        for (int i = from; i < PLACES && i < to && j != 3; i++)
            if (random_below(&seed, one_in) == 0 || i == PLACES - 1) {
                l->place[pairs] = i;
                l->time_ds[pairs++] = random_below(&seed, 50) == 0 ? MLG_UNREACHABLE : random_below(&seed, 25000);
            }
        l->start[j + 1] = pairs;
    }
    l->reach = mlg_times_rows((mlg_sparse_view){ SITES, PLACES, l->start, l->place, l->time_ds });
    return l;
}

static mlg_status site_factor(void *context, int32_t site, double down, double weights, double *factor,
                              mlg_error *err)
{
    (void)err;
    land *l = context;
    l->down[site] = down;
    l->weights[site] = weights;
    *factor = down > 0 ? l->supply[site] / down : l->supply[site];
    return MLG_OK;
}

typedef struct {
    mlg_decay decay;
    int down_power, up_power, threads;
    bool comes_down;
} trial;

static void run(land *l, const trial *t, const mlg_pair_code *code, mlg_kept_rows *kept)
{
    mlg_error err;
    mlg_pair_sums pass = { .reach = &l->reach,
                           .decay = &t->decay,
                           .active = l->supply,
                           .down = t->comes_down ? l->u : NULL,
                           .down_power = t->down_power,
                           .up_power = t->up_power,
                           .sum_weights = t->comes_down,
                           .site_factor = site_factor,
                           .context = l,
                           .up = l->y,
                           .threads = t->threads,
                           .kept = kept,
                           .code = code };
    assert_ok(mlg_pair_sums_run(&pass, &err), &err);
}

static mlg_pair_code pairwise(void)
{
    mlg_pair_code code = mlg_pair_plain;
    code.sparsest = 0;
    return code;
}

static void check_same(const land *want, const land *got)
{
    assert_memory_equal(want->y, got->y, sizeof want->y);
    assert_memory_equal(want->down, got->down, sizeof want->down);
    assert_memory_equal(want->weights, got->weights, sizeof want->weights);
}

/* Every code that this processor has, twice: the second time with the rows the first one kept. */
static void check_codes(land *l, land *plain, const trial *t)
{
    const mlg_pair_code *codes[] = { &mlg_pair_plain, mlg_pair_avx2(), mlg_pair_avx512(),
                                     mlg_pair_avx512_classes() };
    mlg_pair_code by_pairs = pairwise();
    run(plain, t, &by_pairs, NULL);
    for (size_t c = 0; c < sizeof codes / sizeof *codes; c++) {
        mlg_kept_rows kept = { 0 };
        for (int turn = 0; codes[c] && turn < 2; turn++) {
            run(l, t, codes[c], &kept);
            check_same(plain, l);
        }
        mlg_kept_rows_release(&kept);
    }
}

static void every_code_gives_the_bits_of_the_pairs(void **state)
{
    (void)state;
    static const char *const decays[] = { "binary-30", "e2sfca-slow", "apl-2012", "apl-2015", "irdes-gaussian" };
    static const double ends[] = { 2, 4, 8, 12, 20, 25, 40 }, weights[] = { 1, 0.9, 0.7, 0.7, 0.3, 0.2, 0.05 };
    land *l = new_land(3), *plain = new_land(3);
    mlg_error err;
    trial t = { .threads = 3 };
    for (size_t d = 0; d <= sizeof decays / sizeof *decays; d++)
        for (int kind = 0; kind < 6; kind++) {
            if (d < sizeof decays / sizeof *decays)
                t.decay = *mlg_decay_by_name(decays[d]);
            else
                assert_ok(mlg_decay_custom(&t.decay, "seven", MLG_CLOSED_LEFT, 7, ends, weights, &err), &err);
            t.comes_down = kind < 4;
            t.down_power = 1 + kind % 2;
            t.up_power = 1 + kind / 2 % 2;
            check_codes(l, plain, &t);
        }
    free(l);
    free(plain);
}

/* Infinite times 0 is not a number: such a row is summed over its pairs alone. A supply of 1e300 for a demand of 1e-300
 * would send infinity, whose places between pairs must stay 0. */
static void what_is_not_finite_stays_where_it_is(void **state)
{
    (void)state;
    land *l = new_land(5), *plain = new_land(5);
    trial t = {
        .decay = *mlg_decay_by_name("binary-30"), .down_power = 1, .up_power = 1, .threads = 1, .comes_down = true
    };
    l->u[500] = plain->u[500] = (double)INFINITY;
    check_codes(l, plain, &t);
    memset(l->u, 0, sizeof l->u);
    l->u[l->place[0]] = 1e-300;
    l->time_ds[0] = 0;
    l->supply[0] = 1e300;
    memcpy(plain, l, sizeof *l);
    plain->reach = mlg_times_rows((mlg_sparse_view){ SITES, PLACES, plain->start, plain->place, plain->time_ds });
    check_codes(l, plain, &t);
    assert_true(isinf(l->y[l->place[0]]));
    for (int i = 0; i < PLACES; i++)
        assert_false(isnan(l->y[i]));
    free(l);
    free(plain);
}

static void rows_in_reach_of_nobody_are_served(void **state)
{
    (void)state;
    land *l = new_land(5);
    trial t = {
        .decay = *mlg_decay_by_name("apl-2015"), .down_power = 1, .up_power = 1, .threads = 2, .comes_down = true
    };
    l->reach.places = 0;
    memset(l->start, 0, sizeof l->start);
    run(l, &t, NULL, NULL);
    for (int j = 0; j < SITES; j++)
        assert_near(l->down[j], 0, 0);
    free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_gives_the_bits_of_the_pairs),
        cmocka_unit_test(what_is_not_finite_stays_where_it_is),
        cmocka_unit_test(rows_in_reach_of_nobody_are_served),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
