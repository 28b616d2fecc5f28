/* Max covering at sizes that branch: against CBC on the textbook model, by parts, under limits, cancelled. */
#include "support.h"

#include "analysis/common/linear_program.h"
#include "analysis/siting/coverage/mclp_core.h"
#include "analysis/siting/frame.h"
#include "base/clock.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MOST_DEMAND 2000
#define MOST_SITES 400
#define MOST_ARCS 200000

typedef struct {
    int64_t weight[MOST_DEMAND], start[MOST_SITES + 1];
    int32_t demand[MOST_ARCS], time_s[MOST_ARCS];
    mlg_siting_problem problem;
} instance;

static instance x;

static double unit(uint64_t *seed)
{
    return random_below(seed, 1 << 20) / (double)(1 << 20);
}

/* Circles that nearly fill a square, one a site: the linear program is a few percent off, and branching is needed. */
static void draw(uint64_t *seed, int32_t n_demand, int32_t n_sites, int32_t sites)
{
    static double at[MOST_DEMAND][2];
    double reach = sqrt(0.9 / (3.1416 * sites));
    int64_t arc = 0;
    for (int32_t i = 0; i < n_demand; i++) {
        at[i][0] = unit(seed);
        at[i][1] = unit(seed);
        x.weight[i] = random_below(seed, 10) == 0 ? 0 : 1 + random_below(seed, 500);
    }
    for (int32_t j = 0; j < n_sites; j++) {
        for (int32_t i = 0; i < n_demand; i++)
            if (hypot(at[i][0] - at[j][0], at[i][1] - at[j][1]) < reach) {
                x.demand[arc] = i;
                x.time_s[arc++] = 0;
            }
        x.start[j + 1] = arc;
    }
    assert_true(arc <= MOST_ARCS);
    x.problem = (mlg_siting_problem){ n_demand, x.weight, n_sites, x.start, x.demand, x.time_s, NULL, sites, 0 };
}

static int64_t covered_by_cbc(void)
{
    const mlg_siting_problem *p = &x.problem;
    mlg_program m = { 0 };
    mlg_solver_answer a;
    mlg_solver_options limits = { 0 };
    mlg_error err;
    for (int32_t j = 0; j < p->n_candidates; j++)
        mlg_program_column(&m, 0, 0, 1, true);
    for (int32_t i = 0; i < p->n_demand; i++) {
        mlg_program_put(&m, mlg_program_column(&m, (double)p->weight[i], 0, 1, false), -1);
        for (int32_t j = 0; j < p->n_candidates; j++)
            for (int64_t k = p->row_start[j]; k < p->row_start[j + 1]; k++)
                if (p->row_demand[k] == i)
                    mlg_program_put(&m, j, 1);
        mlg_program_row(&m, 0, HUGE_VAL);
    }
    for (int32_t j = 0; j < p->n_candidates; j++)
        mlg_program_put(&m, j, 1);
    mlg_program_row(&m, p->sites, p->sites);
    assert_ok(mlg_program_solve(&a, &m, true, &limits, &err), &err);
    assert_int_equal(a.status, MLG_SOLVER_OPTIMAL);
    int64_t covered = (int64_t)llround(a.objective);
    mlg_solver_answer_release(&a);
    mlg_program_release(&m);
    return covered;
}

/* Every method on the same instance: whole, by parts, cut short, each with its bound on the right side. */
static void middle_cases_equal_the_solver(void **state)
{
    (void)state;
    if (!mlg_solver_available()) {
        printf("skipped: built without the solver\n");
        return;
    }
    uint64_t seed = 11;
    int64_t branched = 0;
    const int rounds = full_run() ? 25 : 5;
    for (int round = 0; round < rounds; round++) {
        draw(&seed, 120 + random_below(&seed, 80), 60 + random_below(&seed, 30), 6 + random_below(&seed, 6));
        int64_t best = covered_by_cbc();
        for (int way = 0; way < 4; way++) {
            mlg_siting_options options;
            mlg_siting_frame f;
            mlg_error err;
            mlg_siting_options_init(&options);
            options.max_nodes = way == 2 ? 1 : 0;
            options.max_arcs = way == 3 ? 1 + random_below(&seed, 200000) : 0;
            assert_ok(mlg_siting_frame_build(&f, &x.problem, (mlg_siting_reach){ true, 0, 0 }, &options, &err),
                      &err);
            f.run.parts_arcs = way == 1;
            assert_ok(mlg_mclp_solve(&f.run, &f.core, &err), &err);
            int64_t covered = f.persons - f.run.upper, bound = f.persons - f.run.lower;
            assert_true(covered <= best && bound >= best);
            if (way < 2)
                assert_int_equal(covered, best);
            assert_true(way > 1 || bound == best);
            branched += f.run.nodes > 1;
            mlg_siting_frame_release(&f);
        }
    }
    assert_true(branched * 5 > rounds * 2); /* the cases are of the kind meant */
}

/* One person a grain; up to three sites, half open the first, a quarter the others. */
static mlg_mclp given(int32_t n_rows, int32_t n_sites, int32_t n_open, double *weight, double *price,
                      int64_t *start, int32_t *row)
{
    static int32_t site_id[3] = { 0, 1, 2 };
    static double share[3] = { 0.5, 0.25, 0.25 };
    return (mlg_mclp){ .n_rows = n_rows,
                       .n_sites = n_sites,
                       .n_open = n_open,
                       .grain = 1,
                       .weight = weight,
                       .start = start,
                       .row = row,
                       .site_id = site_id,
                       .price = price,
                       .share = share };
}

/* Prices drawn at random: never under what the best set covers. Work by hand: sites {0 1} and {1 2}, weights 3, 5, 4, one
 * opens. Prices 1, 5, 2: (3 - 1) + (5 - 5) + (4 - 2) = 4, and the larger of 1 + 5 and 5 + 2: 11 in all; 9 is best. */
static void any_prices_give_a_bound(void **state)
{
    (void)state;
    double weight[3] = { 3, 5, 4 }, price[3] = { 1, 5, 2 };
    int64_t start[3] = { 0, 2, 4 };
    int32_t row[4] = { 0, 1, 1, 2 };
    mlg_mclp m = given(3, 2, 1, weight, price, start, row);
    mlg_mclp_work work;
    mlg_error err;
    assert_ok(mlg_mclp_work_init(&work, &m, &err), &err);
    assert_near(mlg_mclp_price(&work, &m), 11, 0);
    assert_int_equal(work.order[0], 1);
    uint64_t seed = 3;
    for (int round = 0; round < 200; round++) {
        for (int i = 0; i < 3; i++)
            price[i] = random_below(&seed, (int32_t)weight[i] + 1);
        assert_true(mlg_mclp_price(&work, &m) >= 9);
    }
    mlg_mclp_work_release(&work);
}

/* Rows 0..3, sites {0 1}, {1 2}, {3}; site 0 opens, site 2 closes: row 2 is left, seen by site 1 alone. */
static void opening_and_closing_leave_what_is_open_to_choice(void **state)
{
    (void)state;
    double weight[4] = { 2, 4, 8, 16 }, price[4] = { 1, 2, 3, 4 };
    int64_t start[4] = { 0, 2, 4, 5 };
    int32_t row[5] = { 0, 1, 1, 2, 3 }, row_of[4];
    const uint8_t fate[3] = { MLG_SITE_OPEN, MLG_SITE_KEEP, MLG_SITE_CLOSE };
    mlg_mclp m = given(4, 3, 2, weight, price, start, row);
    mlg_mclp out;
    mlg_error err;
    assert_ok(mlg_mclp_shrink(&out, &m, fate, row_of, &err), &err);
    assert_int_equal(out.n_rows, 1);
    assert_int_equal(out.n_sites, 1);
    assert_int_equal(out.n_open, 1);
    assert_int_equal(row_of[2], 0);
    assert_true(row_of[0] < 0 && row_of[1] < 0 && row_of[3] < 0);
    assert_int_equal(out.site_id[0], 1);
    assert_int_equal(out.start[1], 1);
    assert_int_equal(out.opened[0], 0);
    assert_near(out.base, 6, 0);
    assert_near(out.weight[0], 8, 0);
    assert_near(out.price[0], 3, 0);
    assert_near(out.share[0], 0.25, 0);
    mlg_mclp_release(&out);
}

/* Rows 0..3, sites {0 1 2}, {1 3}, {0 1 2 3}; site 1 closes: rows 0, 1 and 2 see sites 0 and 2, row 3 site 2 alone. Their weights are
 * 2 + 4 + 8 and 16, their prices 1 + 2 + 3 and 4. */
static void rows_that_closing_makes_equal_become_one(void **state)
{
    (void)state;
    double weight[4] = { 2, 4, 8, 16 }, price[4] = { 1, 2, 3, 4 };
    int64_t start[4] = { 0, 3, 5, 9 };
    int32_t row[9] = { 0, 1, 2, 1, 3, 0, 1, 2, 3 }, row_of[4];
    const uint8_t fate[3] = { MLG_SITE_KEEP, MLG_SITE_CLOSE, MLG_SITE_KEEP };
    mlg_mclp m = given(4, 3, 1, weight, price, start, row);
    mlg_mclp out;
    mlg_error err;
    assert_ok(mlg_mclp_shrink(&out, &m, fate, row_of, &err), &err);
    assert_int_equal(out.n_rows, 2);
    assert_int_equal(out.n_sites, 2);
    const int32_t rows[4] = { 0, 0, 0, 1 }, arcs[3] = { 0, 0, 1 };
    assert_memory_equal(row_of, rows, sizeof rows);
    assert_memory_equal(out.row, arcs, sizeof arcs);
    assert_int_equal(out.start[1], 1);
    assert_int_equal(out.start[2], 3);
    assert_near(out.weight[0], 14, 0);
    assert_near(out.weight[1], 16, 0);
    assert_near(out.price[0], 6, 0);
    assert_near(out.price[1], 4, 0);
    mlg_mclp_release(&out);
}

/* By spans the bound of the same prices is that of the rows one by one, whole numbers both: no steps, the bound alone. */
static void spans_give_the_bound_of_the_rows(void **state)
{
    (void)state;
    uint64_t seed = 23;
    for (int round = 0; round < 20; round++) {
        draw(&seed, 300, 60, 6);
        mlg_siting_options options;
        mlg_siting_frame f;
        mlg_mclp m;
        mlg_mclp_work work;
        mlg_error err;
        bool fits = false;
        mlg_siting_options_init(&options);
        assert_ok(mlg_siting_frame_build(&f, &x.problem, (mlg_siting_reach){ true, 0, 0 }, &options, &err), &err);
        assert_ok(mlg_mclp_gather_rows(&f.core, &err), &err);
        assert_ok(mlg_mclp_from_median(&m, &fits, &f.core, &err), &err);
        assert_true(fits);
        assert_ok(mlg_mclp_work_init(&work, &m, &err), &err);
        for (int32_t i = 0; i < m.n_rows; i++)
            m.price[i] = floor(m.weight[i] * unit(&seed));
        double bound = mlg_mclp_price(&work, &m);
        assert_ok(mlg_mclp_lower(&work, &f.run, &m, 0, 0, false, &err), &err);
        assert_near(work.upper, bound, 0);
        mlg_mclp_work_release(&work);
        mlg_mclp_release(&m);
        mlg_siting_frame_release(&f);
    }
}

static bool stop_at_third(void *context, const char *stage, double fraction)
{
    (void)stage;
    (void)fraction;
    return ++*(int *)context < 3;
}

/* A case that takes minutes to prove: a limit keeps the best set found, a cancelled run returns at once. */
static void hard_cases_stop_when_told(void **state)
{
    (void)state;
    uint64_t seed = 5;
    mlg_siting_options options;
    mlg_siting_answer a, again;
    mlg_error err;
    draw(&seed, 2000, 400, 12);
    mlg_siting_options_init(&options);
    options.max_arcs = 40000000;
    assert_ok(mlg_siting_mclp(&a, &x.problem, 0, &options, &err), &err);
    assert_true(a.outcome.stopped && !a.outcome.proved && a.outcome.gap > 0 && a.outcome.gap < 0.2);
    assert_ok(mlg_siting_mclp(&again, &x.problem, 0, &options, &err), &err);
    assert_int_equal(a.after.objective, again.after.objective);
    assert_near(a.outcome.bound, again.outcome.bound, 0);
    for (int32_t k = 0; k < a.n_chosen; k++)
        assert_int_equal(a.chosen[k].candidate, again.chosen[k].candidate);
    mlg_siting_answer_release(&a);
    mlg_siting_answer_release(&again);
    options.max_arcs = 0;
    options.max_seconds = 0.2;
    double begin = mlg_clock_s();
    assert_ok(mlg_siting_mclp(&a, &x.problem, 0, &options, &err), &err);
    assert_true(a.outcome.stopped && a.after.objective > 0 && a.outcome.bound >= (double)a.after.objective);
    assert_true(mlg_clock_s() - begin < 20); /* on any machine: far from the proof */
    mlg_siting_answer_release(&a);
    int calls = 0;
    const mlg_progress progress = { stop_at_third, &calls };
    options.max_seconds = 0;
    options.progress = &progress;
    assert_fails(mlg_siting_mclp(&a, &x.problem, 0, &options, &err), MLG_CANCELLED, &err, "siting");
    assert_int_equal(calls, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_prices_give_a_bound),
        cmocka_unit_test(opening_and_closing_leave_what_is_open_to_choice),
        cmocka_unit_test(rows_that_closing_makes_equal_become_one),
        cmocka_unit_test(spans_give_the_bound_of_the_rows),
        cmocka_unit_test(middle_cases_equal_the_solver),
        cmocka_unit_test(hard_cases_stop_when_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
