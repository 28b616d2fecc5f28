/* Branch and bound of the p-median without its local search, which finds the best set of a small problem before the first branch: what a
 * bound, a fixing or a branch leaves out by mistake is missed then. */
#include "median_cases.h"

static const mlg_median *whole; /* the problem that is solved */
static int64_t optimum;
static int n_without, n_full, n_less;

/* In place of the exchanges: the first sites, whatever they cost. */
void mlg_swap_descend(mlg_swap *swap, mlg_median_run *run)
{
    int32_t first[MOST_SITES];
    uint8_t open[MOST_SITES] = { 0 };
    (void)swap;
    n_without++;
    for (int32_t j = 0; j < whole->n_open; j++) {
        first[j] = j;
        open[j] = 1;
    }
    mlg_median_offer(run, whole, first, whole->n_open, mlg_median_cost(whole, open));
}

/* The whole effort while the best set costs 1 % over the bound or more, as it does over the optimum; less where it does not. */
static void check_effort(const mlg_median_run *run, int32_t effort, int32_t most)
{
    assert_in_range(effort, 0, most);
    if ((double)(run->upper - optimum) > 0.01 * (double)run->upper)
        assert_int_equal(effort, most);
    n_full += effort == most;
    n_less += effort < most;
}

void mlg_swap_perturb(mlg_swap *swap, mlg_median_run *run, int32_t patience)
{
    (void)swap;
    check_effort(run, patience - 5, 400);
}

void mlg_swap_tabu(mlg_swap *swap, mlg_median_run *run, int32_t n_moves, int64_t max_arcs, int32_t patience)
{
    (void)swap;
    check_effort(run, n_moves, 1500);
    assert_near((double)n_moves / 1500, (double)max_arcs / 150e6, 1.0 / 1500);
    assert_int_equal(patience, 200);
}

/* One node, or one arc, is within a limit of one; two are not. Once told, it stays so. */
static void limits_end_a_search_when_they_are_passed(void **state)
{
    (void)state;
    trial t;
    for (int64_t done = 0; done < 3; done++)
        for (int what = 0; what < 2; what++) {
            start(&t, 0);
            t.run.max_nodes = what == 0;
            t.options.max_arcs = what == 1;
            t.run.nodes = what == 0 ? done : 5;
            t.run.arcs = what == 1 ? done : 5;
            assert_int_equal(mlg_median_out_of_budget(&t.run), done > 1);
            assert_int_equal(t.run.stopped, done > 1);
        }
    start(&t, 0);
    assert_false(mlg_median_is_late(&t.run) || t.run.stopped);
    t.options.max_seconds = 1e-9;
    assert_true(mlg_median_is_late(&t.run) && t.run.stopped);
    t.options.max_seconds = 0;
    assert_true(!mlg_median_is_late(&t.run) && mlg_median_out_of_budget(&t.run));
}

/* Within limits on nodes and arcs and with a gap that is enough, too: bound and set are on either side of the optimum, a better set than
 * the one found is still in what is left, only what is over a limit stops it, and arcs go over it by those of a step at most. */
static void branch_and_bound_is_right_wherever_it_stops(void **state)
{
    (void)state;
    /* the second soon meets a problem that prices of another one spoil */
    static const uint64_t seeds[] = { 37, UINT64_C(15202471901008463145) };
    uint64_t seed = 0;
    int n_open = 0, n_enough = 0, each = campaign(10000), rounds = 2 * each;
    int64_t nodes = 0;
    for (int n = 0; n < rounds; n++) {
        int round = n % each;
        seed = round == 0 ? seeds[n / each] : seed;
        mlg_median m = draw_clean(&seed, round % 9 < 2 ? round % 9 : 2), all = m;
        mlg_error err;
        trial t;
        uint32_t best = best_of(&m);
        optimum = cost_of(&m, best);
        start(&t, 0);
        t.options.max_nodes = round % 4 == 0 ? 1 + random_below(&seed, 4) : 0;
        t.options.max_arcs = round % 5 == 0 ? 1 + random_below(&seed, round % 10 == 0 ? 20000 : 500000) : 0;
        t.options.enough_gap = round % 8 == 1 ? 1 : round % 4 == 1 ? 0.1 * random_unit(&seed) : 0;
        whole = &all;
        static const uint8_t keep[MOST_SITES];
        assert_ok(mlg_median_shrink(&m, whole, keep, &err), &err);
        assert_ok(mlg_median_solve(&t.run, &m, &err), &err);
        check_best(&t, whole);
        assert_true(t.run.lower <= optimum && t.run.upper >= optimum);
        double gap = (double)(t.run.upper - t.run.lower);
        assert_true(t.run.stopped || gap <= t.options.enough_gap * (double)t.run.upper);
        if (t.run.upper > optimum && m.n_open >= 0)
            assert_int_equal(cost_of(&m, best_of(&m)), optimum);
        if (t.run.stopped)
            assert_true((t.options.max_nodes > 0 && t.run.nodes > t.options.max_nodes) ||
                        (t.options.max_arcs > 0 && t.run.arcs > t.options.max_arcs));
        const mlg_median *last = t.run.nodes > 0 ? &m : whole; /* nodes are smaller than the root that is left */
        if (t.options.max_arcs > 0)
            assert_true(t.run.arcs <=
                        t.options.max_arcs + last->rows.start[last->rows.n_rows] + last->rows.n_rows);
        if (t.options.enough_gap == 1)
            assert_int_equal(t.run.nodes, 0);
        n_open += t.run.stopped && gap > 0;
        n_enough += !t.run.stopped && gap > 0;
        nodes +=
            t.options.max_nodes == 0 && t.options.max_arcs == 0 && t.options.enough_gap == 0 ? t.run.nodes : 0;
        mlg_median_release(&all);
        mlg_median_release(&m);
    }
    printf("%d were left open, %d near enough; the others took %lld nodes\n", n_open, n_enough, (long long)nodes);
    assert_true(n_full > 0 && n_less > 0);
    assert_true(n_without > 0); /* the functions above took the place of those of the library */
    assert_true(n_open > rounds / 30 && n_enough > rounds / 60 && nodes > rounds / 5 && nodes < rounds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_end_a_search_when_they_are_passed),
        cmocka_unit_test(branch_and_bound_is_right_wherever_it_stops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
