/* Branch and bound of the p-median: depth first, each node a smaller problem that inherits its multipliers. */
#include "analysis/siting/median/core.h"

#include "base/clock.h"
#include "base/memory.h"

#include <string.h>

#define ROOT_ITERATIONS 3000
#define NODE_ITERATIONS 60
#define ROOT_ARCS 600000000 /* arcs of the first bound at least: with more arcs, a shorter patience */
#define TABU_ARCS 150000000 /* of the tabu search: moves x arcs, */
#define TABU_PATIENCE 200
#define TABU_MOST 1500      /* within these moves */
#define SHAKE_ARCS 15000000 /* patience of the perturbed swap search: rounds x arcs, */
#define SHAKE_LEAST 5       /* within these rounds */
#define SHAKE_MOST 400

/* Records the bound of a node that is given up. */
static void record_open_bound(mlg_median_run *run, int64_t lower)
{
    run->lower = lower < run->lower ? lower : run->lower;
}

static bool is_enough(const mlg_median_run *run, int64_t lower)
{
    return (double)(run->upper - lower) <= run->options->enough_gap * (double)run->upper;
}

/* Solves trivial problems: infeasible, every site opens, or a single one does. */
static bool solve_trivial(mlg_price_work *work, mlg_median_run *run, const mlg_median *m)
{
    int32_t n_sites = m->rows.n_columns;
    if (m->n_open < 0)
        return true;
    if (m->n_open > 1 && m->n_open < n_sites)
        return false;
    memset(work->chosen, 1, (size_t)n_sites);
    memset(work->reduced, 0, (size_t)n_sites * sizeof *work->reduced);
    for (int32_t j = 0; j < n_sites; j++)
        work->order[j] = j;
    if (m->n_open == 1) {
        int64_t capped = m->base;
        for (int32_t i = 0; i < m->rows.n_rows; i++) {
            capped += m->weight[i] * m->cap_s[i];
            for (int64_t k = m->rows.start[i]; k < m->rows.start[i + 1]; k++)
                work->reduced[m->rows.column[k]] += m->weight[i] * (m->cap_s[i] - m->rows.value[k]);
        }
        int32_t best = 0;
        for (int32_t j = 1; j < n_sites; j++)
            best = work->reduced[j] > work->reduced[best] ? j : best;
        mlg_median_offer(run, m, &best, 1, capped - work->reduced[best]);
    } else {
        mlg_median_offer(run, m, work->order, m->n_open, mlg_median_cost(m, work->chosen));
    }
    return true;
}

/* Branching site: chosen about half the time at the last multipliers. */
static int32_t branching_site(const mlg_price_work *work, const mlg_median *m)
{
    int32_t best = -1;
    double best_score = -1;
    for (int32_t j = 0; j < m->rows.n_columns; j++) {
        double share = (double)work->share[j], score = share < 0.5 ? share : 1 - share;
        if (work->fate[j] == MLG_SITE_KEEP && score > best_score) {
            best = j;
            best_score = score;
        }
    }
    return best;
}

static mlg_status explore(mlg_price_work *work, mlg_median_run *run, mlg_median *m, int64_t lower, mlg_error *err);

/* Both branches of a site, the likelier first, with the sites already fixed. */
static mlg_status branch(mlg_price_work *work, mlg_median_run *run, const mlg_median *m, int64_t lower,
                         mlg_error *err)
{
    int32_t site = branching_site(work, m);
    uint8_t *fate = NULL;
    MLG_TRY(MLG_NEW(&fate, (size_t)m->rows.n_columns, "site fates", err));
    memcpy(fate, work->fate, (size_t)m->rows.n_columns);
    bool open_first = site >= 0 && work->share[site] >= 0.3F;
    mlg_status st = MLG_OK;
    for (int side = 0; st == MLG_OK && side < (site < 0 ? 1 : 2); side++) {
        if (site >= 0)
            fate[site] = (side == 0) == open_first ? MLG_SITE_OPEN : MLG_SITE_CLOSE;
        mlg_median child;
        st = mlg_median_shrink(&child, m, fate, err);
        if (st == MLG_OK) {
            st = explore(work, run, &child, lower, err);
            mlg_median_release(&child);
        }
    }
    free(fate);
    return st;
}

static mlg_status explore(mlg_price_work *work, mlg_median_run *run, mlg_median *m, int64_t lower, mlg_error *err)
{
    run->nodes++;
    if (solve_trivial(work, run, m))
        return MLG_OK;
    if (is_enough(run, lower) || mlg_median_out_of_budget(run)) {
        record_open_bound(run, lower);
        return MLG_OK;
    }
    work->step = 0.6;
    work->least_step = 0.02;
    MLG_TRY(mlg_median_raise(work, run, m, NODE_ITERATIONS, false, err));
    lower = work->lower > lower ? work->lower : lower;
    if (is_enough(run, lower) || run->stopped) {
        record_open_bound(run, lower);
        return MLG_OK;
    }
    return branch(work, run, m, lower, err);
}

/* Root: alternates bound, fixing and shrinking while sites get fixed. */
static mlg_status tighten(mlg_price_work *work, mlg_median_run *run, mlg_median *m, int64_t *lower, mlg_error *err)
{
    work->step = 1.5;
    work->least_step = 0.003;
    int64_t passes = ROOT_ARCS / (m->rows.start[m->rows.n_rows] + 1);
    work->root_patience = passes > 800 ? 20 : passes < 480 ? 12 : (int32_t)(passes / 40);
    while (!solve_trivial(work, run, m)) {
        int32_t left = ROOT_ITERATIONS - work->iterations;
        MLG_TRY(mlg_median_raise(work, run, m, left, true, err));
        *lower = work->lower > *lower ? work->lower : *lower;
        bool fixed = work->n_fixed > 0;
        if (is_enough(run, *lower) || run->stopped)
            return MLG_OK;
        if (fixed) {
            mlg_median smaller;
            MLG_TRY(mlg_median_shrink(&smaller, m, work->fate, err));
            mlg_median_release(m);
            *m = smaller;
        }
        if (!fixed || work->step < work->least_step || work->iterations >= ROOT_ITERATIONS)
            return MLG_OK;
    }
    *lower = run->upper;
    return MLG_OK;
}

/* Share of the search effort to spend: local search pays while the gap is wide; under one percent, branching finds
 * the rest sooner. */
static double search_share(const mlg_median_run *run, int64_t lower)
{
    double apart = (double)(run->upper - lower) / (0.01 * (double)run->upper);
    return apart < 1 ? apart * apart : 1;
}

/* On the sites that are left alone: a better set opens no other, and they are few. */
static mlg_status intensify(mlg_median_run *run, const mlg_median *root, int64_t lower, mlg_error *err)
{
    mlg_swap *swap;
    MLG_TRY(mlg_swap_new(&swap, root, err));
    double rounds = (double)SHAKE_ARCS / (double)(root->rows.start[root->rows.n_rows] + 1);
    rounds = rounds < SHAKE_LEAST ? SHAKE_LEAST : rounds > SHAKE_MOST ? SHAKE_MOST : rounds;
    mlg_swap_perturb(swap, run, 5 + (int32_t)(rounds * search_share(run, lower)));
    double eager = search_share(run, lower);
    if (lower < run->upper)
        mlg_swap_tabu(swap, run, (int32_t)(TABU_MOST * eager), (int64_t)(TABU_ARCS * eager), TABU_PATIENCE);
    mlg_swap_free(swap);
    return MLG_OK;
}

static mlg_status solve_root(mlg_price_work *work, mlg_median_run *run, mlg_median *root, mlg_error *err)
{
    MLG_TRY(mlg_swap_greedy(run->swap, err));
    mlg_swap_descend(run->swap, run);
    mlg_median_start_prices(root, mlg_swap_chosen(run->swap));
    int64_t lower = INT64_MIN;
    MLG_TRY(tighten(work, run, root, &lower, err));
    if (lower < run->upper && !run->stopped) {
        MLG_TRY(intensify(run, root, lower, err));
        work->iterations = ROOT_ITERATIONS - 200;
        MLG_TRY(tighten(work, run, root, &lower, err));
    }
    run->lower = run->upper;
    if (is_enough(run, lower) || run->stopped) {
        record_open_bound(run, lower);
        return MLG_OK;
    }
    mlg_status st = explore(work, run, root, lower, err);
    record_open_bound(run, run->upper);
    return st;
}

mlg_status mlg_median_solve(mlg_median_run *run, mlg_median *m, mlg_error *err)
{
    mlg_price_work work = { 0 };
    mlg_median root = { 0 };
    uint8_t *keep = NULL;
    mlg_status st;
    run->upper = INT64_MAX;
    run->random = run->options->seed;
    run->max_nodes = run->options->max_nodes;
    MLG_GO(mlg_price_work_init(&work, m, err));
    if (solve_trivial(&work, run, m)) {
        run->lower = run->upper;
        goto done;
    }
    MLG_GO(MLG_NEW(&keep, (size_t)m->rows.n_columns, "site fates", err));
    MLG_GO(mlg_median_shrink(&root, m, keep, err));
    MLG_GO(mlg_swap_new(&run->swap, m, err));
    MLG_GO(solve_root(&work, run, &root, err));
    mlg_swap_free(run->swap); /* it refers to m */
    run->swap = NULL;
    mlg_median_release(m);
    *m = root;
    root = (mlg_median){ 0 };
done:
    mlg_swap_free(run->swap);
    run->swap = NULL;
    mlg_median_release(&root);
    mlg_price_work_release(&work);
    free(keep);
    return st;
}
