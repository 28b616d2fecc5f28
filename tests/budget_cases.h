/* Small seeded instances of the p-median within a budget, the best of their sets by trying all, and what every answer keeps to. */
#ifndef MLG_TESTS_BUDGET_CASES_H
#define MLG_TESTS_BUDGET_CASES_H

#include "siting_cases.h"

#include "analysis/siting/median/budget.h"

static inline int64_t cost_of(const instance *x, uint32_t open)
{
    int64_t cost = 0;
    for (int32_t i = 0; i < x->problem.n_demand; i++) {
        int32_t least = x->problem.penalty_s;
        for (int32_t j = 0; j < x->problem.n_candidates; j++)
            if (x->time[j][i] >= 0 && x->time[j][i] < least &&
                (x->state[j] == MLG_CANDIDATE_EXISTING || (open >> j & 1)))
                least = x->time[j][i];
        cost += x->weight[i] * least;
    }
    return cost;
}

static inline int64_t spent_on(const mlg_budget_problem *p, uint32_t open)
{
    int64_t spent = 0;
    for (int32_t j = 0; j < p->base.n_candidates; j++)
        spent += open >> j & 1 ? p->cost[j] : 0;
    return spent;
}

static inline bool is_allowed(const instance *x, const mlg_budget_problem *p, uint32_t open)
{
    return may_open(x, open) && spent_on(p, open) <= p->budget &&
           (p->base.sites < 0 || __builtin_popcount(open) <= p->base.sites);
}

/* -1 when no set is allowed. */
static inline int64_t brute_force(const instance *x, const mlg_budget_problem *p)
{
    int64_t best = -1;
    for (uint32_t open = 0; open < 1U << x->problem.n_candidates; open++)
        if (is_allowed(x, p, open) && (best < 0 || cost_of(x, open) < best))
            best = cost_of(x, open);
    return best;
}

static inline void draw_case(instance *x, mlg_budget_problem *p, int64_t *cost, uint64_t *seed)
{
    draw(x, seed, 5 + random_below(seed, 26), 6 + random_below(seed, 4), 4 + random_below(seed, 60));
    for (int32_t j = 0; j < x->problem.n_candidates; j++)
        cost[j] = random_below(seed, 6) == 0 ? 0 : 1 + random_below(seed, 30);
    cost[x->problem.n_candidates] = -1;
    *p = (mlg_budget_problem){ .base = x->problem, .cost = cost, .budget = random_below(seed, 90) };
    p->base.sites = random_below(seed, 3) == 0 ? x->problem.sites : -1;
}

/* Times drawn pair by pair, where greedy sets are poor. Beyond the last candidate stands a cost below 0: who reads it fails. */
static inline void draw_pairs(instance *x, mlg_budget_problem *p, int64_t *cost, uint64_t *seed, int32_t n,
                              int32_t m)
{
    draw(x, seed, n, m, 20);
    memset(x->state, 0, sizeof x->state);
    for (int32_t j = 0; j < m; j++) {
        cost[j] = 1 + random_below(seed, 20);
        for (int32_t i = 0; i < n; i++)
            x->time[j][i] = random_below(seed, 100);
    }
    cost[m] = -1;
    pack(x, n, m, -1, 100);
    *p = (mlg_budget_problem){ .base = x->problem, .cost = cost, .budget = 30 + random_below(seed, 60) };
}

/* Villages that few people leave, each as large as its site costs or nearly so: what an exchange of two sites does not find is to choose
 * the costs that fill the budget. */
static inline void draw_apart(instance *x, mlg_budget_problem *p, int64_t *cost, uint64_t *seed, int32_t m,
                              int32_t penalty_s)
{
    draw_pairs(x, p, cost, seed, m, m);
    for (int32_t j = 0; j < m; j++) {
        x->weight[j] = cost[j] = 3 + random_below(seed, 20);
        cost[j] += random_below(seed, 3);
        for (int32_t i = 0; i < m; i++)
            x->time[j][i] = i == j ? 0 : random_below(seed, 8) == 0 ? penalty_s - random_below(seed, 20) : -1;
    }
    pack(x, m, m, -1, penalty_s);
    p->base = x->problem;
}

static inline uint32_t set_of(const mlg_budget_answer *a)
{
    uint32_t open = 0;
    for (int32_t k = 0; k < a->n_chosen; k++)
        open |= 1U << a->chosen[k];
    return open;
}

/* What it tells of its set; no site of it that may be left out is useless. */
static inline void check_answer(const instance *x, const mlg_budget_problem *p, const mlg_budget_answer *a)
{
    uint32_t open = set_of(a);
    assert_true(is_allowed(x, p, open));
    assert_int_equal(a->objective, cost_of(x, open));
    assert_int_equal(a->before, cost_of(x, 0));
    assert_int_equal(a->spent, spent_on(p, open));
    for (int32_t k = 0; k < a->n_chosen; k++)
        if (x->state[a->chosen[k]] == MLG_CANDIDATE_FREE)
            assert_true(cost_of(x, open & ~(1U << a->chosen[k])) > a->objective);
}

#endif
