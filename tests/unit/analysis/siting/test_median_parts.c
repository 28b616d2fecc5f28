/* The parts of the p-median, each alone, beside their definitions: what is left of a problem, its reductions, the Lagrangian bound, the
 * exchanges. A fault in a bound or in a reduction mostly costs time, which the tests of its answers do not see. */
#include "median_cases.h"

#include "analysis/common/linear_program.h"

#include <math.h>

/* ---- shrinking and reducing ------------------------------------------------------------------------------- */

typedef struct {
    uint8_t fate[MOST_SITES];
    uint32_t open, kept;
    int32_t left, most_closed; /* sites still to choose; kept ones that stay closed */
} fates;

static fates draw_fates(const mlg_median *m, uint64_t *seed)
{
    fates f = { .left = m->n_open };
    int32_t one_in = 2 + random_below(seed, 9);
    for (int32_t j = 0; j < m->rows.n_columns; j++) {
        f.fate[j] = (uint8_t)(random_below(seed, one_in) > 0 ? MLG_SITE_KEEP : 1 + random_below(seed, 2));
        f.open |= f.fate[j] == MLG_SITE_OPEN ? 1U << j : 0;
        f.kept |= f.fate[j] == MLG_SITE_KEEP ? 1U << j : 0;
        f.left -= f.fate[j] == MLG_SITE_OPEN;
    }
    f.most_closed = __builtin_popcount(f.kept) - f.left;
    return f;
}

/* What a person of row i costs at most: the cap, an opened site, or the nearest that is open when all nearer ones are closed. */
static int32_t ceiling_of(const mlg_median *m, int32_t i, const fates *f)
{
    int32_t kept = 0;
    for (int64_t k = m->rows.start[i]; k < m->rows.start[i + 1] && m->rows.value[k] < m->cap_s[i]; k++) {
        uint32_t site = 1U << m->rows.column[k];
        if (site & f->open || (f->left > 0 && site & f->kept && kept++ == f->most_closed))
            return m->rows.value[k];
    }
    return m->cap_s[i];
}

/* Row i as it has to be left at row `to` of `out`; false: nothing of it is. */
static bool check_row(const mlg_median *in, int32_t i, const fates *f, const mlg_median *out, int32_t to,
                      uint32_t *seen)
{
    int32_t ceiling = ceiling_of(in, i, f);
    int64_t arc = to < out->rows.n_rows ? out->rows.start[to] : 0, first = arc;
    for (int64_t k = in->rows.start[i]; k < in->rows.start[i + 1]; k++) {
        int32_t j = in->rows.column[k];
        if (f->left <= 0 || in->weight[i] == 0 || !(f->kept >> j & 1) || in->rows.value[k] >= ceiling)
            continue;
        assert_true(to < out->rows.n_rows && arc < out->rows.start[to + 1]);
        assert_int_equal(out->site_id[out->rows.column[arc]], in->site_id[j]);
        assert_int_equal(out->rows.value[arc++], in->rows.value[k]);
        *seen |= 1U << j;
    }
    if (arc == first)
        return false;
    int64_t most = (int64_t)ceiling << SHIFT;
    assert_int_equal(out->rows.start[to + 1], arc);
    assert_int_equal(out->cap_s[to], ceiling);
    assert_int_equal(out->weight[to], in->weight[i]);
    assert_int_equal(out->price[to], in->price[i] < most ? in->price[i] : most);
    return true;
}

/* Every choice costs what it did: of the sites that are gone none improves anything. */
static void check_costs(const mlg_median *in, const fates *f, const mlg_median *out)
{
    for (uint32_t open = 0; open < 1U << in->rows.n_columns; open++) {
        uint32_t chosen = 0;
        if (__builtin_popcount(open) != in->n_open || (open & ~f->kept) != f->open)
            continue;
        for (int32_t j = 0; j < out->rows.n_columns; j++)
            chosen |= open >> (out->site_id[j] - FIRST_NAME) / 2 & 1 ? 1U << j : 0;
        assert_int_equal(cost_of(out, chosen), cost_of(in, open));
    }
}

static void what_is_left_costs_the_same_and_is_no_more_than_needed(void **state)
{
    (void)state;
    uint64_t seed = 17;
    int n_possible = 0, rounds = campaign(3000);
    for (int round = 0; round < rounds; round++) {
        mlg_median in = draw_median(&seed, round % 3), out;
        fates f = draw_fates(&in, &seed);
        mlg_error err;
        uint32_t seen = 0;
        int32_t to = 0, others, n_opened = __builtin_popcount(f.open);
        int64_t base = in.base;
        in.opened[0] = 1;
        assert_ok(mlg_median_shrink(&out, &in, f.fate, &err), &err);
        assert_int_equal(out.n_open < 0, f.left < 0 || f.most_closed < 0);
        if (out.n_open >= 0) {
            n_possible++;
            assert_int_equal(out.n_open, f.left);
            for (int32_t i = 0; i < in.rows.n_rows; i++)
                if (check_row(&in, i, &f, &out, to, &seen))
                    to++;
                else
                    base += in.weight[i] * ceiling_of(&in, i, &f);
            assert_int_equal(out.rows.n_rows, to);
            assert_int_equal(out.base, base);
            int32_t n_seen = __builtin_popcount(seen);
            uint32_t there = named(&in, out.site_id, out.rows.n_columns, &others);
            assert_int_equal(out.rows.n_columns, n_seen > f.left ? n_seen : f.left);
            assert_true(others == 0 && (seen & ~there) == 0 && (there & ~f.kept) == 0);
            assert_int_equal(named(&in, out.opened, out.n_opened, &others), f.open);
            assert_true(out.n_opened == n_opened + 1 && others == 1 && out.opened[0] == 1);
            assert_int_equal(out.price_shift, SHIFT);
            check_costs(&in, &f, &out);
        }
        mlg_median_release(&in);
        mlg_median_release(&out);
    }
    assert_true(n_possible > rounds / 2);
}

/* What a site is to every row: its time, or the cap. */
static bool is_nowhere_nearer(const mlg_median *m, int32_t than, int32_t site)
{
    for (int32_t i = 0; i < m->rows.n_rows; i++) {
        int32_t time_s[2] = { m->cap_s[i], m->cap_s[i] };
        for (int64_t k = m->rows.start[i]; k < m->rows.start[i + 1]; k++)
            for (int s = 0; s < 2; s++)
                if (m->rows.column[k] == (s ? site : than))
                    time_s[s] = m->rows.value[k];
        if (time_s[1] < time_s[0])
            return false;
    }
    return true;
}

static bool are_equal_rows(const mlg_median *m, int32_t a, int32_t b)
{
    int64_t n = m->rows.start[a + 1] - m->rows.start[a];
    bool equal = m->cap_s[a] == m->cap_s[b] && m->rows.start[b + 1] - m->rows.start[b] == n;
    for (int64_t k = 0; equal && k < n; k++)
        equal = m->rows.column[m->rows.start[a] + k] == m->rows.column[m->rows.start[b] + k] &&
                m->rows.value[m->rows.start[a] + k] == m->rows.value[m->rows.start[b] + k];
    return equal;
}

static void check_nothing_to_reduce(const mlg_median *m)
{
    for (int32_t a = 0; a < m->rows.n_rows; a++)
        for (int32_t b = 0; b < a; b++)
            assert_false(are_equal_rows(m, a, b));
    for (int32_t a = 0; m->rows.n_columns > m->n_open && a < m->rows.n_columns; a++)
        for (int32_t b = 0; b < m->rows.n_columns; b++)
            assert_false(a != b && is_nowhere_nearer(m, a, b));
}

/* Of sites that are the same to all the first stays, if any. */
static int check_twins(const mlg_median *whole, const mlg_median *left)
{
    int n_twins = 0;
    for (int32_t a = 0; a < whole->rows.n_columns; a++)
        for (int32_t b = a + 1; b < whole->rows.n_columns; b++)
            if (is_nowhere_nearer(whole, a, b) && is_nowhere_nearer(whole, b, a)) {
                n_twins++;
                for (int32_t j = 0; j < left->rows.n_columns; j++)
                    assert_int_not_equal(left->site_id[j], whole->site_id[b]);
            }
    return n_twins;
}

static void reductions_keep_a_best_set_and_leave_nothing_to_remove(void **state)
{
    (void)state;
    uint64_t seed = 19;
    int n_smaller = 0, n_twins = 0, rounds = campaign(3000);
    for (int round = 0; round < rounds; round++) {
        mlg_median whole = draw_clean(&seed, round % 3), left;
        static const uint8_t keep[MOST_SITES];
        mlg_error err;
        assert_ok(mlg_median_shrink(&left, &whole, keep, &err), &err);
        for (int more = 0; more < 2; more++) /* a call makes so many rounds and no more */
            assert_ok(mlg_median_reduce(&left, &err), &err);
        check_nothing_to_reduce(&left);
        n_twins += left.rows.n_columns > left.n_open ? check_twins(&whole, &left) : 0;
        uint32_t best = best_of(&left), same = 0;
        for (int32_t j = 0; j < left.rows.n_columns; j++)
            for (int32_t k = 0; best >> j & 1 && k < whole.rows.n_columns; k++)
                same |= whole.site_id[k] == left.site_id[j] ? 1U << k : 0;
        assert_int_equal(__builtin_popcount(same), whole.n_open);
        assert_int_equal(cost_of(&whole, same), cost_of(&left, best));
        assert_int_equal(cost_of(&whole, same), cost_of(&whole, best_of(&whole)));
        n_smaller += left.rows.n_columns < whole.rows.n_columns || left.rows.n_rows < whole.rows.n_rows;
        mlg_median_release(&whole);
        mlg_median_release(&left);
    }
    assert_true(n_smaller > rounds / 4 && n_twins > 0);
}

/* ---- the bound -------------------------------------------------------------------------------------------- */

/* The bound at the multipliers of `m`, scaled, with one site open or closed (-1: none). */
static int64_t lagrangian_of(const mlg_median *m, int32_t site, bool opens)
{
    int64_t reduced[MOST_SITES] = { 0 }, bound = m->base << SHIFT;
    for (int32_t i = 0; i < m->rows.n_rows; i++) {
        bound += m->weight[i] * m->price[i];
        for (int64_t k = m->rows.start[i]; k < m->rows.start[i + 1]; k++) {
            int64_t apart = ((int64_t)m->rows.value[k] << SHIFT) - m->price[i];
            reduced[m->rows.column[k]] += apart < 0 ? m->weight[i] * apart : 0;
        }
    }
    uint32_t taken = site < 0 ? 0 : 1U << site;
    bound += site >= 0 && opens ? reduced[site] : 0;
    for (int32_t n = site >= 0 && opens; n < m->n_open; n++) {
        int32_t least = -1;
        for (int32_t j = 0; j < m->rows.n_columns; j++)
            if (!(taken >> j & 1) && (least < 0 || reduced[j] < reduced[least]))
                least = j;
        bound += reduced[least];
        taken |= 1U << least;
    }
    return bound;
}

/* No cost is less than a bound, and costs are whole. */
static double whole_cost(int64_t scaled)
{
    return ceil((double)scaled / (1 << SHIFT));
}

/* Every set below `upper` keeps to what is fixed. */
static void check_fates(const mlg_price_work *work, const mlg_median *m, int64_t upper)
{
    int32_t n_fixed = 0;
    for (int32_t j = 0; j < m->rows.n_columns; j++)
        n_fixed += work->fate[j] != MLG_SITE_KEEP;
    assert_int_equal(work->n_fixed, n_fixed);
    for (uint32_t open = 0; open < 1U << m->rows.n_columns; open++)
        if (__builtin_popcount(open) == m->n_open && cost_of(m, open) < upper)
            for (int32_t j = 0; j < m->rows.n_columns; j++)
                assert_true(work->fate[j] != (open >> j & 1 ? MLG_SITE_CLOSE : MLG_SITE_OPEN));
}

/* What the multipliers prove of a site is known of it; `no_more`: and nothing else. */
static void check_proved(const mlg_price_work *work, const mlg_median *m, int64_t upper, bool no_more)
{
    for (int32_t j = 0; j < m->rows.n_columns; j++) {
        bool stays = whole_cost(lagrangian_of(m, j, false)) >= (double)upper,
             leaves = whole_cost(lagrangian_of(m, j, true)) >= (double)upper;
        assert_true(work->fate[j] != MLG_SITE_KEEP || (!stays && !leaves));
        assert_true(!no_more || work->fate[j] != MLG_SITE_OPEN || stays);
        assert_true(!no_more || work->fate[j] != MLG_SITE_CLOSE || leaves);
    }
}

static void check_bound(const mlg_price_work *work, const mlg_median *m, int64_t optimum)
{
    double bound = fmax(whole_cost(lagrangian_of(m, -1, false)), (double)m->base);
    assert_near((double)work->lower, bound, 0);
    assert_true(work->lower <= optimum);
    for (int32_t i = 0; i < m->rows.n_rows; i++)
        assert_true(m->price[i] >= (int64_t)m->rows.value[m->rows.start[i]] << SHIFT &&
                    m->price[i] <= (int64_t)m->cap_s[i] << SHIFT);
}

/* min sum w (cap - what is saved): the linear relaxation by the solver. */
static double relaxation_of(const mlg_median *m)
{
    mlg_program program = { 0 };
    mlg_solver_answer answer;
    mlg_error err;
    double all = (double)m->base;
    for (int32_t j = 0; j < m->rows.n_columns; j++)
        mlg_program_column(&program, 0, 0, 1, false);
    for (int32_t i = 0; i < m->rows.n_rows; i++) {
        int64_t from = m->rows.start[i], n = m->rows.start[i + 1] - from;
        int32_t first = program.n_columns;
        all += (double)(m->weight[i] * m->cap_s[i]);
        for (int64_t k = 0; k < n; k++)
            mlg_program_column(&program, (double)(m->weight[i] * (m->rows.value[from + k] - m->cap_s[i])), 0, 1,
                               false);
        for (int64_t k = 0; k < n; k++)
            mlg_program_put(&program, first + (int32_t)k, 1);
        mlg_program_row(&program, 0, 1);
        for (int64_t k = 0; k < n; k++) {
            mlg_program_put(&program, first + (int32_t)k, 1);
            mlg_program_put(&program, m->rows.column[from + k], -1);
            mlg_program_row(&program, -HUGE_VAL, 0);
        }
    }
    for (int32_t j = 0; j < m->rows.n_columns; j++)
        mlg_program_put(&program, j, 1);
    mlg_program_row(&program, m->n_open, m->n_open);
    assert_ok(mlg_program_solve(&answer, &program, false, &(mlg_solver_options){ 0 }, &err), &err);
    assert_int_equal(answer.status, MLG_SOLVER_OPTIMAL);
    double bound = all + answer.objective;
    mlg_solver_answer_release(&answer);
    mlg_program_release(&program);
    return bound;
}

/* Multipliers within a row's times, and how many of its sites are nearer. */
static int64_t draw_prices(mlg_median *m, uint64_t *seed)
{
    int64_t scanned = m->rows.n_rows;
    for (int32_t i = 0; i < m->rows.n_rows; i++) {
        int32_t least = m->rows.value[m->rows.start[i]] << SHIFT;
        m->price[i] = least + random_below(seed, (m->cap_s[i] << SHIFT) - least + 1);
        for (int64_t k = m->rows.start[i]; k < m->rows.start[i + 1]; k++)
            scanned += (int64_t)m->rows.value[k] << SHIFT < m->price[i];
    }
    return scanned;
}

/* At the first multipliers; after many steps; at those of the best bound again; and at the root, which searches besides. */
static double raise_bounds(mlg_median *m, mlg_price_work *work, uint64_t *seed, int64_t optimum, int *steps)
{
    mlg_error err;
    trial t;
    int64_t upper = optimum + random_below(seed, 3) * optimum / 20 + 1, scanned = draw_prices(m, seed);
    double bound = 0;
    for (int turn = 0; turn < 4; turn++) {
        start(&t, upper);
        assert_ok(mlg_swap_new(&t.run.swap, m, &err), &err);
        work->step = 1.5;
        work->least_step = 0.001;
        work->root_patience = 12;
        work->iterations = 0;
        assert_ok(mlg_median_raise(work, &t.run, m, turn % 2 == 0 ? 1 : 400, turn == 3, &err), &err);
        mlg_swap_free(t.run.swap);
        check_bound(work, m, optimum);
        check_fates(work, m, t.run.upper);
        if (t.run.n_best > 0)
            check_best(&t, m);
        if (turn < 3 && work->lower < upper)
            check_proved(work, m, upper, turn % 2 == 0);
        if (turn == 0)
            assert_int_equal(t.run.arcs, scanned);
        if (turn == 1)
            bound = (double)work->lower;
        *steps += turn == 1 ? work->iterations : 0;
    }
    return bound;
}

/* Fixing keeps every better set, and the bound comes near the linear relaxation, which it cannot pass. */
static void the_bound_is_that_of_its_multipliers(void **state)
{
    (void)state;
    uint64_t seed = 23;
    double short_of = 0, total = 0;
    int steps = 0, n = 0;
    for (int round = 0; round < campaign(2000); round++) {
        mlg_median m = draw_clean(&seed, round % 3);
        mlg_price_work work;
        mlg_error err;
        if (m.n_open > 1 && m.n_open < m.rows.n_columns) {
            assert_ok(mlg_price_work_init(&work, &m, &err), &err);
            double bound = raise_bounds(&m, &work, &seed, cost_of(&m, best_of(&m)), &steps);
            double most = mlg_solver_available() ? relaxation_of(&m) : bound;
            assert_true(bound <= ceil(most - 1e-6));
            short_of += fmax(most - bound, 0);
            total += most;
            n++;
            mlg_price_work_release(&work);
        }
        mlg_median_release(&m);
    }
    printf("the bound is %.5f short of the linear relaxation after %d steps on average\n", short_of / total,
           steps / n);
    assert_true(short_of <= 0.0002 * total && steps < 100 * n);
}

/* A person at 20 s from each of three sites, at a multiplier of the least fraction of a second: the bound is that fraction, and no cost under a
 * whole second is possible. */
static void the_least_fraction_is_a_whole_second(void **state)
{
    (void)state;
    int64_t start_of[] = { 0, 3 }, weight[] = { 1 }, price[] = { 1 };
    int32_t site[] = { 0, 1, 2 }, time_s[] = { 20, 20, 20 }, cap_s[] = { 60 }, names[] = { 0, 1, 2 };
    mlg_median m = { { 1, 3, start_of, site, time_s }, weight, cap_s, price, names, 2, 0, SHIFT, NULL, 0 };
    mlg_price_work work;
    mlg_error err;
    trial t;
    start(&t, 60);
    assert_ok(mlg_price_work_init(&work, &m, &err), &err);
    assert_ok(mlg_median_raise(&work, &t.run, &m, 1, false, &err), &err);
    assert_int_equal(work.lower, 1);
    mlg_price_work_release(&work);
}

/* A person's time to the nearest and the second nearest open site, halfway. */
static void multipliers_start_between_two_open_sites(void **state)
{
    (void)state;
    uint64_t seed = 29;
    for (int round = 0; round < campaign(500); round++) {
        mlg_median m = draw_clean(&seed, round % 3);
        uint8_t open[MOST_SITES];
        for (int32_t j = 0; j < m.rows.n_columns; j++)
            open[j] = random_below(&seed, 3) == 0;
        mlg_median_start_prices(&m, open);
        for (int32_t i = 0; i < m.rows.n_rows; i++) {
            int32_t least[2] = { m.cap_s[i], m.cap_s[i] };
            for (int64_t k = m.rows.start[i]; k < m.rows.start[i + 1]; k++) {
                int32_t time_s = m.rows.value[k];
                if (open[m.rows.column[k]] && time_s < least[1]) {
                    least[1] = time_s > least[0] ? time_s : least[0];
                    least[0] = time_s < least[0] ? time_s : least[0];
                }
            }
            assert_near((double)m.price[i], (least[0] + least[1]) / 2.0 * (1 << SHIFT), 0);
        }
        mlg_median_release(&m);
    }
}

/* ---- exchanges -------------------------------------------------------------------------------------------- */

static uint32_t set_of(const mlg_swap *swap, const mlg_median *m)
{
    uint32_t set = 0;
    for (int32_t j = 0; j < m->rows.n_columns; j++)
        set |= mlg_swap_chosen(swap)[j] ? 1U << j : 0;
    return set;
}

/* One site after the other, each time the one that lowers the cost most, the first of equals. */
static uint32_t greedy_of(const mlg_median *m)
{
    uint32_t open = 0;
    for (int32_t n = 0; n < m->n_open; n++) {
        uint32_t best = 0;
        for (int32_t j = 0; j < m->rows.n_columns; j++)
            if (!(open >> j & 1) && (best == 0 || cost_of(m, open | 1U << j) < cost_of(m, open | best)))
                best = 1U << j;
        open |= best;
    }
    return open;
}

/* Names that it has not and names told twice are passed over; the first others fill up. */
static void check_opening(mlg_swap *swap, const mlg_median *m, uint64_t *seed)
{
    int32_t names[2][4], n[2];
    uint32_t want = 0;
    for (int s = 0; s < 2; s++) {
        n[s] = random_below(seed, 5);
        for (int32_t k = 0; k < n[s]; k++) {
            names[s][k] = random_below(seed, FIRST_NAME + 2 * MOST_SITES + 4);
            for (int32_t j = 0; j < m->rows.n_columns; j++)
                if (m->site_id[j] == names[s][k] && __builtin_popcount(want) < m->n_open)
                    want |= 1U << j;
        }
    }
    for (int32_t j = 0; j < m->rows.n_columns && __builtin_popcount(want) < m->n_open; j++)
        want |= 1U << j;
    mlg_swap_open(swap, names[0], n[0], names[1], n[1]);
    assert_int_equal(set_of(swap, m), want);
}

static void exchanges_end_where_none_pays(void **state)
{
    (void)state;
    uint64_t seed = 31;
    int n_rounds = 0, n_best = 0;
    for (int round = 0; round < campaign(1500); round++) {
        mlg_median m = draw_clean(&seed, round % 3);
        mlg_swap *swap;
        mlg_error err;
        trial t;
        int64_t optimum = cost_of(&m, best_of(&m));
        assert_ok(mlg_swap_new(&swap, &m, &err), &err);
        assert_ok(mlg_swap_greedy(swap, &err), &err);
        assert_int_equal(set_of(swap, &m), greedy_of(&m));
        for (int search = 0; search < 4; search++) {
            if (search > 0)
                check_opening(swap, &m, &seed);
            start(&t, INT64_MAX);
            mlg_swap_descend(swap, &t.run);
            check_best(&t, &m);
            int64_t before = t.run.upper;
            uint32_t there = set_of(swap, &m);
            assert_int_equal(cost_of(&m, there), t.run.upper);
            check_no_exchange_pays(&m, there);
            if (search == 2)
                mlg_swap_perturb(swap, &t.run, 4);
            if (search == 3)
                mlg_swap_tabu(swap, &t.run, 60, INT64_MAX, 20);
            check_best(&t, &m);
            assert_true(t.run.upper <= before && t.run.upper >= optimum);
            if (search >= 2) {
                n_rounds++;
                n_best += t.run.upper == optimum;
            }
        }
        mlg_swap_free(swap);
        mlg_median_release(&m);
    }
    printf("exchanges found %d of %d\n", n_best, n_rounds);
    assert_true(n_best > n_rounds * 99 / 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_left_costs_the_same_and_is_no_more_than_needed),
        cmocka_unit_test(reductions_keep_a_best_set_and_leave_nothing_to_remove),
        cmocka_unit_test(the_bound_is_that_of_its_multipliers),
        cmocka_unit_test(the_least_fraction_is_a_whole_second),
        cmocka_unit_test(multipliers_start_between_two_open_sites),
        cmocka_unit_test(exchanges_end_where_none_pays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
