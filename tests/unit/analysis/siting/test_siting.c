#include "siting_cases.h"

#include "analysis/siting/next_best.h"
#include "base/memory.h"
#include "base/sort.h"

#include <math.h>
#include <string.h>

/* Cost of an open set: seconds x persons, or persons not covered within limit_s when it is >= 0. */
static int64_t cost_of(const instance *x, uint32_t open, int32_t limit_s)
{
    int64_t cost = 0;
    for (int32_t i = 0; i < x->problem.n_demand; i++) {
        int32_t least = limit_s >= 0 ? 1 : x->problem.penalty_s;
        for (int32_t j = 0; j < x->problem.n_candidates; j++) {
            if (x->time[j][i] < 0 || !(x->state[j] == MLG_CANDIDATE_EXISTING || (open >> j & 1)))
                continue;
            int32_t value = limit_s < 0 ? x->time[j][i] : x->time[j][i] <= limit_s ? 0 : 1;
            least = value < least ? value : least;
        }
        cost += x->weight[i] * least;
    }
    return cost;
}

static int64_t brute_force(const instance *x, int32_t limit_s)
{
    int64_t best = INT64_MAX;
    for (uint32_t open = 0; open < 1U << x->problem.n_candidates; open++) {
        bool allowed = __builtin_popcount(open) == x->problem.sites && may_open(x, open);
        int64_t cost = allowed ? cost_of(x, open, limit_s) : INT64_MAX;
        best = cost < best ? cost : best;
    }
    return best;
}

/* Whatever the answer, its parts agree: sites are free and distinct, gains add up, the assignment costs what is
 * said, gains fall. */
static void check_consistent(const instance *x, const mlg_siting_answer *a, int32_t limit_s)
{
    uint32_t open = 0;
    int64_t gains = 0, won = 0, reached = 0;
    assert_int_equal(a->n_chosen, x->problem.sites);
    for (int32_t k = 0; k < a->n_chosen; k++) {
        int32_t j = a->chosen[k].candidate;
        assert_true(mlg_candidate_may_open(x->state[j]));
        assert_false(open >> j & 1);
        open |= 1U << j;
        gains += a->chosen[k].gain;
        won += a->chosen[k].persons_won;
        assert_true(a->chosen[k].loss >= 0 && a->chosen[k].loss <= a->chosen[k].gain);
        assert_true(k == 0 || a->chosen[k].gain <= a->chosen[k - 1].gain);
    }
    int64_t cost = cost_of(x, open, limit_s), all = persons_of(x);
    assert_int_equal(a->after.objective, limit_s < 0 ? cost : all - cost);
    assert_int_equal(a->before.objective, limit_s < 0 ? cost_of(x, 0, -1) : all - cost_of(x, 0, limit_s));
    assert_int_equal(gains, llabs((long long)(a->after.objective - a->before.objective)));
    assert_int_equal(won, a->after.reached_persons - a->before.reached_persons);
    assert_int_equal(a->after.reached_persons + a->after.unreached_persons, all);
    for (int32_t i = 0; i < x->problem.n_demand; i++)
        if (a->assigned[i] != MLG_NO_CANDIDATE) {
            assert_int_equal(a->assigned_time_s[i], x->time[a->assigned[i]][i]);
            reached += x->weight[i];
        }
    assert_int_equal(reached, a->after.reached_persons);
    assert_int_equal(strstr(a->outcome.method, "branch and bound") != NULL, a->nodes > 0);
}

static void solve(mlg_siting_answer *answer, const instance *x, int32_t limit_s, const mlg_siting_options *options)
{
    mlg_error err;
    if (limit_s < 0)
        assert_ok(mlg_siting_pmedian(answer, &x->problem, options, &err), &err);
    else
        assert_ok(mlg_siting_mclp(answer, &x->problem, limit_s, options, &err), &err);
}

static void check_against_brute_force(const instance *x, int32_t limit_s, const mlg_siting_options *options)
{
    mlg_siting_answer answer;
    solve(&answer, x, limit_s, options);
    check_consistent(x, &answer, limit_s);
    int64_t best = brute_force(x, limit_s);
    best = limit_s < 0 ? best : persons_of(x) - best;
    bool limited = options->max_nodes == 1;
    if (limited) {
        assert_true(limit_s < 0 ? answer.outcome.bound <= (double)best : answer.outcome.bound >= (double)best);
        assert_true(!answer.outcome.proved || answer.after.objective == best);
    } else {
        assert_true(answer.outcome.proved);
        assert_int_equal(answer.after.objective, best);
        assert_near(answer.outcome.bound, (double)best, 0);
        assert_near(answer.outcome.gap, 0, 0);
    }
    mlg_siting_answer_release(&answer);
}

static void small_cases_equal_brute_force(void **state)
{
    (void)state;
    uint64_t seed = 7;
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    static instance x;
    for (int round = 0; round < campaign(1000); round++) {
        draw(&x, &seed, 5 + random_below(&seed, 36), 8 + random_below(&seed, 4), 4 + random_below(&seed, 60));
        options.use_solver = round % 2 == 0;
        check_against_brute_force(&x, -1, &options);
        check_against_brute_force(&x, random_below(&seed, 30), &options);
    }
}

static mlg_status solve_median(mlg_siting_set *out, bool *possible, void *context, const uint8_t *state,
                               mlg_error *err)
{
    mlg_siting_problem p = ((const instance *)context)->problem;
    mlg_siting_options options;
    mlg_siting_answer a;
    int32_t n_open = 0;
    p.state = state;
    for (int32_t j = 0; j < p.n_candidates; j++)
        n_open += mlg_candidate_may_open(state[j]);
    *possible = n_open >= p.sites;
    if (!*possible)
        return MLG_OK;
    mlg_siting_options_init(&options);
    MLG_TRY(mlg_siting_pmedian(&a, &p, &options, err));
    out->n_sites = a.n_chosen;
    out->value = (double)a.after.objective;
    out->outcome = a.outcome;
    mlg_status st = MLG_NEW(&out->sites, (size_t)a.n_chosen, "sites", err);
    for (int32_t k = 0; st == MLG_OK && k < a.n_chosen; k++)
        out->sites[k] = a.chosen[k].candidate;
    mlg_siting_answer_release(&a);
    return st;
}

/* Asked for one set and its ties: all that cost as little, then one that costs more, when there is one. */
static void check_ties(instance *x, const int64_t *costs, int32_t n_costs)
{
    enum { ALL = 128 };
    static mlg_siting_set sets[ALL];
    mlg_siting_solver solver = { .solve = solve_median, .context = x, .most_equal = ALL };
    int32_t n, ties = 0;
    mlg_error err;
    while (ties < n_costs && costs[ties] == costs[0])
        ties++;
    assert_ok(mlg_siting_next_best(sets, &n, 1, x->state, 9, &solver, &err), &err);
    assert_int_equal(n, ties < n_costs && ties < ALL ? (ties > 1 ? ties + 1 : n) : ties);
    for (int32_t k = 0; k < n; k++)
        assert_int_equal(mlg_siting_ties(&solver, sets[k].value, sets[0].value), k < ties);
    mlg_siting_sets_release(sets, n);
}

/* All sets sorted by cost: the first ones are the next-best sets, each once. */
static void next_best_sets_equal_brute_force(void **state)
{
    (void)state;
    enum { MOST = 12 };
    uint64_t seed = 77;
    static instance x;
    static int64_t costs[1 << 10];
    for (int round = 0; round < campaign(1000); round++) {
        draw(&x, &seed, 5 + random_below(&seed, 20), 9, 4 + random_below(&seed, 40));
        int32_t n = 0, n_costs = 0;
        for (uint32_t open = 0; open < 1U << 9; open++)
            if (__builtin_popcount(open) == x.problem.sites && may_open(&x, open))
                costs[n_costs++] = cost_of(&x, open, -1);
        qsort(costs, (size_t)n_costs, sizeof *costs, mlg_compare_ids);
        mlg_siting_solver solver = { .solve = solve_median, .context = &x };
        mlg_siting_set sets[MOST] = { 0 };
        mlg_error err;
        assert_ok(mlg_siting_next_best(sets, &n, MOST, x.state, 9, &solver, &err), &err);
        assert_int_equal(n, n_costs < MOST ? n_costs : MOST);
        check_ties(&x, costs, n_costs);
        uint32_t seen[MOST];
        for (int32_t k = 0; k < n; k++) {
            seen[k] = 0;
            for (int32_t s = 0; s < sets[k].n_sites; s++)
                seen[k] |= 1U << sets[k].sites[s];
            assert_near(sets[k].value, (double)costs[k], 0);
            assert_near((double)cost_of(&x, seen[k], -1), (double)costs[k], 0);
            assert_true(sets[k].outcome.proved);
            for (int32_t l = 0; l < k; l++)
                assert_int_not_equal(seen[k], seen[l]);
        }
        mlg_siting_sets_release(sets, n);
    }
}

static void a_limited_search_never_crosses_the_optimum(void **state)
{
    (void)state;
    uint64_t seed = 11;
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    options.max_nodes = 1;
    options.use_solver = false;
    static instance x;
    for (int round = 0; round < campaign(1000); round++) {
        draw(&x, &seed, 30, 10, 20 + random_below(&seed, 400));
        options.max_arcs = 500 + random_below(&seed, 20000);
        check_against_brute_force(&x, -1, &options);
        check_against_brute_force(&x, random_below(&seed, 100), &options);
    }
}

/* ---- against the linear solver ------------------------------------------------------------------------ */

/* Textbook p-median (ReVelle and Swain 1970) or max covering (Church and ReVelle 1974), nothing reduced. Columns:
 * y_j, then x_ij or the missed part; a row a demand point, a row an arc (p-median), and one for the count. */
typedef struct {
    double lower[MOST_DEMAND * MOST_CANDIDATES], upper[MOST_DEMAND * MOST_CANDIDATES],
        objective[MOST_DEMAND * MOST_CANDIDATES];
    uint8_t is_integer[MOST_DEMAND * MOST_CANDIDATES];
    int32_t start[MOST_DEMAND * MOST_CANDIDATES], column[4 * MOST_DEMAND * MOST_CANDIDATES];
    double value[4 * MOST_DEMAND * MOST_CANDIDATES], row_lower[MOST_DEMAND * MOST_CANDIDATES],
        row_upper[MOST_DEMAND * MOST_CANDIDATES];
    int32_t n_columns, n_rows, n_values;
} textbook;

static int32_t add_column(textbook *t, double objective, double lower, double upper, bool is_integer)
{
    t->objective[t->n_columns] = objective;
    t->lower[t->n_columns] = lower;
    t->upper[t->n_columns] = upper;
    t->is_integer[t->n_columns] = is_integer;
    return t->n_columns++;
}

static void add_value(textbook *t, int32_t column, double value)
{
    t->column[t->n_values] = column;
    t->value[t->n_values++] = value;
}

static void end_row(textbook *t, double lower, double upper)
{
    t->row_lower[t->n_rows] = lower;
    t->row_upper[t->n_rows++] = upper;
    t->start[t->n_rows] = t->n_values;
}

static void write_textbook(textbook *t, const instance *x, int32_t limit_s)
{
    static int32_t served_by[MOST_DEMAND][MOST_CANDIDATES];
    const mlg_siting_problem *p = &x->problem;
    memset(t, 0, sizeof *t);
    for (int32_t j = 0; j < p->n_candidates; j++)
        add_column(t, 0, x->state[j] == MLG_CANDIDATE_EXISTING || x->state[j] == MLG_CANDIDATE_FORCED,
                   x->state[j] != MLG_CANDIDATE_FORBIDDEN, true);
    for (int32_t i = 0; i < p->n_demand; i++) {
        int32_t missed = add_column(t, (double)(x->weight[i] * (limit_s < 0 ? p->penalty_s : 1)), 0, 1, false);
        add_value(t, missed, 1);
        for (int32_t j = 0; j < p->n_candidates; j++) {
            served_by[i][j] = -1;
            if (x->time[j][i] < 0 || (limit_s >= 0 && x->time[j][i] > limit_s))
                continue;
            served_by[i][j] =
                limit_s < 0 ? add_column(t, (double)(x->weight[i] * x->time[j][i]), 0, HUGE_VAL, false) : j;
            add_value(t, served_by[i][j], 1);
        }
        end_row(t, 1, HUGE_VAL);
    }
    for (int32_t i = 0; limit_s < 0 && i < p->n_demand; i++)
        for (int32_t j = 0; j < p->n_candidates; j++)
            if (served_by[i][j] >= 0) {
                add_value(t, served_by[i][j], 1);
                add_value(t, j, -1);
                end_row(t, -HUGE_VAL, 0);
            }
    int32_t n_existing = 0;
    for (int32_t j = 0; j < p->n_candidates; j++) {
        add_value(t, j, 1);
        n_existing += x->state[j] == MLG_CANDIDATE_EXISTING;
    }
    end_row(t, 0, p->sites + n_existing);
}

static void check_against_solver(const instance *x, int32_t limit_s, const mlg_siting_options *options)
{
    static textbook t;
    write_textbook(&t, x, limit_s);
    mlg_solver_problem problem = { t.n_columns, t.objective, t.lower, t.upper,     t.is_integer, t.n_rows,
                                   t.start,     t.column,    t.value, t.row_lower, t.row_upper,  false };
    mlg_solver_options solver_options = { 0 };
    mlg_solver_answer solved;
    mlg_siting_answer answer;
    mlg_error err;
    assert_ok(mlg_solver_solve(&solved, &problem, &solver_options, &err), &err);
    assert_int_equal(solved.status, MLG_SOLVER_OPTIMAL);
    solve(&answer, x, limit_s, options);
    double want = limit_s < 0 ? solved.objective : (double)persons_of(x) - solved.objective;
    assert_true(answer.outcome.proved);
    assert_near((double)answer.after.objective, want, 0.01);
    mlg_siting_answer_release(&answer);
    mlg_solver_answer_release(&solved);
}

static void larger_cases_equal_the_linear_solver(void **state)
{
    (void)state;
    if (no_solver())
        return;
    uint64_t seed = 23;
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    options.use_solver = false;
    static instance x;
    for (int round = 0; round < 12; round++) {
        int32_t n = 30 + random_below(&seed, 31);
        draw(&x, &seed, n, n < 50 ? n : 50, 60 + random_below(&seed, 300));
        if (round < 8)
            check_against_solver(&x, -1, &options);
        check_against_solver(&x, 10 + random_below(&seed, 80), &options);
    }
}

/* ---- by hand ------------------------------------------------------------------------------------------ */

/* Three villages in a row, ten minutes apart, 10, 100 and 20 persons; a site may open in each. One site: in the
 * middle, 10 x 600 + 20 x 600 = 18000. With the first existing: the middle again, 20 x 600 = 12000. */
static void three_villages(instance *x, int32_t sites)
{
    memset(x, 0, sizeof *x);
    static const int64_t persons[3] = { 10, 100, 20 };
    for (int32_t j = 0; j < 3; j++) {
        x->weight[j] = persons[j];
        for (int32_t i = 0; i < 3; i++)
            x->time[j][i] = 600 * abs(i - j);
    }
    pack(x, 3, 3, sites, 3600);
}

static void three_villages_by_hand(void **state)
{
    (void)state;
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    mlg_siting_answer a;
    static instance x;
    three_villages(&x, 1);
    solve(&a, &x, -1, &options);
    assert_int_equal(a.after.objective, 18000);
    assert_int_equal(a.before.objective, 130 * 3600);
    assert_int_equal(a.chosen[0].candidate, 1);
    assert_int_equal(a.chosen[0].persons_won, 130);
    assert_int_equal(a.chosen[0].persons_assigned, 130);
    mlg_siting_answer_release(&a);

    x.state[0] = MLG_CANDIDATE_EXISTING;
    solve(&a, &x, -1, &options);
    assert_int_equal(a.after.objective, 12000);
    assert_int_equal(a.before.objective, 100 * 600 + 20 * 1200);
    assert_int_equal(a.assigned[0], 0);
    assert_int_equal(a.assigned_time_s[2], 600);
    assert_int_equal(a.chosen[0].persons_assigned, 120);
    mlg_siting_answer_release(&a);

    x.state[1] = MLG_CANDIDATE_FORBIDDEN; /* covering at no distance: 10 are there, the third village adds 20 */
    solve(&a, &x, 0, &options);
    assert_int_equal(a.after.objective, 30);
    assert_int_equal(a.chosen[0].candidate, 2);
    assert_int_equal(a.after.unreached_persons, 100);
    assert_int_equal(a.assigned[1], MLG_NO_CANDIDATE);
    assert_near(a.outcome.bound, 30, 0);
    mlg_siting_answer_release(&a);
}

static void degenerate_cases_are_answered(void **state)
{
    (void)state;
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    mlg_siting_answer a;
    static instance x;
    for (int32_t limit_s = -1; limit_s <= 600; limit_s += 601) {
        for (int32_t sites = 0; sites <= 3; sites += 3) { /* none, all */
            three_villages(&x, sites);
            solve(&a, &x, limit_s, &options);
            check_consistent(&x, &a, limit_s);
            assert_true(a.outcome.proved);
            mlg_siting_answer_release(&a);
        }
        memset(x.time, -1, sizeof x.time); /* nobody reachable */
        pack(&x, 3, 3, 2, 3600);
        solve(&a, &x, limit_s, &options);
        check_consistent(&x, &a, limit_s);
        assert_true(a.outcome.proved);
        assert_int_equal(a.after.unreached_persons, 130);
        mlg_siting_answer_release(&a);
        pack(&x, 0, 3, 2, 3600); /* nobody at all */
        solve(&a, &x, limit_s, &options);
        assert_int_equal(a.n_chosen, 2);
        assert_true(a.outcome.proved);
        mlg_siting_answer_release(&a);
        pack(&x, 0, 0, 0, 0);
        solve(&a, &x, limit_s, &options);
        mlg_siting_answer_release(&a);
    }
}

static void bad_problems_are_named(void **state)
{
    (void)state;
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    mlg_siting_answer a;
    mlg_error err;
    static instance x;
    three_villages(&x, 5);
    x.state[0] = MLG_CANDIDATE_FORBIDDEN;
    assert_fails(mlg_siting_pmedian(&a, &x.problem, &options, &err), MLG_DATA, &err,
                 "asked for 5 new sites, but only 2 candidates are free: 3 too many");
    assert_fails(mlg_siting_mclp(&a, &x.problem, 60, &options, &err), MLG_DATA, &err, "3 too many");
    three_villages(&x, 1);
    x.state[0] = x.state[2] = MLG_CANDIDATE_FORCED;
    assert_fails(mlg_siting_pmedian(&a, &x.problem, &options, &err), MLG_DATA, &err,
                 "asked for 1 new sites, but 2 are forced: 1 too few");
    three_villages(&x, 1);
    x.problem.penalty_s = 1000;
    assert_fails(mlg_siting_pmedian(&a, &x.problem, &options, &err), MLG_USAGE, &err, "1200 s, over the penalty");
    three_villages(&x, 1);
    x.demand[1] = 2;
    assert_fails(mlg_siting_pmedian(&a, &x.problem, &options, &err), MLG_DATA, &err, "demand point 2 twice");
    three_villages(&x, 1);
    x.demand[1] = 3;
    assert_fails(mlg_siting_pmedian(&a, &x.problem, &options, &err), MLG_USAGE, &err, "demand point 3 of 3");
    three_villages(&x, 1);
    x.weight[2] = -4;
    assert_fails(mlg_siting_pmedian(&a, &x.problem, &options, &err), MLG_USAGE, &err, "weight -4");
    three_villages(&x, -1);
    assert_fails(mlg_siting_mclp(&a, &x.problem, 60, &options, &err), MLG_USAGE, &err, "sites -1");
    assert_null(a.chosen);
}

static bool cancel(void *context, const char *stage, double fraction)
{
    (void)context, (void)stage, (void)fraction;
    return false;
}

static void the_caller_may_cancel(void **state)
{
    (void)state;
    uint64_t seed = 3;
    const mlg_progress progress = { cancel, NULL };
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    options.progress = &progress;
    mlg_siting_answer a;
    mlg_error err;
    static instance x;
    draw(&x, &seed, 60, 40, 500);
    x.problem.sites = 5;
    assert_fails(mlg_siting_pmedian(&a, &x.problem, &options, &err), MLG_CANCELLED, &err, "siting");
    assert_null(a.chosen);
}

static void two_runs_give_one_answer(void **state)
{
    (void)state;
    uint64_t seed = 5;
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    options.max_arcs = 30000; /* stopped half way, where order would show */
    static instance x;
    for (int round = 0; round < 10; round++) {
        mlg_siting_answer a, b;
        draw(&x, &seed, 60, 50, 900);
        x.problem.sites = 6;
        solve(&a, &x, -1, &options);
        solve(&b, &x, -1, &options);
        assert_memory_equal(a.chosen, b.chosen, (size_t)a.n_chosen * sizeof *a.chosen);
        assert_near(a.outcome.bound, b.outcome.bound, 0);
        assert_int_equal(a.nodes, b.nodes);
        assert_int_equal(a.arcs, b.arcs);
        mlg_siting_answer_release(&a);
        mlg_siting_answer_release(&b);
    }
}

/* Nine sites and a place between any two that only these reach, where a half of each serves all: under a limit on arcs that rises, no node
 * of the branch and bound, then one, then several. Four open, the ten places between the five others go without, ten seconds each. */
static void the_first_node_is_told(void **state)
{
    (void)state;
    static instance x;
    mlg_siting_options options;
    int64_t nodes = 0;
    int32_t i = 0;
    bool one = false;
    memset(x.time, -1, sizeof x.time);
    for (int32_t a = 0; a < 9; a++)
        for (int32_t b = 0; b < a; b++, i++) {
            x.weight[i] = 1;
            x.time[a][i] = x.time[b][i] = 0;
        }
    pack(&x, i, 9, 4, 10);
    mlg_siting_options_init(&options);
    for (options.max_arcs = 1; nodes < 2; options.max_arcs += 1 + options.max_arcs / 50) {
        mlg_siting_answer a;
        solve(&a, &x, -1, &options);
        check_consistent(&x, &a, -1);
        assert_true(a.outcome.bound <= 100 && a.after.objective >= 100);
        one = one || a.nodes == 1;
        nodes = a.nodes;
        mlg_siting_answer_release(&a);
    }
    assert_true(one);
}

static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    uint64_t seed = 29;
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    static instance x;
    draw(&x, &seed, 40, 20, 100);
    x.problem.sites = 4;
    for (int32_t limit_s = -1; limit_s < 40; limit_s += 26) {
        mlg_status st = MLG_MEMORY;
        mlg_error err;
        for (long n = 1; st == MLG_MEMORY; n += stride(7)) {
            mlg_siting_answer a;
            mlg_memory_fail_at(n);
            st = limit_s < 0 ? mlg_siting_pmedian(&a, &x.problem, &options, &err)
                             : mlg_siting_mclp(&a, &x.problem, limit_s, &options, &err);
            mlg_memory_fail_at(0);
            if (st == MLG_MEMORY)
                assert_null(a.chosen);
            mlg_siting_answer_release(&a);
        }
        assert_ok(st, &err);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_villages_by_hand),
        cmocka_unit_test(degenerate_cases_are_answered),
        cmocka_unit_test(bad_problems_are_named),
        cmocka_unit_test(small_cases_equal_brute_force),
        cmocka_unit_test(next_best_sets_equal_brute_force),
        cmocka_unit_test(a_limited_search_never_crosses_the_optimum),
        cmocka_unit_test(larger_cases_equal_the_linear_solver),
        cmocka_unit_test(the_caller_may_cancel),
        cmocka_unit_test(two_runs_give_one_answer),
        cmocka_unit_test(the_first_node_is_told),
        cmocka_unit_test(memory_may_run_out_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
