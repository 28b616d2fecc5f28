/* LSCP (the fewest sites within a limit) and p-center (the least worst time of p sites), both by the set covering
 * of set_cover.h. */
#include "analysis/siting/cover/set_cover.h"
#include "analysis/siting/candidate_rows.h"
#include "analysis/siting/frame.h"
#include "base/clock.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

#define DECISIONS 40 /* quick set coverings, each with an equal part of max_arcs */
#define LONGER 8     /* of max_arcs, for each of those that look for a cover once more */
#define QUICK_VISITS 10000000

/* The demand that counts: positive weight, and an existing site or a free candidate that reaches it. */
typedef struct {
    mlg_siting_frame frame;
    mlg_siting_problem problem; /* the problem to report on */
    mlg_sparse_rows rows;       /* demand point to free candidates, by time */
    mlg_sparse_rows by_number;  /* the same, by candidate */
    /* a demand point: time to the nearest existing site, INT32_MAX when there is none */
    int32_t *standing_s;
    mlg_siting_options options; /* of one covering problem */
    int64_t nodes, arcs;
    bool by_solver, stopped;
} covering;

static void release(covering *c)
{
    mlg_siting_frame_release(&c->frame);
    mlg_sparse_release(&c->rows);
    mlg_sparse_release(&c->by_number);
    free(c->standing_s);
}

/* The arcs of free candidates to the demand with some weight, and the times to the existing sites. */
static mlg_status take_rows(covering *c, mlg_error *err)
{
    const mlg_siting_problem *p = c->frame.problem;
    mlg_row_filter openable = { .states = MLG_LIST_OPENABLE, .limit_s = c->frame.limit_s };
    MLG_TRY(MLG_NEW(&c->standing_s, (size_t)p->n_demand, "times to existing sites", err));
    for (int32_t i = 0; i < p->n_demand; i++)
        c->standing_s[i] = INT32_MAX;
    for (int32_t j = 0; j < p->n_candidates; j++)
        for (int64_t k = p->row_start[j]; k < p->row_start[j + 1]; k++) {
            int32_t i = p->row_demand[k], time_s = p->row_cost[k];
            if (mlg_candidate_state_of(p, j) == MLG_CANDIDATE_EXISTING && time_s < c->standing_s[i])
                c->standing_s[i] = time_s;
        }
    MLG_TRY(mlg_demand_rows(&c->by_number, p, &openable, false, err));
    return mlg_demand_rows(&c->rows, p, &openable, true, err);
}

static mlg_status prepare(covering *c, const mlg_siting_problem *problem, mlg_siting_reach reach,
                          const mlg_siting_options *options, mlg_error *err)
{
    *c = (covering){ .problem = *problem, .options = *options };
    MLG_TRY(mlg_siting_frame_check(&c->frame, problem, reach, options, err));
    return take_rows(c, err);
}

static bool is_forced(const covering *c, int32_t candidate)
{
    const uint8_t *state = c->problem.state;
    return state != NULL && state[candidate] == MLG_CANDIDATE_FORCED;
}

/* Limits of one set covering problem. */
typedef struct {
    int64_t max_nodes, max_arcs, max_visits;
} effort;

/* Keeps the arcs within limit_s of the demand that existing and forced sites do not cover; demand without any is
 * left out. */
static void take_within(mlg_sparse_rows *rows, const covering *c, int32_t limit_s)
{
    const mlg_sparse_rows *from = &c->by_number;
    int64_t arc = 0;
    rows->n_rows = 0;
    for (int32_t i = 0; i < from->n_rows; i++) {
        int64_t first = arc;
        bool settled = c->standing_s[i] <= limit_s;
        for (int64_t k = from->start[i]; k < from->start[i + 1] && !settled; k++)
            if (from->value[k] <= limit_s) {
                settled = is_forced(c, from->column[k]);
                rows->column[arc++] = from->column[k];
            }
        arc = settled ? first : arc;
        if (arc > first)
            rows->start[++rows->n_rows] = arc;
    }
}

/* At most so many, and one at the least; 0: no limit. */
static int64_t arcs_left(const covering *c, int64_t arcs)
{
    const int64_t left = c->options.max_arcs > c->arcs ? c->options.max_arcs - c->arcs : 1;
    return c->options.max_arcs > 0 && left < arcs ? left : arcs;
}

/* Solves the set covering within limit_s by free candidates. */
static mlg_status cover_within(covering *c, int32_t limit_s, int32_t at_most, const effort *e, mlg_cover *out,
                               mlg_error *err)
{
    mlg_siting_options options = c->options;
    mlg_sparse_rows rows = { 0 };
    mlg_status st;
    options.max_nodes = e->max_nodes;
    options.max_arcs = arcs_left(c, e->max_arcs);
    options.max_seconds = mlg_clock_left_s(c->frame.start_s, options.max_seconds);
    MLG_GO(mlg_sparse_init(&rows, c->by_number.n_rows, c->by_number.n_columns,
                           c->by_number.start[c->by_number.n_rows], err));
    take_within(&rows, c, limit_s);
    MLG_GO(mlg_cover_solve(out, &rows, at_most, e->max_visits, &options, err));
    c->nodes += out->nodes;
    c->arcs += out->arcs;
    c->by_solver = c->by_solver || out->by_solver;
    c->stopped = c->stopped || out->outcome.stopped;
done:
    mlg_sparse_release(&rows);
    return st;
}

/* Reports the forced sites and these new ones, completed with the free candidates of lowest number up to
 * `sites`. */
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
    mlg_outcome_set_bound(&out->outcome, (double)bound, (double)(after - bound), fmax((double)after, 1));
    out->outcome.stopped = c->stopped && !out->outcome.proved;
}

/* Flags the forced sites, and no others. */
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
    MLG_GO(cover_within(&c, limit_s, INT32_MAX,
                        &(effort){ options->max_nodes, options->max_arcs, MLG_COVER_VISITS }, &cover, err));
    MLG_GO(report(out, &c, cover.best, cover.n_best, cover.n_best + any_number.sites, cover.outcome.method, err));
    state_bound(out, &c, 0, cover.n_best + any_number.sites, (int64_t)cover.outcome.bound + any_number.sites);
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
        bool counts =
            c->frame.problem->weight[i] > 0 && (c->rows.start[i + 1] > c->rows.start[i] || time_s < INT32_MAX);
        for (int64_t k = c->rows.start[i]; counts && k < c->rows.start[i + 1]; k++)
            if (chosen[c->rows.column[k]]) {
                time_s = c->rows.value[k] < time_s ? c->rows.value[k] : time_s;
                break;
            }
        time_s = time_s == INT32_MAX ? penalty_s : time_s;
        worst = counts && time_s > worst ? time_s : worst;
    }
    return worst;
}

/* The times that can be the optimum, as one row: ascending, distinct, not below the longest of the nearest
 * times. */
static mlg_status list_times(const covering *c, mlg_sparse_rows *times, mlg_error *err)
{
    int64_t n = 0, kept = 0, n_arcs = c->rows.start[c->rows.n_rows];
    int32_t least = 0;
    MLG_TRY(mlg_sparse_init(times, 1, 1, n_arcs + c->rows.n_rows, err));
    for (int32_t i = 0; i < c->rows.n_rows; i++) {
        bool seen = c->rows.start[i + 1] > c->rows.start[i];
        int32_t nearest = seen ? c->rows.value[c->rows.start[i]] : INT32_MAX;
        nearest = c->standing_s[i] < nearest ? c->standing_s[i] : nearest;
        if (c->frame.problem->weight[i] > 0 && nearest < INT32_MAX) {
            least = nearest > least ? nearest : least;
            times->value[n++] = c->standing_s[i]; /* INT32_MAX, without one, is below no worst time */
        }
    }
    memcpy(times->value + n, c->rows.value, (size_t)n_arcs * sizeof *times->value);
    times->start[1] = n + n_arcs;
    MLG_TRY(mlg_sparse_sort_by_value(times, err));
    for (int64_t k = 0; k < n + n_arcs; k++)
        if (times->value[k] >= least && (kept == 0 || times->value[k] > times->value[kept - 1]))
            times->value[kept++] = times->value[k];
    times->start[1] = kept;
    return MLG_OK;
}

/* Times before times[proved] are proved infeasible; times[high] is feasible, or the end. */
typedef struct {
    const int32_t *times;
    int32_t proved, high;
    int32_t *best, n_best; /* free candidates */
    int32_t worst;
    uint8_t *chosen;
} center;

/* The worst time of the sites flagged, forced and new; times that are not below it are left out. */
static void take_worst(center *found, const covering *c)
{
    found->worst = worst_of(c, found->chosen, c->frame.problem->penalty_s);
    while (found->high > 0 && found->times[found->high - 1] >= found->worst)
        found->high--;
}

/* A cover within a time below the worst so far has a lower one. */
static void take_center(center *found, const covering *c, mlg_cover *cover)
{
    choose_forced(c, found->chosen);
    for (int32_t k = 0; k < cover->n_best; k++)
        found->chosen[cover->best[k]] = 1;
    free(found->best);
    found->best = cover->best;
    found->n_best = cover->n_best;
    take_worst(found, c);
}

/* Whether the limits on time or arcs of the whole search are met. */
static bool is_used_up(const covering *c)
{
    const int64_t most = c->options.max_arcs;
    return (most > 0 && c->arcs >= most) || mlg_clock_is_late(c->frame.start_s, c->options.max_seconds);
}

/* Bisection between infeasible and feasible times, up to times[end]. Where a cover is neither found nor excluded, continues with
 * the longer times, or the shorter ones (`downwards`). */
static mlg_status bisect(covering *c, center *found, int32_t end, const effort *e, bool downwards, mlg_error *err)
{
    const mlg_siting_problem *p = c->frame.problem;
    int32_t low = found->proved, high = end;
    while (low < high) {
        if (found->best != NULL && is_used_up(c)) {
            c->stopped = true;
            break;
        }
        int32_t middle = low + (high - low) / 2;
        mlg_cover cover;
        MLG_TRY(cover_within(c, found->times[middle], p->sites - c->frame.n_forced, e, &cover, err));
        if (cover.best != NULL) {
            take_center(found, c, &cover);
            high = found->high;
            continue;
        }
        if (!cover.outcome.stopped)
            found->proved = low = middle + 1;
        else if (downwards)
            high = middle;
        else
            low = middle + 1;
    }
    return MLG_OK;
}

/* An equal part of the arcs that are left, one at the least; 0, no limit, where there is none. */
static int64_t part_of(int64_t arcs, int64_t parts)
{
    return arcs > 0 ? 1 + arcs / parts : 0;
}

/* First with a small effort from both sides; then from below with efforts that double, as proofs get harder the nearer the time is to the
 * optimum. The solver is asked in the last decisions only, if work is left for them: it takes seconds for each. */
static mlg_status search_center(covering *c, center *found, mlg_error *err)
{
    const int64_t most = c->options.max_arcs;
    const bool asks = c->options.use_solver;
    effort e = { .max_nodes = 1, .max_arcs = part_of(most, DECISIONS), .max_visits = QUICK_VISITS };
    MLG_TRY(MLG_NEW(&found->chosen, (size_t)c->problem.n_candidates, "sites chosen", err));
    c->options.use_solver = false;
    choose_forced(c, found->chosen);
    take_worst(found, c);
    MLG_TRY(bisect(c, found, found->high, &e, false, err));
    e.max_visits = 0;
    MLG_TRY(bisect(c, found, found->high, &e, true, err));
    const effort longer = { .max_nodes = 1, .max_arcs = part_of(most, LONGER), .max_visits = MLG_COVER_VISITS };
    MLG_TRY(bisect(c, found, found->high, &longer, false, err));
    e.max_nodes = c->options.max_nodes;
    e.max_visits = MLG_COVER_VISITS;
    for (; e.max_arcs < most; e.max_arcs *= 2)
        MLG_TRY(bisect(c, found, found->high, &e, true, err));
    e.max_arcs = most;
    c->options.use_solver = asks;
    return bisect(c, found, found->high, &e, true, err);
}

mlg_status mlg_siting_pcenter(mlg_siting_answer *out, const mlg_siting_problem *problem,
                              const mlg_siting_options *options, mlg_error *err)
{
    covering c;
    center found = { 0 };
    mlg_sparse_rows times = { 0 };
    uint8_t *none = NULL;
    *out = (mlg_siting_answer){ 0 };
    mlg_status st;
    MLG_GO(prepare(&c, problem, (mlg_siting_reach){ .limit_s = INT32_MAX }, options, err));
    MLG_GO(list_times(&c, &times, err));
    found.times = times.value;
    found.high = (int32_t)times.start[1];
    MLG_GO(MLG_NEW(&none, (size_t)problem->n_candidates, "sites chosen", err));
    MLG_GO(search_center(&c, &found, err));
    MLG_GO(report(out, &c, found.best, found.n_best, problem->sites,
                  c.by_solver ? "p-center: bisection on the times, set covering, a linear solver"
                              : "p-center: bisection on the times, set covering",
                  err));
    int32_t before = worst_of(&c, none, problem->penalty_s);
    memset(none, 0, (size_t)problem->n_candidates);
    for (int32_t k = 0; k < out->n_chosen; k++)
        none[out->chosen[k].candidate] = 1;
    int32_t lower = found.proved < found.high ? found.times[found.proved] : found.worst;
    state_bound(out, &c, before, worst_of(&c, none, problem->penalty_s), lower);
done:
    free(found.best);
    free(found.chosen);
    mlg_sparse_release(&times);
    free(none);
    release(&c);
    return st;
}
