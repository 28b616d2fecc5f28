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
    const double *weight; /* NULL: those of the decay */
} trial;

static void run(land *l, const trial *t, const mlg_pair_code *code, mlg_kept_rows *kept)
{
    mlg_error err;
    mlg_pair_sums pass = { .reach = &l->reach,
                           .decay = &t->decay,
                           .weight = t->weight,
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

static int n_by_class;

/* Spreads as the plain code does. The class of a time is the number of ends at or after it, and has the weight of that time. */
static void spread_and_check(void *spread, const mlg_row *row, const mlg_pair_weights *weights,
                             const mlg_pair_window *window)
{
    assert_in_range(weights->classes, 1, MLG_PAIR_CLASSES);
    for (int32_t t = 0; t <= weights->beyond; t++) {
        int32_t class = 0;
        for (int32_t c = 0; c < weights->classes; c++)
            class += weights->last[c] >= t;
        assert_near(weights->weight[class], weights->table[t], 0);
    }
    n_by_class++;
    mlg_pair_plain.spread(spread, row, weights, window);
}

/* A code by class is given the classes of up to seven weights other than 0, and is not asked where there are more. The decay ends after 40
 * minutes; a second time, its first class is of the first decisecond alone and its last has no weight. */
static void classes_are_those_of_the_weights(void **state)
{
    (void)state;
    static const double ends[] = { 5, 10, 15, 20, 25, 30, 35, 40 }, falling[] = { 1, .9, .8, .7, .6, .5, .4, .3 };
    static double weight[24002];
    land *l = new_land(7), *plain = new_land(7);
    mlg_pair_code by_class = mlg_pair_plain, by_pairs = pairwise();
    mlg_error err;
    by_class.by_class = true;
    by_class.spread = spread_and_check;
    for (int32_t n = 1; n <= 8; n++)
        for (int turn = 0; turn < 2; turn++) {
            trial t = { .down_power = 1, .up_power = 1, .threads = 1, .comes_down = true };
            assert_ok(mlg_decay_custom(&t.decay, "steps", MLG_CLOSED_LEFT, n, ends + 8 - n, falling, &err), &err);
            if (turn == 1)
                for (int32_t k = 0; k < 24002; k++)
                    weight[k] = k == 0 ? 2 : k < 1000 * n ? falling[k / 1000] : 0;
            t.weight = turn == 1 ? weight : NULL;
            n_by_class = 0;
            run(l, &t, &by_class, NULL);
            run(plain, &t, &by_pairs, NULL);
            check_same(plain, l);
            assert_int_equal(n_by_class > 0, n + turn <= MLG_PAIR_CLASSES);
        }
    free(l);
    free(plain);
}

/* At its own place, which weighs 1: as many as there are; and its whole supply for them. */
static void one_site_alone_is_served(void **state)
{
    (void)state;
    land *l = new_land(5);
    trial t = {
        .decay = *mlg_decay_by_name("binary-30"), .down_power = 1, .up_power = 1, .threads = 2, .comes_down = true
    };
    l->reach = mlg_times_rows((mlg_sparse_view){ 1, PLACES, l->start, l->place, l->time_ds });
    l->start[1] = 1;
    l->time_ds[0] = 0;
    l->u[l->place[0]] = 50;
    l->down[1] = l->weights[1] = -1;
    run(l, &t, NULL, NULL);
    assert_near(l->down[0], 50, 0);
    assert_near(l->weights[0], 1, 0);
    assert_near(l->y[l->place[0]], l->supply[0] / 50, 0);
    assert_true(l->down[1] == -1 && l->weights[1] == -1);
    free(l);
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
        cmocka_unit_test(classes_are_those_of_the_weights),
        cmocka_unit_test(one_site_alone_is_served),
        cmocka_unit_test(rows_in_reach_of_nobody_are_served),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
