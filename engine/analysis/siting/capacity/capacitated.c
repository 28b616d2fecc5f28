#include "analysis/siting/capacity/capacitated.h"

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

static void release(mlg_serve *s)
{
    mlg_sparse_release(&s->rows);
    free(s->open);
    free(s->site);
    free(s->worth);
    free(s->room);
    free(s->order);
    free(s->key);
    free(s->best);
    free(s->best_site);
    free(s->fate);
    free(s->useless);
    free(s->price);
    free(s->filled);
}

void mlg_serve_answer_release(mlg_serve_answer *a)
{
    free(a->chosen);
    free(a->served);
    *a = (mlg_serve_answer){ 0 };
}

static bool stands(const mlg_serve *s, int32_t j)
{
    return mlg_candidate_state_of(&s->p->base, j) == MLG_CANDIDATE_EXISTING;
}

/* ---- rows and checks ---------------------------------------------------------------------------------------- */

static mlg_status prepare(mlg_serve *s, const mlg_serve_problem *p, mlg_error *err)
{
    size_t n = (size_t)p->base.n_demand, m = (size_t)p->base.n_candidates;
    *s = (mlg_serve){ .p = p, .value = HUGE_VAL, .hopeless = HUGE_VAL, .lower = -HUGE_VAL };
    mlg_row_filter within = { .states = MLG_LIST_ALLOWED, .limit_s = p->limit_s };
    MLG_TRY(mlg_demand_rows(&s->rows, &p->base, &within, true, err));
    MLG_TRY(MLG_NEW(&s->useless, (size_t)s->rows.start[s->rows.n_rows], "assignment", err));
    MLG_TRY(MLG_NEW(&s->open, m, "open sites", err));
    MLG_TRY(MLG_NEW(&s->room, m, "open sites", err));
    MLG_TRY(MLG_NEW(&s->best, m, "open sites", err));
    MLG_TRY(MLG_NEW(&s->fate, m, "open sites", err));
    MLG_TRY(MLG_NEW(&s->site, n, "assignment", err));
    MLG_TRY(MLG_NEW(&s->order, n, "assignment", err));
    MLG_TRY(MLG_NEW(&s->key, n, "assignment", err));
    MLG_TRY(MLG_NEW(&s->best_site, n, "assignment", err));
    MLG_TRY(MLG_NEW(&s->worth, n, "assignment", err));
    for (int32_t i = 0; i < p->base.n_demand; i++) {
        s->worth[i] = p->cost_a_place && p->base.weight[i] > 0 ? 1 : p->base.weight[i];
        if (p->goal == MLG_SERVE_NEAREST && s->rows.start[i] == s->rows.start[i + 1])
            s->constant += (double)s->worth[i] * p->base.penalty_s;
    }
    return MLG_OK;
}

static int largest_first(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x > y ? -1 : x < y;
}

static int64_t count_reached(const mlg_serve *s)
{
    int64_t persons = 0;
    for (int32_t i = 0; i < s->rows.n_rows; i++)
        persons += s->rows.start[i + 1] > s->rows.start[i] ? s->p->base.weight[i] : 0;
    return persons;
}

/* Largest total capacity: existing and forced sites, and the largest others. fewest: new sites that hold so many persons. */
static mlg_status sum_capacity(int64_t *sum, int32_t *fewest, const mlg_serve *s, int64_t persons, mlg_error *err)
{
    const mlg_siting_problem *p = &s->p->base;
    int64_t *free_ones = NULL;
    int32_t n = 0, left = s->p->goal == MLG_SERVE_ALL ? p->n_candidates : p->sites;
    MLG_TRY(MLG_NEW(&free_ones, (size_t)p->n_candidates, "capacities", err));
    *sum = 0;
    *fewest = 0;
    for (int32_t j = 0; j < p->n_candidates; j++) {
        uint8_t state = mlg_candidate_state_of(&s->p->base, j);
        if (state == MLG_CANDIDATE_FREE)
            free_ones[n++] = s->p->capacity[j];
        else if (state != MLG_CANDIDATE_FORBIDDEN)
            *sum += s->p->capacity[j];
        left -= state == MLG_CANDIDATE_FORCED;
        *fewest += state == MLG_CANDIDATE_FORCED;
    }
    qsort(free_ones, (size_t)n, sizeof *free_ones, largest_first);
    for (int32_t k = 0; k < n && k < left; k++) {
        *fewest += *sum < persons;
        *sum += free_ones[k];
    }
    free(free_ones);
    return MLG_OK;
}

/* Checks that everyone reached fits: all together, and one by one unless demand may be split. */
static mlg_status check_room(const mlg_serve *s, mlg_error *err)
{
    int64_t room, persons = count_reached(s);
    int32_t fewest;
    MLG_TRY(sum_capacity(&room, &fewest, s, persons, err));
    for (int32_t i = 0; i < s->rows.n_rows; i++) {
        int64_t w = s->p->base.weight[i], largest = 0;
        bool reached = s->rows.start[i + 1] > s->rows.start[i];
        for (int64_t k = s->rows.start[i]; k < s->rows.start[i + 1]; k++)
            largest = s->p->capacity[s->rows.column[k]] > largest ? s->p->capacity[s->rows.column[k]] : largest;
        if (!s->p->split && reached && w > largest)
            return mlg_fail(err, MLG_DATA,
                            "demand point %s has %lld persons, and no site that reaches it holds more than %lld: "
                            "%lld too many",
                            MLG_NAMED(MLG_ITEM_DEMAND, i), (long long)w, (long long)largest,
                            (long long)(w - largest));
    }
    if (room >= persons)
        return MLG_OK;
    mlg_fail(err, MLG_DATA, "capacity below the demand: %lld persons to serve, room for %lld, %lld short",
             (long long)persons, (long long)room, (long long)(persons - room));
    mlg_hint(err, "ask for more sites or larger ones, or for the most persons served");
    return MLG_DATA;
}

static mlg_status check(const mlg_serve_problem *p, const mlg_siting_options *options, mlg_error *err)
{
    mlg_siting_problem base = p->base;
    mlg_siting_frame frame;
    bool nearest = p->goal == MLG_SERVE_NEAREST;
    int32_t n_forced = 0;
    for (int32_t j = 0; base.state && j < base.n_candidates; j++)
        n_forced += base.state[j] == MLG_CANDIDATE_FORCED;
    base.sites = p->goal == MLG_SERVE_ALL ? n_forced : base.sites;
    for (int32_t j = 0; j < base.n_candidates; j++)
        if (p->capacity[j] < 0)
            return mlg_fail(err, MLG_USAGE, "candidate %s: capacity of %lld persons",
                            MLG_NAMED(MLG_ITEM_CANDIDATE, j), (long long)p->capacity[j]);
    MLG_TRY(mlg_siting_frame_check(&frame, &base, (mlg_siting_reach){ !nearest, p->limit_s, p->limit_s }, options,
                                   err));
    mlg_siting_frame_release(&frame);
    return MLG_OK;
}

/* ---- start -------------------------------------------------------------------------------------------------- */

static void open_standing(mlg_serve *s)
{
    for (int32_t j = 0; j < s->p->base.n_candidates; j++)
        s->open[j] = stands(s, j) || mlg_candidate_state_of(&s->p->base, j) == MLG_CANDIDATE_FORCED;
}

/* First solution. most: adds the site that serves most, `sites` times. all: opens every candidate, then closes
 * those not needed. Out of time, the first sites do. */
static mlg_status start_sets(mlg_serve *s, const mlg_siting_options *options, mlg_error *err)
{
    const mlg_siting_problem *p = &s->p->base;
    int32_t left = p->sites;
    open_standing(s);
    for (int32_t j = 0; j < p->n_candidates; j++) {
        left -= mlg_candidate_state_of(&s->p->base, j) == MLG_CANDIDATE_FORCED;
        s->open[j] = s->open[j] ||
                     (s->p->goal == MLG_SERVE_ALL && mlg_candidate_state_of(&s->p->base, j) == MLG_CANDIDATE_FREE);
    }
    for (; s->p->goal == MLG_SERVE_MOST && left > 0; left--) {
        int32_t best = -1;
        double best_cost = HUGE_VAL;
        bool late = false;
        MLG_TRY(mlg_progress_step(options->progress, "siting", (double)NAN, err));
        for (int32_t j = 0; j < p->n_candidates && !late; j++) {
            if (s->open[j] || mlg_candidate_state_of(&s->p->base, j) != MLG_CANDIDATE_FREE)
                continue;
            s->open[j] = 1;
            double cost = mlg_serve_assign(s);
            s->open[j] = 0;
            best = best < 0 || cost < best_cost ? j : best;
            best_cost = cost < best_cost ? cost : best_cost;
            late = mlg_clock_is_late(s->start_s, options->max_seconds);
        }
        if (best < 0)
            break;
        s->open[best] = 1;
    }
    mlg_serve_offer(s, mlg_serve_assign(s));
    for (int32_t j = 0; s->p->goal == MLG_SERVE_ALL && j < p->n_candidates; j++) {
        if (mlg_candidate_state_of(&s->p->base, j) != MLG_CANDIDATE_FREE || !s->open[j])
            continue;
        if (mlg_clock_is_late(s->start_s, options->max_seconds))
            break;
        MLG_TRY(mlg_progress_step(options->progress, "siting", (double)NAN, err));
        s->open[j] = 0;
        double cost = mlg_serve_assign(s);
        mlg_serve_offer(s, cost);
        s->open[j] = cost == HUGE_VAL;
    }
    return MLG_OK;
}

/* ---- program ------------------------------------------------------------------------------------------------ */

typedef struct {
    mlg_program m;
    int32_t first_arc; /* column of the first arc of s->rows */
} program;

/* One column per site, and their number; `fixed`: flags of the only sites that are open. */
static void write_sites(program *w, const mlg_serve *s, const uint8_t *fixed)
{
    const mlg_siting_problem *p = &s->p->base;
    for (int32_t j = 0; j < p->n_candidates; j++) {
        uint8_t state = mlg_candidate_state_of(&s->p->base, j);
        bool open =
            state == MLG_CANDIDATE_EXISTING || state == MLG_CANDIDATE_FORCED || s->fate[j] == MLG_SITE_OPEN;
        bool closed = state == MLG_CANDIDATE_FORBIDDEN || s->fate[j] == MLG_SITE_CLOSE;
        if (fixed)
            open = !(closed = !fixed[j]);
        mlg_program_column(&w->m, s->p->goal == MLG_SERVE_ALL && state != MLG_CANDIDATE_EXISTING, open, !closed,
                           true);
    }
    if (s->p->goal == MLG_SERVE_ALL || fixed)
        return;
    for (int32_t j = 0; j < p->n_candidates; j++)
        if (!stands(s, j))
            mlg_program_put(&w->m, j, 1);
    mlg_program_row(&w->m, p->sites, p->sites);
}

/* One column per arc: the share of the demand point that is served there. */
static void write_arcs(program *w, const mlg_serve *s)
{
    w->first_arc = w->m.n_columns;
    for (int32_t i = 0; i < s->rows.n_rows; i++)
        for (int64_t k = s->rows.start[i]; k < s->rows.start[i + 1]; k++) {
            double persons = (double)s->p->base.weight[i];
            double cost = s->p->goal == MLG_SERVE_NEAREST ? (double)s->worth[i] * s->rows.value[k]
                          : s->p->goal == MLG_SERVE_MOST  ? -persons
                                                          : 0;
            mlg_program_column(&w->m, cost, 0, !s->useless[k], !s->p->split);
        }
    for (int32_t i = 0; i < s->rows.n_rows; i++) {
        for (int64_t k = s->rows.start[i]; k < s->rows.start[i + 1]; k++)
            mlg_program_put(&w->m, w->first_arc + (int32_t)k, 1);
        if (s->rows.start[i + 1] > s->rows.start[i])
            mlg_program_row(&w->m, s->p->goal == MLG_SERVE_MOST ? 0 : 1, 1);
    }
    for (int32_t i = 0; i < s->rows.n_rows; i++)
        for (int64_t k = s->rows.start[i]; k < s->rows.start[i + 1]; k++) {
            if (s->useless[k])
                continue;
            mlg_program_put(&w->m, w->first_arc + (int32_t)k, 1);
            mlg_program_put(&w->m, s->rows.column[k], -1);
            mlg_program_row(&w->m, -HUGE_VAL, 0);
        }
}

/* The places of a site gain no more, at the multipliers of the bound, than its best knapsack: with these rows the linear program is no
 * lower than that bound. */
static void write_knapsack(program *w, const mlg_serve *s, const mlg_sparse_rows *sites, int32_t j)
{
    if (s->price == NULL || s->filled[j] >= 0 || s->fate[j] == MLG_SITE_CLOSE)
        return;
    for (int64_t k = sites->start[j]; k < sites->start[j + 1]; k++) {
        const int32_t i = sites->column[k], arc = sites->value[k];
        const double gain = s->price[i] - (double)s->worth[i] * s->rows.value[arc];
        if (gain > 0 && !s->useless[arc])
            mlg_program_put(&w->m, w->first_arc + arc, gain);
    }
    mlg_program_put(&w->m, j, s->filled[j] * (1 + 1e-7));
    mlg_program_row(&w->m, -HUGE_VAL, 0);
}

static mlg_status write_capacities(program *w, const mlg_serve *s, mlg_error *err)
{
    mlg_sparse_rows sites; /* values are numbers of arcs */
    MLG_TRY(mlg_sparse_transpose_numbers(&sites, mlg_sparse_view_of(&s->rows), err));
    for (int32_t j = 0; j < sites.n_rows; j++) {
        for (int64_t k = sites.start[j]; k < sites.start[j + 1]; k++)
            mlg_program_put(&w->m, w->first_arc + sites.value[k], (double)s->p->base.weight[sites.column[k]]);
        mlg_program_put(&w->m, j, -(double)s->p->capacity[j]);
        mlg_program_row(&w->m, -HUGE_VAL, 0);
        write_knapsack(w, s, &sites, j);
    }
    mlg_sparse_release(&sites);
    return MLG_OK;
}

static mlg_status solve_program(mlg_solver_answer *solved, int32_t *first_arc, const mlg_serve *s,
                                const uint8_t *fixed, const mlg_solver_options *limits, mlg_error *err)
{
    program w = { 0 };
    mlg_status st;
    write_sites(&w, s, fixed);
    write_arcs(&w, s);
    MLG_GO(write_capacities(&w, s, err));
    MLG_GO(mlg_program_solve(solved, &w.m, false, limits, err));
    *first_arc = w.first_arc;
done:
    mlg_program_release(&w.m);
    return st;
}

/* Takes the sites of the solver, and its assignment where it is integral. */
static void take_solution(mlg_serve *s, const mlg_solver_answer *solved, int32_t first_arc)
{
    const mlg_siting_problem *p = &s->p->base;
    for (int32_t j = 0; j < p->n_candidates; j++)
        s->open[j] = solved->value[j] > 0.5;
    for (int32_t i = 0; i < p->n_demand; i++) {
        s->site[i] = -1;
        for (int64_t k = s->rows.start[i]; k < s->rows.start[i + 1]; k++)
            if (solved->value[first_arc + k] > 0.5)
                s->site[i] = s->rows.column[k];
    }
    mlg_serve_offer(s, s->p->split ? solved->objective : round(solved->objective));
}

static mlg_status close_by_solver(mlg_serve *s, const mlg_siting_options *options, bool *stopped, mlg_error *err)
{
    mlg_solver_answer solved = { 0 };
    mlg_solver_options limits = mlg_siting_solver_options(options);
    int32_t first_arc = 0;
    mlg_status st;
    limits.max_seconds = mlg_clock_left_s(s->start_s, options->max_seconds);
    if (s->value < HUGE_VAL && !s->p->split) /* whole costs */
        limits.better_than = s->value - 1 + 1e-6 * (1 + fabs(s->value));
    MLG_GO(solve_program(&solved, &first_arc, s, NULL, &limits, err));
    if (solved.value)
        take_solution(s, &solved, first_arc);
    *stopped = mlg_solver_met_limit(&solved);
    /* fixing has removed only solutions that are no better than the incumbent */
    double bound = *stopped ? (isfinite(solved.bound) ? solved.bound : s->lower) : s->value;
    bound = bound < s->value ? bound : s->value;
    s->lower = bound > s->lower ? bound : s->lower;
done:
    mlg_solver_answer_release(&solved);
    return st;
}

/* ---- answer ------------------------------------------------------------------------------------------------- */

/* Persons served by arc of the caller: from the assignment, or from the linear program with the chosen sites open
 * when split, which takes the time it takes. */
static mlg_status take_served(mlg_serve_answer *out, const mlg_serve *s, mlg_error *err)
{
    const mlg_siting_problem *p = &s->p->base;
    mlg_solver_answer solved = { 0 };
    int32_t first_arc = 0;
    mlg_status st = MLG_OK;
    if (s->p->split)
        MLG_GO(solve_program(&solved, &first_arc, s, s->best, &(mlg_solver_options){ 0 }, err));
    for (int32_t j = 0; j < p->n_candidates; j++)
        for (int64_t k = p->row_start[j]; k < p->row_start[j + 1]; k++) {
            int32_t i = p->row_demand[k];
            double share = !s->p->split && s->best_site[i] == j && p->weight[i] > 0;
            for (int64_t a = s->rows.start[i]; solved.value && a < s->rows.start[i + 1]; a++)
                share = s->rows.column[a] == j ? solved.value[first_arc + a] : share;
            out->served[k] = share * (double)p->weight[i];
            out->served_persons += out->served[k];
        }
    for (int32_t i = 0; i < p->n_demand; i++)
        out->unreached_persons += s->rows.start[i] == s->rows.start[i + 1] ? (double)p->weight[i] : 0;
done:
    mlg_solver_answer_release(&solved);
    return st;
}

static double state_before(mlg_serve *s)
{
    for (int32_t j = 0; j < s->p->base.n_candidates; j++)
        s->open[j] = stands(s, j);
    if (s->p->goal == MLG_SERVE_ALL)
        return 0;
    double cost = mlg_serve_assign(s);
    return s->p->goal == MLG_SERVE_MOST ? -cost : cost < HUGE_VAL ? cost + s->constant : (double)NAN;
}

static mlg_status take_answer(mlg_serve_answer *out, mlg_serve *s, mlg_error *err)
{
    const mlg_siting_problem *p = &s->p->base;
    int32_t n = 0;
    for (int32_t j = 0; j < p->n_candidates; j++)
        out->n_chosen += s->best[j] && !stands(s, j);
    MLG_TRY(MLG_NEW(&out->chosen, (size_t)out->n_chosen, "chosen sites", err));
    MLG_TRY(MLG_NEW(&out->served, (size_t)(p->n_candidates > 0 ? p->row_start[p->n_candidates] : 0),
                    "persons served", err));
    for (int32_t j = 0; j < p->n_candidates; j++)
        if (s->best[j] && !stands(s, j))
            out->chosen[n++] = j;
    MLG_TRY(take_served(out, s, err));
    double slack = s->p->split ? 1e-7 * (1 + fabs(s->value)) : 0, lower = s->lower;
    if (!s->p->split && lower > -HUGE_VAL && lower < s->value) /* whole persons x seconds */
        lower = ceil(lower - 1e-7 * (1 + fabs(lower)));
    lower = lower < s->value - slack ? lower : s->value;
    double sign = s->p->goal == MLG_SERVE_MOST ? -1 : 1;
    out->before = state_before(s);
    out->objective = sign * s->value + s->constant;
    mlg_outcome_set_bound(&out->outcome, sign * lower + s->constant, s->value - lower,
                          fmax(fabs(out->objective), 1));
    return MLG_OK;
}

/* Trivial bounds: no more persons are served than are reached, nor than the sites have capacity for; everyone needs as many sites as
 * the largest that hold so many. */
static mlg_status bound_trivially(mlg_serve *s, mlg_error *err)
{
    const int64_t persons = count_reached(s);
    int64_t room;
    int32_t fewest;
    MLG_TRY(sum_capacity(&room, &fewest, s, persons, err));
    if (s->p->goal == MLG_SERVE_MOST)
        s->lower = fmax(s->lower, -(double)(room < persons ? room : persons));
    else
        s->lower = fmax(s->lower, s->p->goal == MLG_SERVE_ALL ? fewest : 0);
    return MLG_OK;
}

mlg_status mlg_siting_serve(mlg_serve_answer *out, const mlg_serve_problem *p, const mlg_siting_options *options,
                            mlg_error *err)
{
    mlg_serve s = { 0 };
    const double start_s = mlg_clock_s();
    bool impossible = false;
    *out = (mlg_serve_answer){ 0 };
    MLG_TRY(check(p, options, err));
    mlg_status st;
    MLG_GO(prepare(&s, p, err));
    s.start_s = start_s;
    if (p->goal != MLG_SERVE_MOST) {
        st = check_room(&s, err);
        impossible = st == MLG_DATA;
        MLG_GO(st);
    }
    if (p->goal == MLG_SERVE_NEAREST)
        MLG_GO(mlg_serve_bound(&s, options, err));
    else
        MLG_GO(start_sets(&s, options, err));
    MLG_GO(bound_trivially(&s, err));
    out->outcome.method = "capacities: Lagrangian bound with knapsacks, exchanges";
    bool closed = s.value < HUGE_VAL && !p->split && ceil(s.lower - 1e-7 * (1 + fabs(s.lower))) >= s.value;
    const bool solver = options->use_solver && mlg_solver_available();
    out->outcome.stopped = !closed && mlg_clock_is_late(start_s, options->max_seconds);
    if (!closed && solver && !out->outcome.stopped) {
        MLG_GO(close_by_solver(&s, options, &out->outcome.stopped, err));
        out->outcome.method =
            p->goal == MLG_SERVE_NEAREST
                ? "capacities: Lagrangian bound with knapsacks, exchanges, fixing, then a linear solver"
                : "capacities: greedy, then a linear solver";
    }
    impossible = s.value == HUGE_VAL && solver && !out->outcome.stopped;
    if (s.value == HUGE_VAL)
        MLG_GO(mlg_fail(err, MLG_DATA,
                        !impossible ? MLG_MARK("no assignment within the capacities was found within the limits")
                                    : MLG_MARK("no choice of sites serves everyone within the capacities")));
    MLG_GO(take_answer(out, &s, err));
    out->outcome.stopped = out->outcome.stopped && !out->outcome.proved;
    mlg_outcome_set_time(&out->outcome, start_s);
done:
    release(&s);
    if (st != MLG_OK)
        mlg_serve_answer_release(out);
    out->outcome.proved |= impossible;
    return st;
}
