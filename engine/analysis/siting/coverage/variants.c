#include "analysis/siting/coverage/variants.h"

#include "analysis/common/linear_program.h"
#include "analysis/siting/candidate_rows.h"
#include "analysis/siting/frame.h"
#include "base/clock.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/naming.h"
#include "base/progress.h"

#include <math.h>
#include <string.h>

/* The rows of a problem, and its incumbent. */
typedef struct {
    const mlg_coverage_problem *p;
    /* demand point to candidates that are or may be open within limit_s, ascending */
    mlg_sparse_rows rows;
    mlg_sparse_rows worst; /* the same within worst_s */
    uint8_t *reached;      /* a demand point of positive weight that some candidate reaches */
    uint8_t *open;         /* a candidate: in the incumbent */
    uint8_t *best;
    int64_t value; /* of the incumbent, -1: none */
} coverage;

static void release(coverage *c)
{
    mlg_sparse_release(&c->rows);
    mlg_sparse_release(&c->worst);
    free(c->reached);
    free(c->open);
    free(c->best);
}

void mlg_coverage_answer_release(mlg_coverage_answer *a)
{
    free(a->chosen);
    *a = (mlg_coverage_answer){ 0 };
}

/* ---- rows --------------------------------------------------------------------------------------------------- */

static mlg_status prepare(coverage *c, const mlg_coverage_problem *p, mlg_error *err)
{
    size_t n = (size_t)p->base.n_candidates;
    *c = (coverage){ .p = p, .value = -1 };
    mlg_row_filter within = { .states = MLG_LIST_ALLOWED, .limit_s = p->limit_s, .without_times = true };
    MLG_TRY(mlg_demand_rows(&c->rows, &p->base, &within, false, err));
    within.limit_s = p->worst_s < 0 ? -1 : p->worst_s;
    MLG_TRY(mlg_demand_rows(&c->worst, &p->base, &within, false, err));
    MLG_TRY(MLG_NEW(&c->reached, (size_t)p->base.n_demand, "coverage", err));
    MLG_TRY(MLG_NEW(&c->open, n, "coverage", err));
    MLG_TRY(MLG_NEW(&c->best, n, "coverage", err));
    for (int32_t j = 0; j < p->base.n_candidates; j++)
        for (int64_t k = p->base.row_start[j]; k < p->base.row_start[j + 1]; k++)
            if (mlg_candidate_state_of(&c->p->base, j) != MLG_CANDIDATE_FORBIDDEN &&
                p->base.weight[p->base.row_demand[k]] > 0)
                c->reached[p->base.row_demand[k]] = 1;
    return MLG_OK;
}

/* ---- a set of sites ----------------------------------------------------------------------------------------- */

static bool is_open(const coverage *c, const uint8_t *open, int32_t j)
{
    return open[j] || mlg_candidate_state_of(&c->p->base, j) == MLG_CANDIDATE_EXISTING;
}

static int32_t count_open(const coverage *c, const mlg_sparse_rows *rows, const uint8_t *open, int32_t i)
{
    int32_t n = 0;
    for (int64_t k = rows->start[i]; k < rows->start[i + 1] && n < 2; k++)
        n += is_open(c, open, rows->column[k]);
    return n;
}

/* Objective of a set; -1 when it violates `everyone` or worst_s. */
static int64_t value_of(const coverage *c, const uint8_t *open, int64_t *once, int64_t *twice)
{
    const mlg_coverage_problem *p = c->p;
    *once = *twice = 0;
    bool allowed = true;
    for (int32_t i = 0; i < p->base.n_demand; i++) {
        int32_t n = count_open(c, &c->rows, open, i);
        *once += n > 0 ? p->base.weight[i] : 0;
        *twice += n > 1 ? p->base.weight[i] : 0;
        if (p->everyone && n == 0 && c->rows.start[i + 1] > c->rows.start[i])
            allowed = false;
        if (p->worst_s >= 0 && c->reached[i] && count_open(c, &c->worst, open, i) == 0)
            allowed = false;
    }
    return allowed ? p->first * *once + p->second * *twice : -1;
}

static void sizes_of(const coverage *c, const uint8_t *open, int32_t *n, int64_t *cost)
{
    *n = 0;
    *cost = 0;
    for (int32_t j = 0; j < c->p->base.n_candidates; j++)
        if (open[j]) {
            ++*n;
            *cost += c->p->cost ? c->p->cost[j] : 0;
        }
}

static bool fits(const coverage *c, int32_t n, int64_t cost)
{
    return (c->p->base.sites < 0 || n <= c->p->base.sites) && (!c->p->cost || cost <= c->p->budget);
}

static void offer(coverage *c, const uint8_t *open)
{
    int64_t once, twice, value = value_of(c, open, &once, &twice), cost;
    int32_t n;
    sizes_of(c, open, &n, &cost);
    if (value <= c->value || !fits(c, n, cost) || (c->p->base.sites >= 0 && n != c->p->base.sites))
        return;
    c->value = value;
    memcpy(c->best, open, (size_t)c->p->base.n_candidates);
}

/* Objective without these constraints: the greedy ignores them. */
static int64_t plain_value(const coverage *c, const uint8_t *open)
{
    int64_t once, twice;
    (void)value_of(c, open, &once, &twice);
    return c->p->first * once + c->p->second * twice;
}

/* Greedy: adds the site that brings most (per unit of cost) while one fits; the first that fits once the time is over. */
static void greedy(coverage *c, double start_s, const mlg_siting_options *options)
{
    int32_t n;
    int64_t cost;
    for (int32_t j = 0; j < c->p->base.n_candidates; j++)
        c->open[j] = mlg_candidate_state_of(&c->p->base, j) == MLG_CANDIDATE_FORCED;
    for (;;) {
        int32_t best = -1;
        double best_gain = -1;
        int64_t now = plain_value(c, c->open);
        sizes_of(c, c->open, &n, &cost);
        for (int32_t j = 0; j < c->p->base.n_candidates; j++) {
            int64_t more = c->p->cost ? c->p->cost[j] : 0;
            if (c->open[j] || mlg_candidate_state_of(&c->p->base, j) != MLG_CANDIDATE_FREE ||
                !fits(c, n + 1, cost + more))
                continue;
            c->open[j] = 1;
            double gain = (double)(plain_value(c, c->open) - now) / (c->p->cost ? (double)more + 1 : 1);
            c->open[j] = 0;
            if (gain > best_gain) {
                best = j;
                best_gain = gain;
            }
            if (mlg_clock_is_late(start_s, options->max_seconds)) /* any set rather than none */
                break;
        }
        if (best < 0)
            break;
        c->open[best] = 1;
    }
    offer(c, c->open);
}

/* ---- program ------------------------------------------------------------------------------------------------ */

static void write_sites(mlg_program *m, const coverage *c)
{
    const mlg_siting_problem *p = &c->p->base;
    for (int32_t j = 0; j < p->n_candidates; j++) {
        uint8_t state = mlg_candidate_state_of(&c->p->base, j);
        bool stands = state == MLG_CANDIDATE_EXISTING || state == MLG_CANDIDATE_FORCED;
        mlg_program_column(m, 0, stands, state != MLG_CANDIDATE_FORBIDDEN, true);
    }
    for (int32_t j = 0; p->sites >= 0 && j < p->n_candidates; j++)
        if (mlg_candidate_state_of(&c->p->base, j) != MLG_CANDIDATE_EXISTING)
            mlg_program_put(m, j, 1);
    if (p->sites >= 0)
        mlg_program_row(m, p->sites, p->sites);
    for (int32_t j = 0; c->p->cost && j < p->n_candidates; j++)
        if (mlg_candidate_state_of(&c->p->base, j) != MLG_CANDIDATE_EXISTING)
            mlg_program_put(m, j, (double)c->p->cost[j]);
    if (c->p->cost)
        mlg_program_row(m, -HUGE_VAL, (double)c->p->budget);
}

static void write_row(mlg_program *m, const mlg_sparse_rows *rows, int32_t i)
{
    for (int64_t k = rows->start[i]; k < rows->start[i + 1]; k++)
        mlg_program_put(m, rows->column[k], 1);
}

/* Columns and rows of the coverage, as a minimum; demand points that see the same sites are merged. */
static mlg_status write_demand(mlg_program *m, const coverage *c, mlg_error *err)
{
    const mlg_coverage_problem *p = c->p;
    int32_t *group = NULL, *key = NULL, n_groups = 0;
    int64_t *weight = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&group, (size_t)p->base.n_demand, "coverage", err));
    MLG_GO(MLG_NEW(&key, (size_t)p->base.n_demand, "coverage", err));
    MLG_GO(MLG_NEW(&weight, (size_t)p->base.n_demand, "coverage", err));
    MLG_GO(mlg_sparse_group_equal(group, &n_groups, &c->rows, key, err));
    for (int32_t i = 0; i < p->base.n_demand; i++)
        weight[group[i]] += p->base.weight[i];
    for (int32_t i = 0, next = 0; i < p->base.n_demand; i++) {
        if (group[i] != next)
            continue;
        double w = (double)weight[next++];
        if (w <= 0 || c->rows.start[i] == c->rows.start[i + 1])
            continue;
        int32_t u = mlg_program_column(m, -p->first * w, p->everyone, 1, p->second > p->first);
        int32_t v = p->second > 0 ? mlg_program_column(m, -p->second * w, 0, 1, false) : -1;
        write_row(m, &c->rows, i);
        mlg_program_put(m, u, -1);
        if (v >= 0)
            mlg_program_put(m, v, -1);
        mlg_program_row(m, 0, HUGE_VAL);
        if (v < 0)
            continue;
        mlg_program_put(m, u, 1);
        mlg_program_put(m, v, -1);
        mlg_program_row(m, 0, HUGE_VAL);
    }
    for (int32_t i = 0; p->worst_s >= 0 && i < p->base.n_demand; i++)
        if (c->reached[i]) {
            write_row(m, &c->worst, i);
            mlg_program_row(m, 1, HUGE_VAL);
        }
done:
    free(group);
    free(key);
    free(weight);
    return st;
}

static mlg_status fail_impossible(const coverage *c, bool by_limit, mlg_error *err)
{
    const mlg_coverage_problem *p = c->p;
    const char *because = p->worst_s >= 0 ? mlg_tr("reach everyone within the longest time")
                          : p->everyone   ? mlg_tr("cover everyone")
                                          : mlg_tr("open the requested sites within the budget");
    if (by_limit)
        return mlg_fail(err, MLG_DATA, "no set of sites was found in the time given to %s", because);
    if (p->base.sites < 0)
        return mlg_fail(err, MLG_DATA, "no set of sites can %s (%lld)", because, (long long)p->budget);
    return mlg_fail(err, MLG_DATA, "no set of %d new sites can %s", (int)p->base.sites, because);
}

/* Solves by the linear solver; lowers *bound, which no set exceeds. */
static mlg_status close_by_solver(coverage *c, const mlg_siting_options *options, double start_s, int64_t *bound,
                                  bool *stopped, mlg_error *err)
{
    mlg_program m = { 0 };
    mlg_solver_answer solved = { 0 };
    mlg_solver_options limits = mlg_siting_solver_options(options);
    mlg_status st;
    write_sites(&m, c);
    MLG_GO(write_demand(&m, c, err));
    limits.max_seconds = mlg_clock_left_s(start_s, options->max_seconds);
    MLG_GO(mlg_program_solve(&solved, &m, false, &limits, err));
    for (int32_t j = 0; solved.value && j < c->p->base.n_candidates; j++)
        c->open[j] = solved.value[j] > 0.5 && mlg_candidate_state_of(&c->p->base, j) != MLG_CANDIDATE_EXISTING;
    if (solved.value)
        offer(c, c->open);
    *stopped = mlg_solver_met_limit(&solved);
    if (solved.status == MLG_SOLVER_OPTIMAL)
        *bound = c->value;
    else if (*stopped && isfinite(solved.bound) && -solved.bound < (double)*bound)
        *bound = (int64_t)floor(-solved.bound + 1e-6 * (1 + fabs(solved.bound)));
done:
    mlg_solver_answer_release(&solved);
    mlg_program_release(&m);
    return st;
}

/* ---- answer ------------------------------------------------------------------------------------------------- */

static mlg_status take_answer(mlg_coverage_answer *out, coverage *c, int64_t bound, mlg_error *err)
{
    int32_t n = 0;
    sizes_of(c, c->best, &out->n_chosen, &out->spent);
    MLG_TRY(MLG_NEW(&out->chosen, (size_t)out->n_chosen, "chosen sites", err));
    for (int32_t j = 0; j < c->p->base.n_candidates; j++)
        if (c->best[j])
            out->chosen[n++] = j;
    memset(c->open, 0, (size_t)c->p->base.n_candidates);
    out->before = plain_value(c, c->open);
    out->objective = value_of(c, c->best, &out->once, &out->twice);
    bound = bound < out->objective ? out->objective : bound;
    mlg_outcome_set_bound(&out->outcome, (double)bound, (double)(bound - out->objective),
                          fmax((double)out->objective, 1));
    return MLG_OK;
}

/* Checks as the other siting models, with any number of sites and a longest time besides. */
static mlg_status check(const mlg_coverage_problem *p, const mlg_siting_options *options, mlg_error *err)
{
    mlg_siting_problem base = p->base;
    mlg_siting_frame frame;
    int32_t n_forced = 0;
    for (int32_t j = 0; base.state && j < base.n_candidates; j++)
        n_forced += base.state[j] == MLG_CANDIDATE_FORCED;
    base.sites = p->base.sites < 0 ? n_forced : p->base.sites;
    if (p->first < 0 || p->second < 0)
        return mlg_fail(err, MLG_USAGE,
                        "a person covered once counts %d, and %d more if covered twice; neither can be negative",
                        (int)p->first, (int)p->second);
    for (int32_t j = 0; p->cost && j < base.n_candidates; j++)
        if (p->cost[j] < 0)
            return mlg_fail(err, MLG_USAGE, "candidate %s costs %lld; a cost cannot be negative",
                            MLG_NAMED(MLG_ITEM_CANDIDATE, j), (long long)p->cost[j]);
    MLG_TRY(
        mlg_siting_frame_check(&frame, &base, (mlg_siting_reach){ true, p->limit_s, p->limit_s }, options, err));
    mlg_siting_frame_release(&frame);
    return MLG_OK;
}

mlg_status mlg_siting_coverage(mlg_coverage_answer *out, const mlg_coverage_problem *p,
                               const mlg_siting_options *options, mlg_error *err)
{
    coverage c = { 0 };
    int64_t bound = 0;
    double start_s = mlg_clock_s();
    *out = (mlg_coverage_answer){ 0 };
    MLG_TRY(check(p, options, err));
    mlg_status st;
    MLG_GO(prepare(&c, p, err));
    for (int32_t i = 0; i < p->base.n_demand; i++)
        bound += p->base.weight[i] * (p->first + p->second) * (c.rows.start[i + 1] > c.rows.start[i]);
    greedy(&c, start_s, options);
    memset(c.open, 0, (size_t)p->base.n_candidates);
    for (int32_t k = 0; k < p->n_known; k++)
        c.open[p->known[k].candidate] = 1;
    if (p->known)
        offer(&c, c.open);
    out->outcome.method = "coverage: greedy";
    MLG_GO(mlg_progress_step(options->progress, "siting", (double)NAN, err));
    out->outcome.stopped = mlg_clock_is_late(start_s, options->max_seconds);
    if (options->use_solver && mlg_solver_available() && !out->outcome.stopped) {
        MLG_GO(close_by_solver(&c, options, start_s, &bound, &out->outcome.stopped, err));
        out->outcome.method = "coverage: greedy, then a linear solver";
    }
    if (c.value < 0)
        MLG_GO(fail_impossible(&c, out->outcome.stopped || !mlg_solver_available(), err));
    MLG_GO(take_answer(out, &c, bound, err));
    out->outcome.stopped = out->outcome.stopped && !out->outcome.proved;
    mlg_outcome_set_time(&out->outcome, start_s);
done:
    release(&c);
    if (st != MLG_OK)
        mlg_coverage_answer_release(out);
    return st;
}

mlg_status mlg_siting_lscp_backup(mlg_coverage_answer *out, const mlg_siting_problem *problem, int32_t limit_s,
                                  const mlg_siting_options *options, mlg_error *err)
{
    mlg_siting_answer fewest = { 0 };
    mlg_siting_options rest = *options;
    double start_s = mlg_clock_s();
    *out = (mlg_coverage_answer){ 0 };
    MLG_TRY(mlg_siting_lscp(&fewest, problem, limit_s, options, err));
    mlg_coverage_problem p = { .base = *problem,
                               .limit_s = limit_s,
                               .second = 1,
                               .everyone = true,
                               .worst_s = -1,
                               .known = fewest.chosen,
                               .n_known = fewest.n_chosen };
    p.base.sites = fewest.n_chosen;
    rest.max_seconds = mlg_clock_left_s(start_s, options->max_seconds);
    mlg_status st = mlg_siting_coverage(out, &p, &rest, err);
    if (st == MLG_OK) {
        out->outcome.proved = out->outcome.proved && fewest.outcome.proved;
        out->outcome.stopped = out->outcome.stopped || fewest.outcome.stopped;
        mlg_outcome_set_time(&out->outcome, start_s);
        out->outcome.method = "set covering, then coverage twice: a linear solver";
    }
    mlg_siting_answer_release(&fewest);
    return st;
}
