/* p-center with capacities: bisection on the times, each step the fewest sites that serve everyone within one of them (the method
 * of Minieka 1970 for the p-center, on the capacitated covering; the problem: Bar-Ilan, Kortsarz and Peleg 1993). */
#include "analysis/siting/capacity/capacitated.h"

#include "analysis/siting/candidate_rows.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/sort.h"

#include <math.h>

typedef struct bisection {
    mlg_serve_problem problem; /* all within limit_s */
    mlg_siting_options options;
    double start_s, max_seconds; /* for all steps together */
    int32_t *time_s;             /* n_times, ascending: a longest time is one of them */
    int32_t n_times;
    int32_t served;  /* everyone is served within this time */
    int32_t unknown; /* the first one that is not proved too short */
} bisection;

/* The times at which a candidate reaches people, from the first within which everyone who is reached at all is. O(arcs log arcs). */
static mlg_status list_times(bisection *b, mlg_error *err)
{
    const mlg_siting_problem *p = &b->problem.base;
    const mlg_row_filter all = { .states = MLG_LIST_ALLOWED, .limit_s = INT32_MAX };
    mlg_sparse_rows rows;
    int32_t least = 0, n = 0;
    MLG_TRY(mlg_demand_rows(&rows, p, &all, true, err));
    mlg_status st = MLG_NEW(&b->time_s, (size_t)rows.start[rows.n_rows] + 1, "times", err);
    for (int32_t i = 0; st == MLG_OK && i < rows.n_rows; i++) {
        if (rows.start[i] == rows.start[i + 1] || p->weight[i] == 0)
            continue;
        int32_t nearest = INT32_MAX;
        for (int64_t k = rows.start[i]; k < rows.start[i + 1]; k++) {
            b->time_s[n++] = rows.value[k];
            nearest = rows.value[k] < nearest ? rows.value[k] : nearest;
        }
        least = nearest > least ? nearest : least;
    }
    mlg_sparse_release(&rows);
    MLG_TRY(st);
    b->time_s[n++] = least;
    mlg_sort_integers(b->time_s, (size_t)n);
    for (int32_t k = 0; k < n; k++)
        if (b->time_s[k] >= least && (b->n_times == 0 || b->time_s[b->n_times - 1] < b->time_s[k]))
            b->time_s[b->n_times++] = b->time_s[k];
    return MLG_OK;
}

typedef enum verdict { TOO_SHORT, NOT_KNOWN, SERVED } verdict;

/* Whether `sites` sites serve everyone within time k; the answer is theirs when they do. */
static mlg_status try_time(verdict *v, mlg_serve_answer *answer, bisection *b, int32_t k, mlg_error *err)
{
    mlg_error why;
    b->problem.limit_s = b->time_s[k];
    b->options.max_seconds = mlg_clock_left_s(b->start_s, b->max_seconds);
    mlg_status st = mlg_siting_serve(answer, &b->problem, &b->options, &why);
    if (st == MLG_OK) {
        bool too_many = answer->n_chosen > b->problem.base.sites;
        *v = !too_many ? SERVED : answer->outcome.bound > b->problem.base.sites + 1e-6 ? TOO_SHORT : NOT_KNOWN;
        return MLG_OK;
    }
    *v = answer->outcome.proved ? TOO_SHORT : NOT_KNOWN;
    if (st == MLG_DATA)
        return MLG_OK;
    *err = why;
    return st;
}

static mlg_status bisect(mlg_serve_answer *best, bisection *b, mlg_error *err)
{
    for (int32_t low = 0; low < b->served && !mlg_clock_is_late(b->start_s, b->max_seconds);) {
        mlg_serve_answer answer = { 0 };
        int32_t middle = low + (b->served - low) / 2;
        verdict v;
        MLG_TRY(try_time(&v, &answer, b, middle, err));
        if (v == SERVED) {
            mlg_serve_answer_release(best);
            *best = answer;
            b->served = middle;
            continue;
        }
        mlg_serve_answer_release(&answer);
        low = middle + 1;
        if (v == TOO_SHORT)
            b->unknown = low;
    }
    return MLG_OK;
}

/* Everyone is served within the longest time of all, or the reason why not. */
static mlg_status serve_within_longest(mlg_serve_answer *best, bisection *b, mlg_error *err)
{
    int32_t sites = b->problem.base.sites;
    b->served = b->n_times - 1;
    b->unknown = 0;
    b->problem.limit_s = b->time_s[b->served];
    MLG_TRY(mlg_siting_serve(best, &b->problem, &b->options, err));
    if (best->n_chosen <= sites)
        return MLG_OK;
    if (best->outcome.bound > sites + 1e-6)
        return mlg_fail(err, MLG_DATA,
                        "%d sites cannot serve everyone within their capacities: at least %.0f are needed",
                        (int)sites, ceil(best->outcome.bound - 1e-6));
    return mlg_fail(err, MLG_DATA,
                    "no %d sites that serve everyone within their capacities were found within the limits",
                    (int)sites);
}

static bool has_standing(const mlg_siting_problem *p)
{
    for (int32_t j = 0; j < p->n_candidates; j++)
        if (mlg_candidate_state_of(p, j) == MLG_CANDIDATE_EXISTING)
            return true;
    return false;
}

/* The longest time with the sites that stand alone; NaN when they cannot serve everyone. */
static mlg_status time_before(double *before, bisection *b, mlg_error *err)
{
    bisection alone = *b;
    mlg_serve_answer answer = { 0 };
    uint8_t *state;
    *before = (double)NAN;
    if (!has_standing(&b->problem.base))
        return MLG_OK;
    MLG_TRY(MLG_NEW(&state, (size_t)b->problem.base.n_candidates, "sites", err));
    for (int32_t j = 0; j < b->problem.base.n_candidates; j++) {
        uint8_t now = mlg_candidate_state_of(&b->problem.base, j);
        state[j] = now == MLG_CANDIDATE_FORCED ? MLG_CANDIDATE_FREE : now;
    }
    alone.problem.base.state = state;
    alone.problem.base.sites = 0;
    mlg_error why;
    mlg_status st = serve_within_longest(&answer, &alone, &why);
    if (st == MLG_OK)
        st = bisect(&answer, &alone, &why);
    if (st == MLG_OK)
        *before = alone.time_s[alone.served];
    else if (st != MLG_DATA)
        *err = why;
    mlg_serve_answer_release(&answer);
    free(state);
    return st == MLG_DATA ? MLG_OK : st;
}

mlg_status mlg_siting_serve_center(mlg_serve_answer *out, const mlg_serve_problem *problem,
                                   const mlg_siting_options *options, mlg_error *err)
{
    bisection b = { .problem = *problem, .options = *options };
    const double start_s = mlg_clock_s();
    double before;
    mlg_status st;
    *out = (mlg_serve_answer){ 0 };
    b.problem.goal = MLG_SERVE_ALL;
    b.start_s = start_s;
    b.max_seconds = options->max_seconds;
    MLG_GO(list_times(&b, err));
    MLG_GO(serve_within_longest(out, &b, err));
    MLG_GO(bisect(out, &b, err));
    MLG_GO(time_before(&before, &b, err));
    out->before = before;
    out->objective = b.time_s[b.served];
    out->outcome.method = "capacities: bisection on the times, fewest sites, a linear solver";
    out->outcome.stopped = b.unknown < b.served;
    mlg_outcome_set_bound(&out->outcome, b.time_s[b.unknown], b.time_s[b.served] - b.time_s[b.unknown],
                          fmax(out->objective, 1));
    mlg_outcome_set_time(&out->outcome, start_s);
done:
    free(b.time_s);
    if (st != MLG_OK)
        mlg_serve_answer_release(out);
    return st;
}
