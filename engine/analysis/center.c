/* Covering everyone: the fewest sites within a limit (LSCP), the least worst time of p sites (p-center). Both stand
 * on the set covering of cover.h. */
#include "analysis/cover.h"
#include "analysis/siting_frame.h"
#include "base/memory.h"

#include <string.h>

#define DECISIONS 20 /* set covers that share the arcs of a p-center; a bisection meets few hard ones */

/* The demand that counts: some weight, seen by an existing site or by a free candidate. */
typedef struct {
    mlg_siting_frame frame;
    mlg_siting_problem problem; /* what the report is about */
    mlg_rows rows;              /* demand point to free candidates, by time */
    int32_t *standing_s;        /* a demand point: time to the nearest existing site, INT32_MAX when there is none */
    mlg_siting_options options; /* of one covering problem */
    int64_t nodes, arcs;
    bool by_solver, stopped;
} covering;

static void release(covering *c)
{
    mlg_siting_frame_release(&c->frame);
    mlg_rows_release(&c->rows);
    free(c->standing_s);
}

/* The arcs of free candidates to the demand with some weight, and the times to the existing sites. */
static mlg_status take_rows(covering *c, mlg_error *err)
{
    const mlg_siting_problem *p = c->frame.problem;
    mlg_rows sites = { 0 };
    int64_t arc = 0;
    mlg_status st;
    MLG_GO(MLG_NEW(&c->standing_s, (size_t)p->n_demand, "times to existing sites", err));
    MLG_GO(mlg_rows_init(&sites, p->n_candidates, p->n_demand, p->n_candidates > 0 ? p->row_start[p->n_candidates] : 0,
                         err));
    for (int32_t i = 0; i < p->n_demand; i++)
        c->standing_s[i] = INT32_MAX;
    for (int32_t j = 0; j < p->n_candidates; j++) {
        uint8_t state = p->state != NULL ? p->state[j] : (uint8_t)MLG_CANDIDATE_FREE;
        for (int64_t k = p->row_start[j]; k < p->row_start[j + 1]; k++) {
            int32_t i = p->row_demand[k], time_s = p->row_time_s[k];
            if (state == MLG_CANDIDATE_EXISTING && time_s < c->standing_s[i])
                c->standing_s[i] = time_s;
            if (!mlg_candidate_may_open(state) || p->weight[i] == 0 || time_s > c->frame.limit_s)
                continue;
            sites.column[arc] = i;
            sites.time_s[arc++] = time_s;
        }
        sites.start[j + 1] = arc;
    }
    MLG_GO(mlg_rows_transpose(&c->rows, &sites, err));
    MLG_GO(mlg_rows_sort_by_time(&c->rows, err));
done:
    mlg_rows_release(&sites);
    return st;
}

static mlg_status prepare(covering *c, const mlg_siting_problem *problem, mlg_siting_reach reach,
                          const mlg_siting_options *options, mlg_error *err)
{
    *c = (covering){ .problem = *problem, .options = *options };
    MLG_TRY(mlg_siting_frame_check(&c->frame, problem, reach, options, err));
    return take_rows(c, err);
}

static int by_number(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return x < y ? -1 : x > y;
}

static bool is_forced(const covering *c, int32_t candidate)
{
    const uint8_t *state = c->problem.state;
    return state != NULL && state[candidate] == MLG_CANDIDATE_FORCED;
}

/* A cover of the demand farther than limit_s from the existing and forced sites by free candidates within limit_s. Demand
 * that no candidate reaches is left out. */
static mlg_status cover_within(covering *c, int32_t limit_s, int32_t at_most, mlg_cover *out, mlg_error *err)
{
    mlg_rows rows = { 0 };
    int64_t arc = 0;
    mlg_status st;
    *out = (mlg_cover){ 0 };
    MLG_GO(mlg_rows_init(&rows, c->rows.n_rows, c->rows.n_columns, c->rows.start[c->rows.n_rows], err));
    rows.n_rows = 0;
    for (int32_t i = 0; i < c->rows.n_rows; i++) {
        int64_t from = arc;
        bool settled = c->standing_s[i] <= limit_s;
        for (int64_t k = c->rows.start[i]; k < c->rows.start[i + 1] && c->rows.time_s[k] <= limit_s; k++) {
            settled = settled || is_forced(c, c->rows.column[k]);
            rows.column[arc++] = c->rows.column[k];
        }
        arc = settled ? from : arc;
        if (arc == from)
            continue;
        qsort(rows.column + from, (size_t)(arc - from), sizeof *rows.column, by_number);
        rows.start[++rows.n_rows] = arc;
    }
    MLG_GO(mlg_cover_solve(out, &rows, at_most, &c->options, err));
    c->nodes += out->nodes;
    c->arcs += out->arcs;
    c->by_solver = c->by_solver || out->by_solver;
    c->stopped = c->stopped || out->stopped;
done:
    mlg_rows_release(&rows);
    return st;
}

/* The report with the forced sites and these new ones, completed with the free candidates of least number up to `sites`. */
static mlg_status report(mlg_siting_answer *out, covering *c, const int32_t *chosen, int32_t n, int32_t sites,
                         const char *method, mlg_error *err)
{
    mlg_siting_frame *f = &c->frame;
    uint8_t *taken = NULL;
    mlg_status st;
    c->problem.sites = sites;
    f->problem = &c->problem;
    free(f->run.best);
    f->run.best = NULL;
    MLG_GO(MLG_NEW(&taken, (size_t)c->problem.n_candidates, "sites taken", err));
    MLG_GO(MLG_NEW(&f->run.best, (size_t)sites, "best sites", err));
    f->run.n_best = 0;
    for (int32_t j = 0; j < c->problem.n_candidates; j++)
        if (is_forced(c, j))
            f->run.best[f->run.n_best++] = j;
    for (int32_t k = 0; k < n; k++) {
        taken[chosen[k]] = 1;
        f->run.best[f->run.n_best++] = chosen[k];
    }
    for (int32_t j = 0; j < c->problem.n_candidates && f->run.n_best < sites; j++)
        if (!taken[j] && (c->problem.state == NULL || c->problem.state[j] == MLG_CANDIDATE_FREE))
            f->run.best[f->run.n_best++] = j;
    MLG_GO(mlg_siting_frame_report(out, f, method, err));
    out->nodes = c->nodes;
    out->arcs = c->arcs;
done:
    free(taken);
    return st;
}

static void state_bound(mlg_siting_answer *out, const covering *c, int64_t before, int64_t after, int64_t bound)
{
    out->before.objective = before;
    out->after.objective = after;
    out->bound = (double)bound;
    out->proved = bound >= after;
    out->gap = out->proved ? 0 : (double)(after - bound) / (double)(after > 0 ? after : 1);
    out->stopped = c->stopped && !out->proved;
}

/* Only the forced sites are flagged. */
static void choose_forced(const covering *c, uint8_t *chosen)
{
    for (int32_t j = 0; j < c->problem.n_candidates; j++)
        chosen[j] = is_forced(c, j);
}

/* ---- LSCP --------------------------------------------------------------------------------------------- */

static int32_t count_forced(const mlg_siting_problem *p)
{
    int32_t n = 0;
    for (int32_t j = 0; p->state != NULL && j < p->n_candidates; j++)
        n += p->state[j] == MLG_CANDIDATE_FORCED;
    return n;
}

mlg_status mlg_siting_lscp(mlg_siting_answer *out, const mlg_siting_problem *problem, int32_t limit_s,
                           const mlg_siting_options *options, mlg_error *err)
{
    covering c;
    mlg_cover cover = { 0 };
    mlg_siting_problem any_number = *problem;
    any_number.sites = count_forced(problem);
    *out = (mlg_siting_answer){ 0 };
    mlg_status st;
    MLG_GO(prepare(&c, &any_number, (mlg_siting_reach){ true, limit_s, limit_s }, options, err));
    MLG_GO(cover_within(&c, limit_s, INT32_MAX, &cover, err));
    MLG_GO(report(out, &c, cover.best, cover.n_best, cover.n_best + any_number.sites,
                  c.by_solver ? "set covering: reductions, Lagrangian bound, branch and bound, then CBC"
                              : "set covering: reductions, Lagrangian bound, branch and bound",
                  err));
    state_bound(out, &c, 0, cover.n_best + any_number.sites, cover.lower + any_number.sites);
done:
    mlg_cover_release(&cover);
    release(&c);
    return st;
}

/* ---- p-center ----------------------------------------------------------------------------------------- */

static int32_t worst_of(const covering *c, const uint8_t *chosen, int32_t penalty_s)
{
    int32_t worst = 0;
    for (int32_t i = 0; i < c->rows.n_rows; i++) {
        int32_t time_s = c->standing_s[i];
        bool counts = c->frame.problem->weight[i] > 0 && (c->rows.start[i + 1] > c->rows.start[i] || time_s < INT32_MAX);
        for (int64_t k = c->rows.start[i]; counts && k < c->rows.start[i + 1]; k++)
            if (chosen[c->rows.column[k]]) {
                time_s = c->rows.time_s[k] < time_s ? c->rows.time_s[k] : time_s;
                break;
            }
        time_s = time_s == INT32_MAX ? penalty_s : time_s;
        worst = counts && time_s > worst ? time_s : worst;
    }
    return worst;
}

/* Times that can be the answer: ascending, distinct, from the least that everyone may have to the penalty. */
static mlg_status list_times(const covering *c, int32_t **times, int32_t *n_times, mlg_error *err)
{
    int64_t n = 0, kept = 0, n_arcs = c->rows.start[c->rows.n_rows];
    int32_t least = 0;
    MLG_TRY(MLG_NEW(times, (size_t)n_arcs + (size_t)c->rows.n_rows + 1, "distinct times", err));
    for (int32_t i = 0; i < c->rows.n_rows; i++) {
        bool seen = c->rows.start[i + 1] > c->rows.start[i];
        int32_t nearest = seen ? c->rows.time_s[c->rows.start[i]] : INT32_MAX;
        nearest = c->standing_s[i] < nearest ? c->standing_s[i] : nearest;
        if (c->frame.problem->weight[i] > 0 && nearest < INT32_MAX) {
            least = nearest > least ? nearest : least;
            if (c->standing_s[i] < INT32_MAX)
                (*times)[n++] = c->standing_s[i];
        }
    }
    for (int64_t k = 0; k < n_arcs; k++)
        (*times)[n++] = c->rows.time_s[k];
    qsort(*times, (size_t)n, sizeof **times, by_number);
    for (int64_t k = 0; k < n; k++)
        if ((*times)[k] >= least && (kept == 0 || (*times)[k] > (*times)[kept - 1]))
            (*times)[kept++] = (*times)[k];
    *n_times = (int32_t)kept;
    return MLG_OK;
}

typedef struct {
    int32_t *best, n_best; /* free candidates */
    int32_t worst, lower;
} center;

/* Bisection: below times[low] proved impossible, times[high] reached or the end. */
static mlg_status bisect(covering *c, center *found, const int32_t *times, int32_t n_times, mlg_error *err)
{
    const mlg_siting_problem *p = c->frame.problem;
    int32_t low = 0, high = n_times, proved = 0;
    uint8_t *chosen = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&chosen, (size_t)p->n_candidates, "sites chosen", err));
    choose_forced(c, chosen);
    found->worst = worst_of(c, chosen, p->penalty_s);
    while (high > 0 && times[high - 1] >= found->worst)
        high--;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        mlg_cover cover = { 0 };
        MLG_GO(cover_within(c, times[middle], p->sites - c->frame.n_forced, &cover, err));
        if (cover.best == NULL) {
            low = middle + 1;
            proved = cover.stopped ? proved : low;
            mlg_cover_release(&cover);
            continue;
        }
        choose_forced(c, chosen);
        for (int32_t k = 0; k < cover.n_best; k++)
            chosen[cover.best[k]] = 1;
        free(found->best);
        found->best = cover.best;
        found->n_best = cover.n_best;
        found->worst = worst_of(c, chosen, p->penalty_s);
        for (high = middle; high > low && times[high - 1] >= found->worst;)
            high--;
    }
    found->lower = proved >= high || n_times == 0 || proved >= n_times ? found->worst : times[proved];
    found->lower = found->lower < found->worst ? found->lower : found->worst;
done:
    free(chosen);
    return st;
}

mlg_status mlg_siting_pcenter(mlg_siting_answer *out, const mlg_siting_problem *problem,
                              const mlg_siting_options *options, mlg_error *err)
{
    covering c;
    center found = { 0 };
    int32_t *times = NULL, n_times = 0;
    uint8_t *none = NULL;
    *out = (mlg_siting_answer){ 0 };
    mlg_status st;
    MLG_GO(prepare(&c, problem, (mlg_siting_reach){ false, 0, INT32_MAX }, options, err));
    c.options.max_arcs = (options->max_arcs + DECISIONS - 1) / DECISIONS;
    MLG_GO(list_times(&c, &times, &n_times, err));
    MLG_GO(MLG_NEW(&none, (size_t)problem->n_candidates, "sites chosen", err));
    MLG_GO(bisect(&c, &found, times, n_times, err));
    MLG_GO(report(out, &c, found.best, found.n_best, problem->sites,
                  c.by_solver ? "p-center: bisection on the times, set covering, CBC"
                              : "p-center: bisection on the times, set covering",
                  err));
    int32_t before = worst_of(&c, none, problem->penalty_s);
    memset(none, 0, (size_t)problem->n_candidates);
    for (int32_t k = 0; k < out->n_chosen; k++)
        none[out->chosen[k].candidate] = 1;
    state_bound(out, &c, before, worst_of(&c, none, problem->penalty_s), found.lower);
done:
    free(found.best);
    free(times);
    free(none);
    release(&c);
    return st;
}
