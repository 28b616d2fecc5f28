/* Coverage and the lack of access at once, against every set of sites. */
#include "siting_cases.h"

#include "analysis/siting/on_access/equity_front.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>

typedef struct {
    double persons[MOST_DEMAND], access[MOST_DEMAND], adds[MOST_CANDIDATES * MOST_DEMAND];
    mlg_equity_problem problem;
} question;

/* Figures are eighths, so that sums are exact; the most lack lies between two of them. */
static void draw_question(question *q, instance *x, uint64_t *seed)
{
    double today = 0;
    draw(x, seed, 5 + random_below(seed, 12), 4 + random_below(seed, 4), 4 + random_below(seed, 40));
    for (int32_t i = 0; i < x->problem.n_demand; i++) {
        q->persons[i] = random_below(seed, 5) == 0 ? 0 : random_below(seed, 50);
        q->access[i] = random_below(seed, 28) / 8.0;
        today += q->persons[i] * fmax(2.5 - q->access[i], 0);
    }
    for (int64_t k = 0; k < x->start[x->problem.n_candidates]; k++)
        q->adds[k] = random_below(seed, 9) / 8.0;
    q->problem = (mlg_equity_problem){
        x->problem, random_below(seed, 30), q->persons, q->access, x->start, x->demand, q->adds, 2.5, HUGE_VAL
    };
    if (random_below(seed, 3) > 0)
        q->problem.most_lack = floor(today * random_unit(seed)) + 1 / 16.0;
}

static void figures_of(const instance *x, const question *q, uint32_t open, int64_t *covered, double *lack)
{
    double access[MOST_DEMAND];
    bool near[MOST_DEMAND] = { false };
    *covered = 0;
    *lack = 0;
    memcpy(access, q->access, sizeof access);
    for (int32_t j = 0; j < x->problem.n_candidates; j++)
        for (int64_t k = x->start[j]; k < x->start[j + 1]; k++) {
            bool stands = x->state[j] == MLG_CANDIDATE_EXISTING, opens = open >> j & 1;
            near[x->demand[k]] = near[x->demand[k]] || ((stands || opens) && x->time_s[k] <= q->problem.limit_s);
            access[x->demand[k]] += opens ? q->adds[k] : 0;
        }
    for (int32_t i = 0; i < x->problem.n_demand; i++) {
        *covered += near[i] ? x->weight[i] : 0;
        *lack += q->persons[i] * fmax(2.5 - access[i], 0);
    }
}

static void small_cases_equal_brute_force(void **state)
{
    (void)state;
    if (no_solver())
        return;
    uint64_t seed = 97;
    static instance x;
    static question q;
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    int n_impossible = 0, n_bound = 0;
    for (int round = 0; round < campaign(1000); round++) {
        mlg_equity_answer a;
        mlg_error err;
        bool possible = false;
        int64_t best = -1, covered = 0;
        double best_lack = HUGE_VAL, lack = 0;
        draw_question(&q, &x, &seed);
        options.solver = solver_of(round);
        for (uint32_t open = 0; open < 1U << x.problem.n_candidates; open++) {
            if (__builtin_popcount(open) != x.problem.sites || !may_open(&x, open))
                continue;
            figures_of(&x, &q, open, &covered, &lack);
            if (lack > q.problem.most_lack || covered < best || (covered == best && lack >= best_lack))
                continue;
            best = covered;
            best_lack = lack;
        }
        assert_ok(mlg_siting_equity(&a, &possible, &q.problem, &options, &err), &err);
        assert_int_equal(possible, best >= 0);
        n_impossible += !possible;
        n_bound += possible && q.problem.most_lack < HUGE_VAL;
        if (possible) {
            uint32_t open = 0;
            for (int32_t k = 0; k < a.n_chosen; k++)
                open |= 1U << a.chosen[k];
            figures_of(&x, &q, open, &covered, &lack);
            assert_true(may_open(&x, open) && a.n_chosen == x.problem.sites);
            assert_true(a.outcome.proved && !a.outcome.stopped && a.outcome.method);
            assert_true(a.outcome.bound == (double)best && a.outcome.gap == 0);
            assert_int_equal(a.covered, covered);
            assert_near(a.lack, lack, 1e-9);
            assert_int_equal(covered, best);
            assert_near(lack, best_lack, 1e-6 * (1 + best_lack));
        }
        mlg_equity_answer_release(&a);
    }
    printf("%d impossible, %d with a lack to keep to\n", n_impossible, n_bound);
    assert_true(n_impossible > campaign(50) && n_bound > campaign(100));
}

static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    if (no_solver())
        return;
    uint64_t seed = 99;
    static instance x;
    static question q;
    mlg_siting_options options;
    mlg_status st = MLG_MEMORY;
    mlg_error err;
    mlg_siting_options_init(&options);
    draw_question(&q, &x, &seed);
    q.problem.most_lack = HUGE_VAL;
    for (long n = 1; st == MLG_MEMORY; n += stride(7)) {
        mlg_equity_answer a;
        bool possible;
        mlg_memory_fail_at(n);
        st = mlg_siting_equity(&a, &possible, &q.problem, &options, &err);
        mlg_memory_fail_at(0);
        if (st == MLG_MEMORY)
            assert_null(a.chosen);
        mlg_equity_answer_release(&a);
    }
    assert_ok(st, &err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_cases_equal_brute_force),
        cmocka_unit_test(memory_may_run_out_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
