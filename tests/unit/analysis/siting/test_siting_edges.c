/* Every siting model where there is nothing to choose, everything, too much, nobody to reach, no time: one table. */
#include "siting_cases.h"

#include "adapters/solver.h"
#include "analysis/siting/capacity/capacitated.h"
#include "analysis/siting/coverage/variants.h"
#include "analysis/siting/median/budget.h"
#include "analysis/siting/on_access/allocation.h"

#include <math.h>
#include <stdio.h>

enum { LIMIT_S = 600 };

/* What a model came to. */
typedef struct {
    double objective, bound;
    int32_t n_chosen;
    bool proved, stopped;
} told;

typedef struct {
    mlg_siting_problem sites;
    int64_t capacity[MOST_CANDIDATES], cost[MOST_CANDIDATES];
    double persons[MOST_DEMAND], access[MOST_DEMAND], adds[MOST_CANDIDATES * MOST_DEMAND];
} question;

typedef mlg_status (*model)(told *out, const question *q, int which, const mlg_siting_options *o, mlg_error *err);

static mlg_status on_times(told *out, const question *q, int which, const mlg_siting_options *o, mlg_error *err)
{
    mlg_siting_answer a = { 0 };
    mlg_status st = which == 0   ? mlg_siting_pmedian(&a, &q->sites, o, err)
                    : which == 1 ? mlg_siting_pcenter(&a, &q->sites, o, err)
                    : which == 2 ? mlg_siting_lscp(&a, &q->sites, LIMIT_S, o, err)
                    : which == 3 ? mlg_siting_mclp(&a, &q->sites, LIMIT_S, o, err)
                                 : mlg_siting_gradual(&a, &q->sites, 0, LIMIT_S, o, err);
    *out = (told){ (double)a.after.objective, a.outcome.bound, a.n_chosen, a.outcome.proved, a.outcome.stopped };
    mlg_siting_answer_release(&a);
    return st;
}

static mlg_status with_capacity(told *out, const question *q, int which, const mlg_siting_options *o,
                                mlg_error *err)
{
    mlg_serve_answer a = { 0 };
    mlg_serve_problem p = { .base = q->sites,
                            .goal = (mlg_serve_goal)which,
                            .limit_s = which == 0 ? INT32_MAX : LIMIT_S,
                            .capacity = q->capacity };
    mlg_status st = mlg_siting_serve(&a, &p, o, err);
    *out = (told){ a.objective, a.outcome.bound, a.n_chosen, a.outcome.proved, a.outcome.stopped };
    mlg_serve_answer_release(&a);
    return st;
}

static mlg_status coverage(told *out, const question *q, int which, const mlg_siting_options *o, mlg_error *err)
{
    mlg_coverage_answer a = { 0 };
    mlg_coverage_problem p = {
        .base = q->sites, .limit_s = LIMIT_S, .first = which == 0 ? 2 : 1, .second = which == 0, .worst_s = -1
    };
    if (which == 2) {
        p.cost = q->cost;
        p.budget = q->sites.sites;
        p.base.sites = -1;
    }
    mlg_status st =
        which == 1 ? mlg_siting_lscp_backup(&a, &q->sites, LIMIT_S, o, err) : mlg_siting_coverage(&a, &p, o, err);
    *out = (told){ (double)a.objective, a.outcome.bound, a.n_chosen, a.outcome.proved, a.outcome.stopped };
    mlg_coverage_answer_release(&a);
    return st;
}

static mlg_status within_budget(told *out, const question *q, int which, const mlg_siting_options *o,
                                mlg_error *err)
{
    mlg_budget_answer a = { 0 };
    mlg_budget_problem p = { .base = q->sites, .cost = q->cost, .budget = q->sites.sites };
    (void)which;
    p.base.sites = -1;
    mlg_status st = mlg_siting_pmedian_budget(&a, &p, o, err);
    *out = (told){ (double)a.objective, a.outcome.bound, a.n_chosen, a.outcome.proved, a.outcome.stopped };
    mlg_budget_answer_release(&a);
    return st;
}

/* An antenna adds 2 where it is and 1 next to it; everyone has 1 today. */
static mlg_status on_access(told *out, const question *q, int which, const mlg_siting_options *o, mlg_error *err)
{
    mlg_allocation_answer a = { 0 };
    mlg_allocation_options options;
    mlg_allocation_options_init(&options);
    options.progress = o->progress;
    options.max_nodes = o->max_nodes > 0 ? o->max_nodes : options.max_nodes;
    options.max_seconds = o->max_seconds;
    mlg_allocation_problem p = {
        q->sites.n_demand,      q->persons, q->access, q->sites.n_candidates, q->sites.row_start,
        q->sites.row_demand,    q->adds,    NULL,      q->sites.sites,        q->sites.sites,
        (mlg_access_goal)which, 2.5,        0
    };
    mlg_status st = mlg_allocation_solve(&a, &p, &options, err);
    *out = (told){ .objective = a.objective, .bound = a.outcome.bound, .proved = a.outcome.proved };
    for (int32_t j = 0; a.supply && j < p.n_candidates; j++)
        out->n_chosen += a.supply[j] > 1e-6;
    mlg_allocation_answer_release(&a);
    return st;
}

/* Three villages in a row, ten minutes apart, of 10, 100 and 20 persons; capacities of 200, costs of 1. By hand: nothing open, all
 * open, one open that nobody reaches; and what is said of four sites among three. NaN: an error, `short_of` what it says. */
static const struct {
    const char *name;
    model solve;
    int which;
    bool is_gain, needs_solver, finds_sites;
    double none, all, nobody;
    const char *short_of, *too_many;
} models[] = {
    { "p-median", on_times, 0, false, false, false, 468000, 0, 468000, NULL, "1 too many" },
    { "p-center", on_times, 1, false, false, false, 3600, 0, 0, NULL, "1 too many" },
    { "lscp", on_times, 2, false, false, true, 1, 1, 0, NULL, NULL },
    { "mclp", on_times, 3, true, false, false, 0, 130, 0, NULL, "1 too many" },
    { "mclp-gradual", on_times, 4, true, false, false, 0, 130000, 0, NULL, "1 too many" },
    { "p-median-capacity", with_capacity, MLG_SERVE_NEAREST, false, false, false, (double)NAN, 0, 468000,
      "130 persons to serve, room for 0, 130 short", "1 too many" },
    { "mclp-capacity", with_capacity, MLG_SERVE_MOST, true, false, false, 0, 130, 0, NULL, "1 too many" },
    { "lscp-capacity", with_capacity, MLG_SERVE_ALL, false, true, true, 1, 1, 0, NULL, NULL },
    { "mclp-backup", coverage, 0, true, true, false, 0, 390, 0, NULL, "1 too many" },
    { "lscp-backup", coverage, 1, true, true, true, 0, 0, 0, NULL, NULL },
    { "mclp-budget", coverage, 2, true, true, true, 0, 130, 0, NULL, NULL },
    { "p-median-budget", within_budget, 0, false, false, true, 468000, 0, 468000, NULL, NULL },
    { "max-min", on_access, MLG_GOAL_LEAST_ACCESS, true, true, false, 1, 4, 1, NULL, "too many" },
    { "persons-over", on_access, MLG_GOAL_PERSONS_OVER, true, true, false, 0, 130, 0, NULL, "too many" },
    { "fgt1", on_access, MLG_GOAL_SHORTFALL, false, true, false, 195, 0, 195, NULL, "too many" },
    { "fgt2", on_access, MLG_GOAL_SQUARE_SHORTFALL, false, false, false, 292.5, 0, 292.5, NULL, "too many" },
    { "maep", on_access, MLG_GOAL_SPREAD, false, false, false, 292.5, 692.5, 292.5, NULL, "too many" },
};
enum { N_MODELS = sizeof models / sizeof *models };

static void fill(question *q, instance *x, int32_t sites)
{
    x->problem.sites = sites;
    q->sites = x->problem;
    for (int32_t i = 0; i < x->problem.n_demand; i++) {
        q->persons[i] = (double)x->weight[i];
        q->access[i] = 1;
    }
    for (int32_t j = 0; j < x->problem.n_candidates; j++) {
        q->capacity[j] = 200;
        q->cost[j] = 1;
    }
    for (int64_t k = 0; k < x->start[x->problem.n_candidates]; k++)
        q->adds[k] = x->time_s[k] == 0 ? 2 : x->time_s[k] == LIMIT_S ? 1 : 0;
}

static void three_villages(instance *x)
{
    static const int64_t persons[3] = { 10, 100, 20 };
    memset(x, 0, sizeof *x);
    for (int32_t j = 0; j < 3; j++) {
        x->weight[j] = persons[j];
        for (int32_t i = 0; i < 3; i++)
            x->time[j][i] = 600 * abs(i - j);
    }
    pack(x, 3, 3, 0, 3600);
}

static bool is_skipped(int m)
{
    return models[m].needs_solver && !mlg_solver_available();
}

static void check(int m, const question *q, double want)
{
    mlg_siting_options options;
    mlg_error err;
    told t;
    mlg_siting_options_init(&options);
    mlg_status st = models[m].solve(&t, q, models[m].which, &options, &err);
    if (isnan(want)) {
        assert_fails(st, MLG_DATA, &err, models[m].short_of);
        return;
    }
    assert_ok(st, &err);
    if (fabs(t.objective - want) > 1e-6)
        print_error("%s, %d sites: %g, not %g\n", models[m].name, (int)q->sites.sites, t.objective, want);
    assert_near(t.objective, want, 1e-6);
    assert_near(t.bound, want, 1e-4);
    assert_true(t.proved && !t.stopped);
    assert_true(models[m].finds_sites || t.n_chosen == q->sites.sites);
}

static void nothing_and_everything_are_answered(void **state)
{
    (void)state;
    static instance x;
    static question q;
    three_villages(&x);
    for (int m = 0; m < N_MODELS; m++) {
        if (is_skipped(m))
            continue;
        fill(&q, &x, 0);
        check(m, &q, models[m].none);
        fill(&q, &x, 3);
        check(m, &q, models[m].all);
    }
}

static void more_sites_than_candidates_are_refused_by_how_many(void **state)
{
    (void)state;
    static instance x;
    static question q;
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    three_villages(&x);
    fill(&q, &x, 4);
    for (int m = 0; m < N_MODELS; m++) {
        mlg_error err;
        told t;
        if (is_skipped(m))
            continue;
        mlg_status st = models[m].solve(&t, &q, models[m].which, &options, &err);
        if (models[m].too_many)
            assert_fails(st, MLG_DATA, &err, models[m].too_many);
        else
            assert_ok(st, &err);
    }
}

static void sites_that_nobody_reaches_change_nothing(void **state)
{
    (void)state;
    static instance x;
    static question q;
    three_villages(&x);
    memset(x.time, -1, sizeof x.time);
    pack(&x, 3, 3, 0, 3600);
    for (int m = 0; m < N_MODELS; m++) {
        if (is_skipped(m))
            continue;
        fill(&q, &x, 1);
        check(m, &q, models[m].nobody);
    }
}

static void draw_large(question *q, instance *x, uint64_t seed)
{
    draw(x, &seed, 60, 40, 2000);
    memset(x->state, 0, sizeof x->state);
    fill(q, x, 8);
    for (int32_t j = 0; j < 40; j++)
        q->capacity[j] = persons_of(x) / 6;
}

/* No time at all, and a node at most: an answer with as many sites as asked for, on the right side of its bound. */
static void without_time_the_answer_stands_on_its_bound(void **state)
{
    (void)state;
    static instance x;
    static question q;
    draw_large(&q, &x, 5);
    for (int m = 0; m < N_MODELS; m++) {
        mlg_siting_options options;
        mlg_error err;
        told t;
        if (is_skipped(m))
            continue;
        mlg_siting_options_init(&options);
        options.max_seconds = 1e-9;
        options.max_nodes = 1;
        mlg_status st = models[m].solve(&t, &q, models[m].which, &options, &err);
        if (st != MLG_OK)
            print_error("%s: %s\n", models[m].name, err.message);
        assert_ok(st, &err);
        double apart = models[m].is_gain ? t.bound - t.objective : t.objective - t.bound;
        assert_true(apart >= -1e-6 * (1 + fabs(t.objective)));
        assert_true(!t.proved || apart <= 1e-6 * (1 + fabs(t.objective)));
        assert_true(models[m].finds_sites || t.n_chosen == 8);
    }
}

static bool refuse(void *context, const char *stage, double fraction)
{
    (void)stage;
    (void)fraction;
    (*(int *)context)++;
    return false;
}

/* The answer is not given when the caller wants to stop, and he is asked. */
static void the_caller_may_stop_any_of_them(void **state)
{
    (void)state;
    static instance x;
    static question q;
    draw_large(&q, &x, 9);
    for (int m = 0; m < N_MODELS; m++) {
        int asked = 0;
        mlg_progress progress = { refuse, &asked };
        mlg_siting_options options;
        mlg_error err;
        told t;
        if (is_skipped(m))
            continue;
        mlg_siting_options_init(&options);
        options.progress = &progress;
        mlg_status st = models[m].solve(&t, &q, models[m].which, &options, &err);
        if (st != MLG_CANCELLED || asked == 0)
            print_error("%s was asked %d times and came to %d\n", models[m].name, asked, (int)st);
        assert_int_equal(st, MLG_CANCELLED);
        assert_true(asked > 0 && t.n_chosen == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_and_everything_are_answered),
        cmocka_unit_test(more_sites_than_candidates_are_refused_by_how_many),
        cmocka_unit_test(sites_that_nobody_reaches_change_nothing),
        cmocka_unit_test(without_time_the_answer_stands_on_its_bound),
        cmocka_unit_test(the_caller_may_stop_any_of_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
