/* Branch and bound of the p-median without its local search, which finds the best set of a small problem before the first branch: what a
 * bound, a fixing or a branch leaves out by mistake is missed then. */
#include "median_cases.h"

static const mlg_median *whole; /* the problem that is solved */
static int n_without;

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

void mlg_swap_perturb(mlg_swap *swap, mlg_median_run *run, int32_t patience)
{
    (void)swap, (void)run, (void)patience;
}

void mlg_swap_tabu(mlg_swap *swap, mlg_median_run *run, int32_t n_moves, int64_t max_arcs, int32_t patience)
{
    (void)swap, (void)run, (void)n_moves, (void)max_arcs, (void)patience;
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
    uint64_t seed = 37;
    int n_open = 0, n_enough = 0, rounds = campaign(9000);
    int64_t nodes = 0;
    for (int round = 0; round < rounds; round++) {
        mlg_median m = draw_clean(&seed, round % 9 < 2 ? round % 9 : 2), all = m;
        mlg_error err;
        trial t;
        uint32_t best = best_of(&m);
        int64_t optimum = cost_of(&m, best);
        start(&t, 0);
        t.options.max_nodes = round % 4 == 0 ? 1 + random_below(&seed, 4) : 0;
        t.options.max_arcs = round % 5 == 0 ? 1 + random_below(&seed, 20000) : 0;
        t.options.enough_gap = round % 4 == 1 ? 0.1 * random_unit(&seed) : 0;
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
        if (t.options.max_arcs > 0)
            assert_true(t.run.arcs <=
                        t.options.max_arcs + whole->rows.start[whole->rows.n_rows] + whole->rows.n_rows);
        n_open += t.run.stopped && gap > 0;
        n_enough += !t.run.stopped && gap > 0;
        nodes +=
            t.options.max_nodes == 0 && t.options.max_arcs == 0 && t.options.enough_gap == 0 ? t.run.nodes : 0;
        mlg_median_release(&all);
        mlg_median_release(&m);
    }
    printf("%d were left open, %d near enough; the others took %lld nodes\n", n_open, n_enough, (long long)nodes);
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
