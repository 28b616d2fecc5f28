#include "analysis/siting/median/budget.h"

#include "analysis/common/linear_program.h"
#include "analysis/siting/candidate_rows.h"
#include "analysis/siting/frame.h"
#include "analysis/siting/median/core.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/naming.h"

#include <math.h>
#include <string.h>

enum { ITERATIONS = 400, PATIENCE = 12, SOLVER_MOST_ARCS = 120000 };

static const double NOTHING = 1e-9; /* of a direction: everyone is served once, up to rounding */

typedef struct {
    const mlg_budget_problem *p;
    const mlg_siting_options *options;
    mlg_sparse_rows rows; /* demand point to free candidates nearer than any existing or forced site, by time */
    int32_t *cap_s;       /* a demand point: time to the nearest existing or forced site, or the penalty */
    uint8_t *open, *best; /* a candidate: free ones only */
    uint8_t *fate;        /* a candidate: MLG_SITE_* */
    double *price;        /* a demand point: seconds a person */
    double *best_price;
    double *reduced;       /* a candidate */
    double *part;          /* a candidate: 0 to 1, what the relaxed knapsack takes of it */
    int32_t *order;        /* free candidates by reduced cost / cost */
    int32_t n_free, sites; /* new sites that may still be opened */
    int64_t left;          /* of the budget */
    int64_t upper;
    double lower, start_s;
    bool stopped;
} search;

void mlg_budget_answer_release(mlg_budget_answer *a)
{
    free(a->chosen);
    *a = (mlg_budget_answer){ 0 };
}

static void release(search *s)
{
    mlg_sparse_release(&s->rows);
    free(s->cap_s);
    free(s->open);
    free(s->best);
    free(s->fate);
    free(s->price);
    free(s->best_price);
    free(s->reduced);
    free(s->part);
    free(s->order);
}

static bool is_out_of_time(search *s)
{
    s->stopped = s->stopped || mlg_clock_is_late(s->start_s, s->options->max_seconds);
    return s->stopped;
}

/* ---- problem ------------------------------------------------------------------------------------------------ */

static mlg_status check(search *s, mlg_error *err)
{
    const mlg_budget_problem *p = s->p;
    mlg_siting_problem base = p->base;
    mlg_siting_frame frame;
    int64_t forced = 0;
    int32_t n_forced = 0;
    for (int32_t j = 0; j < base.n_candidates; j++) {
        if (p->cost[j] < 0)
            return mlg_fail(err, MLG_USAGE, "candidate %s costs %lld; a cost cannot be negative",
                            MLG_NAMED(MLG_ITEM_CANDIDATE, j), (long long)p->cost[j]);
        forced += mlg_candidate_state_of(&base, j) == MLG_CANDIDATE_FORCED ? p->cost[j] : 0;
        n_forced += mlg_candidate_state_of(&base, j) == MLG_CANDIDATE_FORCED;
        s->n_free += mlg_candidate_state_of(&base, j) == MLG_CANDIDATE_FREE;
    }
    base.sites = p->base.sites < 0 || p->base.sites > n_forced + s->n_free ? n_forced + s->n_free : p->base.sites;
    MLG_TRY(mlg_siting_frame_check(&frame, &base, (mlg_siting_reach){ false, 0, INT32_MAX }, s->options, err));
    mlg_siting_frame_release(&frame);
    if (forced > p->budget)
        return mlg_fail(err, MLG_DATA, "the forced sites cost %lld, over the budget of %lld: %lld too much",
                        (long long)forced, (long long)p->budget, (long long)(forced - p->budget));
    s->left = p->budget - forced;
    s->sites = base.sites - n_forced;
    return MLG_OK;
}

/* Lowers the caps to the times from the sites of that state. */
static void lower_caps(search *s, mlg_candidate_state state)
{
    const mlg_siting_problem *p = &s->p->base;
    for (int32_t j = 0; j < p->n_candidates; j++)
        for (int64_t k = p->row_start[j]; mlg_candidate_state_of(p, j) == state && k < p->row_start[j + 1]; k++)
            if (p->row_cost[k] < s->cap_s[p->row_demand[k]])
                s->cap_s[p->row_demand[k]] = p->row_cost[k];
}

static mlg_status list_rows(search *s, mlg_error *err)
{
    const mlg_siting_problem *p = &s->p->base;
    for (int32_t j = 0; j < p->n_candidates; j++)
        s->open[j] = s->p->cost[j] <= s->left;
    mlg_row_filter nearer = {
        .states = MLG_LIST_FREE, .only = s->open, .limit_s = INT32_MAX, .under_s = s->cap_s
    };
    MLG_TRY(mlg_demand_rows(&s->rows, p, &nearer, true, err));
    memset(s->open, 0, (size_t)p->n_candidates);
    return MLG_OK;
}

static mlg_status prepare(search *s, int64_t *before, mlg_error *err)
{
    size_t n = (size_t)s->p->base.n_demand, m = (size_t)s->p->base.n_candidates;
    MLG_TRY(MLG_NEW(&s->cap_s, n, "times", err));
    MLG_TRY(MLG_NEW(&s->price, n, "multipliers", err));
    MLG_TRY(MLG_NEW(&s->best_price, n, "multipliers", err));
    MLG_TRY(MLG_NEW(&s->open, m, "open sites", err));
    MLG_TRY(MLG_NEW(&s->best, m, "open sites", err));
    MLG_TRY(MLG_NEW(&s->fate, m, "site fates", err));
    MLG_TRY(MLG_NEW(&s->reduced, m, "reduced costs", err));
    MLG_TRY(MLG_NEW(&s->part, m, "parts of sites", err));
    MLG_TRY(MLG_NEW(&s->order, m, "site order", err));
    for (size_t i = 0; i < n; i++)
        s->cap_s[i] = s->p->base.penalty_s;
    lower_caps(s, MLG_CANDIDATE_EXISTING);
    for (size_t i = 0; i < n; i++)
        *before += s->p->base.weight[i] * s->cap_s[i];
    lower_caps(s, MLG_CANDIDATE_FORCED);
    return list_rows(s, err);
}

/* ---- sets --------------------------------------------------------------------------------------------------- */

static int64_t cost_of(const search *s)
{
    int64_t cost = 0;
    for (int32_t i = 0; i < s->rows.n_rows; i++) {
        int32_t time_s = s->cap_s[i];
        for (int64_t k = s->rows.start[i]; k < s->rows.start[i + 1]; k++)
            if (s->open[s->rows.column[k]]) {
                time_s = s->rows.value[k];
                break;
            }
        cost += s->p->base.weight[i] * time_s;
    }
    return cost;
}

/* Makes the open sites the best set when they cost less, without those that nobody needs: opening or exchanging others
 * makes sites useless, and the solver opens useless ones as it likes. */
static void offer(search *s, int64_t cost)
{
    if (cost >= s->upper)
        return;
    s->upper = cost;
    for (int32_t j = 0; j < s->rows.n_columns; j++)
        if (s->open[j]) {
            s->open[j] = 0;
            s->open[j] = cost_of(s) > cost;
        }
    memcpy(s->best, s->open, (size_t)s->rows.n_columns);
}

static bool fits(const search *s)
{
    int64_t spent = 0;
    int32_t n = 0;
    for (int32_t j = 0; j < s->rows.n_columns; j++) {
        spent += s->open[j] ? s->p->cost[j] : 0;
        n += s->open[j];
    }
    return spent <= s->left && n <= s->sites;
}

/* Greedy: opens the site with the largest improvement (`a_unit`: per unit of cost) among those that fit, while
 * there is one. */
static void fill_greedily(search *s, bool a_unit)
{
    int64_t now = cost_of(s);
    for (int32_t best = 0; best >= 0 && !is_out_of_time(s);) {
        double most = 0;
        best = -1;
        for (int32_t j = 0; j < s->rows.n_columns; j++) {
            if (s->open[j] || mlg_candidate_state_of(&s->p->base, j) != MLG_CANDIDATE_FREE)
                continue;
            s->open[j] = 1;
            double won = fits(s) ? (double)(now - cost_of(s)) : 0;
            won /= a_unit && s->p->cost[j] > 0 ? (double)s->p->cost[j] : 1;
            s->open[j] = 0;
            if (won > most) {
                most = won;
                best = j;
            }
        }
        if (best >= 0)
            s->open[best] = 1;
        now = cost_of(s);
    }
    offer(s, now);
}

/* Interchange: one site out, one in, then greedily what still fits, while that costs less. */
static mlg_status exchange(search *s, mlg_error *err)
{
    for (int64_t before = INT64_MAX; s->upper < before && !is_out_of_time(s);) {
        before = s->upper;
        for (int32_t out = 0; out < s->rows.n_columns && !is_out_of_time(s); out++) {
            MLG_TRY(mlg_progress_step(s->options->progress, "siting", (double)NAN, err));
            for (int32_t in = 0; s->best[out] && in < s->rows.n_columns; in++) {
                if (s->best[in] || mlg_candidate_state_of(&s->p->base, in) != MLG_CANDIDATE_FREE)
                    continue;
                memcpy(s->open, s->best, (size_t)s->rows.n_columns);
                s->open[out] = 0;
                s->open[in] = 1;
                if (fits(s))
                    offer(s, cost_of(s));
            }
        }
        memcpy(s->open, s->best, (size_t)s->rows.n_columns);
        fill_greedily(s, false);
    }
    return MLG_OK;
}

/* ---- bound -------------------------------------------------------------------------------------------------- */

/* Of sites with reduced costs below 0. */
static bool is_better_bargain(const search *s, int32_t a, int32_t b)
{
    return s->reduced[a] * (double)s->p->cost[b] < s->reduced[b] * (double)s->p->cost[a];
}

/* Reduced costs at the multipliers, sites in order of reduced cost per unit of cost; returns the sum of the
 * multipliers. */
static double price(search *s)
{
    double sum = 0;
    int32_t n = 0;
    memset(s->reduced, 0, (size_t)s->rows.n_columns * sizeof *s->reduced);
    for (int32_t i = 0; i < s->rows.n_rows; i++) {
        double w = (double)s->p->base.weight[i];
        sum += w * s->price[i];
        for (int64_t k = s->rows.start[i]; k < s->rows.start[i + 1] && s->rows.value[k] < s->price[i]; k++)
            s->reduced[s->rows.column[k]] += w * (s->rows.value[k] - s->price[i]);
    }
    for (int32_t j = 0; j < s->rows.n_columns; j++) {
        if (!(s->reduced[j] < 0))
            continue;
        int32_t at = n++;
        for (; at > 0 && is_better_bargain(s, j, s->order[at - 1]); at--)
            s->order[at] = s->order[at - 1];
        s->order[at] = j;
    }
    s->n_free = n;
    return sum;
}

/* A bound as a whole cost: rounded up, with room for rounding errors. */
static double rounded_up(double bound)
{
    return ceil(bound - 1e-6 * (1 + fabs(bound)));
}

/* Whether no set costs less than the best, when none costs less than the bound. */
static bool is_met_by(const search *s, double bound)
{
    return bound >= (double)s->upper || rounded_up(bound) >= (double)s->upper;
}

/* Relaxed knapsack: the least sum of reduced costs within the budget, the last site in part; `but` (-1: none) is
 * left out. With `flags`, writes s->part, and s->open for the sites taken whole. */
static double least_sum(search *s, int64_t money, int32_t but, bool flags)
{
    double sum = 0;
    if (flags) {
        memset(s->open, 0, (size_t)s->rows.n_columns);
        memset(s->part, 0, (size_t)s->rows.n_columns * sizeof *s->part);
    }
    double part = 1;
    for (int32_t o = 0; o < s->n_free && part == 1; o++) {
        int32_t j = s->order[o];
        if (j == but)
            continue;
        part = s->p->cost[j] > money ? (double)money / (double)s->p->cost[j] : 1;
        sum += s->reduced[j] * part;
        if (flags) {
            s->open[j] = part == 1;
            s->part[j] = part;
        }
        money -= s->p->cost[j];
    }
    return sum;
}

/* Subgradient of a demand point: 1 minus the sites that serve it; at its cap, what is not served goes without. */
static double subgradient_of(const search *s, int32_t i)
{
    double served = 0;
    for (int64_t k = s->rows.start[i]; k < s->rows.start[i + 1] && s->rows.value[k] < s->price[i]; k++)
        served += s->part[s->rows.column[k]];
    return served < 1 && s->price[i] >= s->cap_s[i] ? 0 : 1 - served;
}

/* Moves the multipliers; false when everyone is served exactly once. */
static bool take_step(search *s, double length)
{
    double norm = 0;
    for (int32_t i = 0; i < s->rows.n_rows; i++)
        norm += subgradient_of(s, i) * subgradient_of(s, i) * (double)s->p->base.weight[i];
    for (int32_t i = 0; norm > NOTHING && i < s->rows.n_rows; i++)
        s->price[i] = fmin(s->price[i] + length / norm * subgradient_of(s, i), s->cap_s[i]);
    return norm > NOTHING;
}

/* Fixes the sites that no better set opens, or closes: the bound with them, or without, is no better than the
 * incumbent. */
static void fix_sites(search *s)
{
    memcpy(s->price, s->best_price, (size_t)s->rows.n_rows * sizeof *s->price);
    double prices = price(s);
    for (int32_t j = 0; j < s->rows.n_columns; j++)
        if (is_met_by(s, prices + s->reduced[j] + least_sum(s, s->left - s->p->cost[j], j, false)))
            s->fate[j] = MLG_SITE_CLOSE;
        else if (is_met_by(s, prices + least_sum(s, s->left, j, false)))
            s->fate[j] = MLG_SITE_OPEN;
}

static mlg_status raise(search *s, mlg_error *err)
{
    double step = 1.5;
    int idle = 0;
    for (int32_t i = 0; i < s->rows.n_rows; i++)
        s->price[i] = s->cap_s[i];
    for (int t = 0; t < ITERATIONS && step > 0.003 && !is_out_of_time(s); t++) {
        MLG_TRY(mlg_progress_step(s->options->progress, "siting", (double)t / ITERATIONS, err));
        double bound = price(s) + least_sum(s, s->left, -1, true);
        if (bound > s->lower) {
            s->lower = bound;
            idle = 0;
            memcpy(s->best_price, s->price, (size_t)s->rows.n_rows * sizeof *s->price);
        } else if (++idle >= PATIENCE) {
            step *= 0.7;
            idle = 0;
            memcpy(s->price, s->best_price, (size_t)s->rows.n_rows * sizeof *s->price);
            continue;
        }
        if (is_met_by(s, s->lower))
            break;
        if (fits(s) && t % 5 == 0)
            fill_greedily(s, true);
        if (!take_step(s, step * (1.001 * (double)s->upper - bound)))
            break;
    }
    return MLG_OK;
}

/* ---- program ------------------------------------------------------------------------------------------------ */

static void write_program(mlg_program *m, const search *s)
{
    const mlg_siting_problem *p = &s->p->base;
    int32_t arc = p->n_candidates;
    for (int32_t j = 0; j < p->n_candidates; j++)
        mlg_program_column(
            m, 0, s->fate[j] == MLG_SITE_OPEN,
            s->fate[j] != MLG_SITE_CLOSE && mlg_candidate_state_of(&s->p->base, j) == MLG_CANDIDATE_FREE, true);
    for (int32_t i = 0; i < s->rows.n_rows; i++)
        for (int64_t k = s->rows.start[i]; k < s->rows.start[i + 1]; k++)
            mlg_program_column(m, (double)(p->weight[i] * (s->rows.value[k] - s->cap_s[i])), 0, 1, false);
    for (int32_t i = 0; i < s->rows.n_rows; i++) {
        int64_t n = s->rows.start[i + 1] - s->rows.start[i];
        for (int64_t k = 0; k < n; k++)
            mlg_program_put(m, arc + (int32_t)k, 1);
        mlg_program_row(m, 0, 1);
        for (int64_t k = 0; k < n; k++) {
            mlg_program_put(m, arc + (int32_t)k, 1);
            mlg_program_put(m, s->rows.column[s->rows.start[i] + k], -1);
            mlg_program_row(m, -HUGE_VAL, 0);
        }
        arc += (int32_t)n;
    }
    for (int32_t j = 0; j < p->n_candidates; j++)
        mlg_program_put(m, j, (double)s->p->cost[j]);
    mlg_program_row(m, -HUGE_VAL, (double)s->left);
    for (int32_t j = 0; j < p->n_candidates; j++)
        mlg_program_put(m, j, 1);
    mlg_program_row(m, -HUGE_VAL, s->sites);
}

static mlg_status close_by_solver(search *s, mlg_error *err)
{
    mlg_program m = { 0 };
    mlg_solver_answer solved = { 0 };
    mlg_solver_options limits = { .max_seconds = mlg_clock_left_s(s->start_s, s->options->max_seconds),
                                  .kind = s->options->solver };
    double base = 0;
    mlg_status st;
    for (int32_t i = 0; i < s->rows.n_rows; i++)
        base += (double)(s->p->base.weight[i] * s->cap_s[i]);
    write_program(&m, s);
    MLG_GO(mlg_program_solve(&solved, &m, false, &limits, err));
    if (solved.value) {
        for (int32_t j = 0; j < s->rows.n_columns; j++)
            s->open[j] = solved.value[j] > 0.5;
        if (fits(s))
            offer(s, cost_of(s));
    }
    s->stopped = mlg_solver_met_limit(&solved);
    /* fixing has removed only sets that are no better */
    s->lower = s->stopped ? fmax(s->lower, base + solved.bound) : (double)s->upper;
done:
    mlg_solver_answer_release(&solved);
    mlg_program_release(&m);
    return st;
}

/* ---- answer ------------------------------------------------------------------------------------------------- */

static mlg_status take_answer(mlg_budget_answer *out, const search *s, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&out->chosen, (size_t)s->rows.n_columns, "chosen sites", err));
    for (int32_t j = 0; j < s->rows.n_columns; j++)
        if (s->best[j] || mlg_candidate_state_of(&s->p->base, j) == MLG_CANDIDATE_FORCED) {
            out->chosen[out->n_chosen++] = j;
            out->spent += s->p->cost[j];
        }
    out->objective = s->upper;
    double upper = (double)s->upper, bound = is_met_by(s, s->lower) ? upper : fmax(rounded_up(s->lower), 0);
    mlg_outcome_set_bound(&out->outcome, bound, upper - bound, fmax(upper, 1));
    mlg_outcome_set_time(&out->outcome, s->start_s);
    out->outcome.stopped = s->stopped && !out->outcome.proved;
    return MLG_OK;
}

mlg_status mlg_siting_pmedian_budget(mlg_budget_answer *out, const mlg_budget_problem *problem,
                                     const mlg_siting_options *options, mlg_error *err)
{
    search s = {
        .p = problem, .options = options, .upper = INT64_MAX, .lower = -HUGE_VAL, .start_s = mlg_clock_s()
    };
    *out = (mlg_budget_answer){ .outcome.method = "budget: greedy, exchanges, Lagrangian bound" };
    mlg_status st;
    MLG_GO(check(&s, err));
    MLG_GO(prepare(&s, &out->before, err));
    fill_greedily(&s, true);
    memset(s.open, 0, (size_t)s.rows.n_columns);
    fill_greedily(&s, false);
    MLG_GO(exchange(&s, err));
    MLG_GO(raise(&s, err));
    MLG_GO(exchange(&s, err));
    if (!is_met_by(&s, s.lower) && !s.stopped && options->use_solver && mlg_solver_available() &&
        s.rows.start[s.rows.n_rows] <= SOLVER_MOST_ARCS) {
        fix_sites(&s);
        MLG_GO(close_by_solver(&s, err));
        out->outcome.method = "budget: greedy, exchanges, Lagrangian bound, fixing, then a linear solver";
    }
    MLG_GO(take_answer(out, &s, err));
done:
    release(&s);
    if (st != MLG_OK)
        mlg_budget_answer_release(out);
    return st;
}
