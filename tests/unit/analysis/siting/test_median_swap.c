/* The exchanges of the p-median: what is told of each set that they offer, how the next one is come to, and when they end. */
#include "median_cases.h"

enum { MOST_OFFERED = 512, LINE = 1000 };

static struct {
    uint32_t set;
    int64_t cost;
    int32_t move;
} offered[MOST_OFFERED];
static int32_t n_moves, most_moves; /* begun, or attempts; those that may be */
static int32_t n_offered;
static int64_t best_cost; /* of what has been offered */
static int32_t n_since;   /* offered since then */

/* In place of the library's: costs what is told, whatever becomes of it. */
void mlg_median_offer(mlg_median_run *run, const mlg_median *m, const int32_t *sites, int32_t n, int64_t cost)
{
    uint8_t open[LINE] = { 0 };
    uint32_t set = 0;
    for (int32_t k = 0; k < n; k++) {
        assert_int_equal(open[sites[k]]++, 0);
        set |= 1U << sites[k] % 32;
    }
    assert_int_equal(n, m->n_open);
    assert_int_equal(cost, mlg_median_cost(m, open));
    assert_true(n_offered < MOST_OFFERED);
    offered[n_offered].set = set;
    offered[n_offered].move = n_moves - 1;
    offered[n_offered++].cost = cost;
    n_since = cost < best_cost ? 0 : n_since + 1;
    best_cost = cost < best_cost ? cost : best_cost;
    if (cost >= run->upper)
        return;
    run->upper = cost;
    run->n_best = n;
    for (int32_t k = 0; k < n; k++)
        run->best[k] = m->site_id[sites[k]];
}

/* In place of the library's: asked before each move. */
bool mlg_median_out_of_budget(mlg_median_run *run)
{
    (void)run;
    if (n_moves == most_moves)
        return true;
    n_moves++;
    return false;
}

static void forget(int64_t best, int32_t most)
{
    n_offered = n_since = n_moves = 0;
    most_moves = most;
    best_cost = best;
}

/* Light persons, so that a second of one is all that some exchanges bring. */
static mlg_median draw_light(uint64_t *seed, int kind)
{
    mlg_median m = draw_clean(seed, kind);
    bool light = random_below(seed, 2) > 0;
    for (int32_t i = 0; light && i < m.rows.n_rows; i++)
        m.weight[i] = 1 + random_below(seed, 2);
    return m;
}

/* Descends from a set drawn; returns where that ends. */
static uint32_t descend(mlg_swap *swap, trial *t, const mlg_median *m, uint64_t *seed)
{
    int32_t names[MOST_SITES];
    for (int32_t k = 0; k < MOST_SITES; k++)
        names[k] = FIRST_NAME + 2 * random_below(seed, MOST_SITES);
    mlg_swap_open(swap, names, MOST_SITES, NULL, 0);
    forget(INT64_MAX, 0);
    mlg_swap_descend(swap, &t->run);
    assert_int_equal(n_offered, 1);
    check_no_exchange_pays(m, offered[0].set);
    return offered[0].set;
}

static mlg_swap *new_search(trial *t, const mlg_median *m, uint64_t seed)
{
    mlg_swap *swap;
    mlg_error err;
    start(t, INT64_MAX);
    t->run.random = seed;
    assert_ok(mlg_swap_new(&swap, m, &err), &err);
    return swap;
}

/* Descents, and after the last set that is better so many more. */
static void attempts_end_when_so_many_have_failed(void **state)
{
    (void)state;
    uint64_t seed = 41;
    int n_better = 0;
    for (int round = 0; round < campaign(8000); round++) {
        mlg_median m = draw_light(&seed, round % 3);
        trial t;
        mlg_swap *swap = new_search(&t, &m, seed);
        descend(swap, &t, &m, &seed);
        int32_t patience = 1 + random_below(&seed, 6), limit = random_below(&seed, 20);
        forget(t.run.upper, limit);
        mlg_swap_perturb(swap, &t.run, patience);
        n_better += n_offered > n_since;
        assert_true(n_offered <= limit && n_since <= patience);
        if (n_offered < limit)
            assert_int_equal(n_since, m.n_open < m.rows.n_columns ? patience : 0);
        for (int32_t k = 0; k < n_offered; k++)
            check_no_exchange_pays(&m, offered[k].set);
        mlg_swap_free(swap);
        mlg_median_release(&m);
    }
    assert_true(n_better > 0);
}

/* The least cost of an exchange between sites of `in` and of `out`. */
static int64_t best_exchange_of(const mlg_median *m, uint32_t open, uint32_t in, uint32_t out)
{
    int64_t least = INT64_MAX;
    for (uint32_t i = 1; i < 1U << m->rows.n_columns; i <<= 1)
        for (uint32_t o = 1; o < 1U << m->rows.n_columns; o <<= 1)
            if (in & i && out & o && cost_of(m, open ^ i ^ o) < least)
                least = cost_of(m, open ^ i ^ o);
    return least;
}

/* Each move is the best of those that may be made, even when it costs; after `patience` moves without a better set the best one is gone back
 * to. A site that came may have to stay for as many moves as a quarter of the open ones, and one that left stays away for one move at least and for
 * half of them and five at most. Returns how many moves were not made for what came just before. */
static int check_moves(const mlg_median *m, uint32_t from, int32_t patience)
{
    int32_t until[MOST_SITES], left[MOST_SITES], waited = 0, n = 0;
    uint32_t open = from, best = from, every = (1U << m->rows.n_columns) - 1;
    int n_kept = 0;
    for (int32_t j = 0; j < MOST_SITES; j++)
        until[j] = left[j] = -2;
    for (int32_t move = 0; move < n_moves; move++) {
        uint32_t free = 0, set = offered[n].set, in = set & ~open, out = open & ~set;
        for (int32_t j = 0; j < m->rows.n_columns; j++)
            free |= until[j] < move ? 1U << j : 0;
        if (n == n_offered || offered[n].move > move) {
            assert_true((free & open) == 0 || (free & every & ~open) == 0);
            continue;
        }
        assert_true(__builtin_popcount(in) == 1 && __builtin_popcount(out) == 1);
        assert_int_equal(offered[n].cost, cost_of(m, set));
        assert_true(left[__builtin_ctz(in)] < move - 1);
        assert_true(offered[n].cost <= best_exchange_of(m, open, free & ~open, free & open));
        n_kept += offered[n].cost > best_exchange_of(m, open, free & ~open, open);
        until[__builtin_ctz(in)] = move + m->n_open / 4;
        until[__builtin_ctz(out)] = move + m->n_open / 2 + 5;
        left[__builtin_ctz(out)] = move;
        waited = offered[n++].cost < cost_of(m, best) ? 0 : waited + 1;
        best = waited == 0 ? set : best;
        open = waited == patience ? best : set;
        waited = waited == patience ? 0 : waited;
    }
    assert_int_equal(n, n_offered);
    return n_kept;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void moves_are_the_best_that_may_be_made(void **state)
{
    (void)state;
    uint64_t seed = 43;
    int n_kept = 0, n_none = 0;
    for (int round = 0; round < campaign(4000); round++) {
        mlg_median m = draw_light(&seed, round % 3);
        int32_t n_sites = m.rows.n_columns;
        trial t;
        mlg_swap *swap = new_search(&t, &m, seed);
        uint32_t from = descend(swap, &t, &m, &seed);
        int64_t arcs = m.rows.start[m.rows.n_rows] + (int64_t)n_sites * m.n_open + (n_sites == 0);
        int32_t moves = random_below(&seed, 60), limit = random_below(&seed, 120);
        int32_t patience = 1 + random_below(&seed, random_below(&seed, 2) > 0 ? 8 : 100);
        int64_t most_arcs = random_below(&seed, 2) > 0
                                ? INT64_MAX / 2
                                : random_below(&seed, 9) * arcs / 2 + random_below(&seed, 2);
        forget(t.run.upper, limit);
        mlg_swap_tabu(swap, &t.run, moves, most_arcs, patience);
        if (n_sites <= m.n_open + 1) /* the descent has seen every set */
            moves = 0;
        assert_int_equal(n_moves, least(limit, least(moves, (most_arcs + arcs - 1) / arcs)));
        n_none += n_sites == m.n_open + 1;
        int kept = check_moves(&m, from, patience);
        n_kept += patience > moves ? kept : 0;
        descend(swap, &t, &m, &seed); /* nothing stays frozen */
        mlg_swap_free(swap);
        mlg_median_release(&m);
    }
    assert_true(n_kept > 0 && n_none > 0);
}

/* On a circle, where each person is at one site and 10 s from the next: from 300,000 arcs a move on half of the sites are looked at, at half
 * the arcs. From the first sites on, each of the first moves is for the better. */
static void moves_over_many_arcs_are_chosen_from_a_sample(void **state)
{
    (void)state;
    static int64_t start_of[LINE + 1], weight[LINE], price[LINE];
    static int32_t site[2 * LINE], time_s[2 * LINE], cap_s[LINE], names[LINE], best[LINE];
    uint64_t seed = 47;
    for (int32_t i = 0; i < LINE; i++) {
        start_of[i + 1] = 2 * (i + 1);
        site[2 * i] = names[i] = i;
        site[2 * i + 1] = (i + 1) % LINE;
        time_s[2 * i + 1] = 10;
        cap_s[i] = 60;
        weight[i] = 1 + random_below(&seed, 50);
    }
    mlg_median m = { { LINE, LINE, start_of, site, time_s }, weight, cap_s, price, names, 300, 0, SHIFT, NULL, 0 };
    int64_t arcs = 2 * LINE + 300 * LINE;
    trial t;
    mlg_swap *swap = new_search(&t, &m, seed);
    t.run.best = best;
    forget(INT64_MAX, 100);
    mlg_swap_tabu(swap, &t.run, 100, 10 * arcs, 100);
    assert_int_equal(n_moves, 20);
    assert_int_equal(n_offered, 20);
    for (int32_t k = 1; k < n_offered; k++)
        assert_true(offered[k].cost < offered[k - 1].cost);
    mlg_swap_free(swap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attempts_end_when_so_many_have_failed),
        cmocka_unit_test(moves_are_the_best_that_may_be_made),
        cmocka_unit_test(moves_over_many_arcs_are_chosen_from_a_sample),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
