#include "analysis/siting/on_access/allocation.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/progress.h"

#include <math.h>
#include <string.h>

typedef struct {
    int32_t candidate;
    double potential; /* upper bound of its gain in any set */
} option;

typedef struct {
    const mlg_allocation_problem *p;
    const mlg_allocation_options *options;
    double each;     /* supply of an antenna */
    double *access;  /* n_demand, with the antennas chosen so far */
    double *reach;   /* (antennas + 1) x n_demand: what the best r antennas for a demand point add to it */
    uint8_t *taken;  /* a candidate: chosen, or already branched on */
    int32_t *chosen; /* n_chosen */
    int32_t n_chosen;
    int32_t *best;     /* n antennas of the incumbent */
    double best_value; /* of the goal, with the sign that makes more better */
    double open_bound; /* bound of the nodes given up */
    int64_t nodes;
    double start_s;
    bool stopped;
} search;

static double as_gain(const mlg_allocation_problem *p, double value)
{
    return mlg_goal_is_gain(p->goal) ? value : -value;
}

static double value_now(const search *s)
{
    return as_gain(s->p, mlg_allocation_value(s->p, s->access));
}

static bool is_able(const search *s, int32_t j)
{
    return s->p->most == NULL || (s->p->most[j] >= s->each && s->p->most[j] > 0);
}

static void put(search *s, int32_t j, double sign)
{
    const mlg_allocation_problem *p = s->p;
    for (int64_t k = p->row_start[j]; k < p->row_start[j + 1]; k++)
        s->access[p->row_demand[k]] += sign * s->each * p->row_access[k];
}

static void undo(search *s, int32_t j, const double *kept)
{
    const mlg_allocation_problem *p = s->p;
    for (int64_t k = p->row_start[j]; k < p->row_start[j + 1]; k++)
        s->access[p->row_demand[k]] = kept[k - p->row_start[j]];
}

static void keep(const search *s, int32_t j, double *kept)
{
    const mlg_allocation_problem *p = s->p;
    for (int64_t k = p->row_start[j]; k < p->row_start[j + 1]; k++)
        kept[k - p->row_start[j]] = s->access[p->row_demand[k]];
}

static void offer(search *s)
{
    double value = value_now(s);
    if (value <= s->best_value)
        return;
    s->best_value = value;
    memcpy(s->best, s->chosen, (size_t)s->p->antennas * sizeof *s->best);
}

/* ---- bounds ------------------------------------------------------------------------------------------- */

/* For each demand point, the sum of the r largest amounts that candidates add, r = 0 .. antennas. */
static mlg_status find_reach(search *s, mlg_error *err)
{
    const mlg_allocation_problem *p = s->p;
    size_t n = (size_t)p->n_demand;
    MLG_TRY(MLG_NEW(&s->reach, n * ((size_t)p->antennas + 1), "reach of antennas", err));
    for (int32_t j = 0; j < p->n_candidates; j++) /* the largest first, by insertion */
        for (int64_t k = p->row_start[j]; is_able(s, j) && k < p->row_start[j + 1]; k++) {
            double carried = s->each * p->row_access[k];
            for (int32_t r = 1; r <= p->antennas; r++) {
                double *slot = &s->reach[(size_t)r * n + (size_t)p->row_demand[k]];
                if (carried > *slot) {
                    double swap = *slot;
                    *slot = carried;
                    carried = swap;
                }
            }
        }
    for (int32_t r = 1; r <= p->antennas; r++)
        for (size_t i = 0; i < n; i++)
            s->reach[(size_t)r * n + i] += s->reach[(size_t)(r - 1) * n + i];
    return MLG_OK;
}

static double reach_of(const search *s, int32_t left, int32_t i)
{
    return s->reach[(size_t)left * (size_t)s->p->n_demand + (size_t)i];
}

/* Gain of one demand point from `add`: exact (left = 1), or an upper bound of its part of the gain of `left`
 * antennas. */
static double gain_at(const search *s, int32_t i, double add, int32_t left)
{
    const mlg_allocation_problem *p = s->p;
    bool over = p->goal == MLG_GOAL_PERSONS_OVER;
    double apart = s->access[i] - (over ? MLG_ALMOST : 1) * p->threshold;
    double lack = apart < 0 ? -apart : 0, after = lack > add ? lack - add : 0;
    switch (p->goal) {
    case MLG_GOAL_PERSONS_OVER:
        if (lack <= 0 || reach_of(s, left, i) * (1 + 1e-12) < lack)
            return 0;
        return s->access[i] + add >= MLG_ALMOST * p->threshold ? p->persons[i]
               : left > 1                                      ? p->persons[i] * (add / lack)
                                                               : 0;
    case MLG_GOAL_SHORTFALL:
        return p->persons[i] * (lack - after);
    case MLG_GOAL_SQUARE_SHORTFALL:
        return p->persons[i] * (lack * lack - after * after);
    case MLG_GOAL_SPREAD:
        return p->persons[i] * (apart * apart - (apart + add) * (apart + add));
    case MLG_GOAL_LEAST_ACCESS:
        break;
    }
    return 0;
}

static double promise_of(const search *s, int32_t j, int32_t left)
{
    const mlg_allocation_problem *p = s->p;
    double sum = 0;
    for (int64_t k = p->row_start[j]; k < p->row_start[j + 1]; k++)
        sum += gain_at(s, p->row_demand[k], s->each * p->row_access[k], left);
    return sum;
}

/* The place of least access, and the least access that any place can be raised to. */
static double least_bound(const search *s, int32_t left, int32_t *worst)
{
    const mlg_allocation_problem *p = s->p;
    double bound = HUGE_VAL, least = HUGE_VAL;
    *worst = -1;
    for (int32_t i = 0; i < p->n_demand; i++) {
        if (p->persons[i] <= 0)
            continue;
        double most = s->access[i] + reach_of(s, left, i);
        bound = most < bound ? most : bound;
        if (s->access[i] < least) {
            least = s->access[i];
            *worst = i;
        }
    }
    return bound < HUGE_VAL ? bound : 0;
}

static bool is_hopeless(const search *s, double bound)
{
    return bound <= s->best_value + 1e-12 * fabs(s->best_value);
}

/* ---- branch and bound --------------------------------------------------------------------------------- */

static int by_promise(const void *a, const void *b)
{
    const option *x = a, *y = b;
    if (x->potential != y->potential)
        return x->potential > y->potential ? -1 : 1;
    return x->candidate < y->candidate ? -1 : x->candidate > y->candidate;
}

static bool serves(const mlg_allocation_problem *p, int32_t j, int32_t i)
{
    for (int64_t k = p->row_start[j]; k < p->row_start[j + 1]; k++)
        if (p->row_demand[k] == i)
            return p->row_access[k] > 0;
    return false;
}

/* Candidates to branch on, by decreasing bound. Least access: those that raise the worst place. */
static int32_t list_options(search *s, option *list, int32_t left, int32_t worst)
{
    const mlg_allocation_problem *p = s->p;
    int32_t n = 0;
    for (int32_t j = 0; j < p->n_candidates; j++) {
        if (s->taken[j] || !is_able(s, j) || (worst >= 0 && !serves(p, j, worst)))
            continue;
        list[n++] = (option){ j, worst >= 0 ? 0 : promise_of(s, j, left) };
        if (worst >= 0) { /* the least access with this antenna alone */
            put(s, j, 1);
            list[n - 1].potential = value_now(s);
            put(s, j, -1);
        }
    }
    qsort(list, (size_t)n, sizeof *list, by_promise);
    return n;
}

/* Completes the set with the free candidates of lowest number where the choice no longer matters. */
static void fill_up(search *s)
{
    int32_t n = s->n_chosen;
    for (int32_t j = 0; j < s->p->n_candidates && n < s->p->antennas; j++) {
        bool free_one = is_able(s, j);
        for (int32_t k = 0; k < n; k++)
            free_one = free_one && s->chosen[k] != j;
        if (free_one)
            s->chosen[n++] = j;
    }
    offer(s); /* the value is that without the last ones: they take nothing away */
}

static mlg_status explore(search *s, double bound, mlg_error *err);

static mlg_status try_candidate(search *s, int32_t j, double bound, mlg_error *err)
{
    double *kept = NULL;
    MLG_TRY(MLG_NEW(&kept, (size_t)(s->p->row_start[j + 1] - s->p->row_start[j]), "access before", err));
    keep(s, j, kept);
    put(s, j, 1);
    s->taken[j] = 1;
    s->chosen[s->n_chosen++] = j;
    mlg_status st = explore(s, bound, err);
    s->n_chosen--;
    undo(s, j, kept);
    free(kept);
    return st;
}

/* Upper bound of what `left` of the options from `first` on add to `value`. */
static double bound_from(const search *s, const option *list, int32_t first, int32_t left, double value,
                         double bound)
{
    double sum = value;
    if (s->p->goal == MLG_GOAL_LEAST_ACCESS) /* bounds of single antennas are no gains there */
        return bound;
    for (int32_t r = 0; r < left; r++)
        sum += list[first + r].potential;
    sum += 1e-12 * fabs(sum);
    return sum > bound ? bound : sum;
}

static mlg_status branch(search *s, option *list, int32_t n, int32_t left, double bound, mlg_error *err)
{
    bool least = s->p->goal == MLG_GOAL_LEAST_ACCESS;
    double value = least ? 0 : value_now(s);
    mlg_status st = MLG_OK;
    int32_t t = 0;
    for (; st == MLG_OK && t < n && (least || t + left <= n); t++) {
        double most = bound_from(s, list, t, left, value, bound);
        if (is_hopeless(s, most))
            break;
        if (s->stopped) {
            s->open_bound = most > s->open_bound ? most : s->open_bound;
            break;
        }
        st = try_candidate(s, list[t].candidate, most, err);
    }
    for (int32_t k = 0; k < t; k++)
        s->taken[list[k].candidate] = 0;
    return st;
}

static mlg_status explore(search *s, double bound, mlg_error *err)
{
    int32_t left = s->p->antennas - s->n_chosen, worst = -1;
    if (left == 0) {
        offer(s);
        return MLG_OK;
    }
    s->stopped = s->stopped || mlg_clock_is_late(s->start_s, s->options->max_seconds);
    if (s->nodes++ % 1024 == 0)
        MLG_TRY(mlg_progress_step(s->options->progress, "allocation", (double)NAN, err));
    s->stopped = s->stopped || (s->options->max_nodes > 0 && s->nodes > s->options->max_nodes);
    if (s->p->goal == MLG_GOAL_LEAST_ACCESS) {
        double most = least_bound(s, left, &worst);
        bound = most < bound ? most : bound;
        fill_up(s);
        if (is_hopeless(s, bound) || worst < 0)
            return MLG_OK;
    }
    option *list = NULL;
    MLG_TRY(MLG_NEW(&list, (size_t)s->p->n_candidates, "antenna options", err));
    int32_t n = list_options(s, list, left, worst);
    mlg_status st = branch(s, list, n, left, bound, err);
    free(list);
    return st;
}

/* ---- incumbent ---------------------------------------------------------------------------------------- */

/* Interchange: exchanges one antenna at a time while that improves the incumbent and there is time. */
static void exchange_antennas(search *s)
{
    const mlg_allocation_problem *p = s->p;
    memcpy(s->chosen, s->best, (size_t)p->antennas * sizeof *s->chosen);
    for (bool better = true; better;) {
        better = false;
        for (int32_t k = 0; k < p->antennas && !mlg_clock_is_late(s->start_s, s->options->max_seconds); k++)
            for (int32_t j = 0; j < p->n_candidates; j++) {
                bool is_free = is_able(s, j);
                for (int32_t l = 0; l < p->antennas; l++)
                    is_free = is_free && s->best[l] != j;
                if (!is_free)
                    continue;
                memcpy(s->access, p->access, (size_t)p->n_demand * sizeof *s->access);
                memcpy(s->chosen, s->best, (size_t)p->antennas * sizeof *s->chosen);
                s->chosen[k] = j;
                for (int32_t l = 0; l < p->antennas; l++)
                    put(s, s->chosen[l], 1);
                double before = s->best_value;
                offer(s);
                better = better || s->best_value > before;
            }
    }
    memcpy(s->access, p->access, (size_t)p->n_demand * sizeof *s->access);
}

/* First incumbent: greedy by the gain of a single antenna, then interchange. */
static mlg_status first_incumbent(search *s, mlg_error *err)
{
    const mlg_allocation_problem *p = s->p;
    option *list = NULL;
    MLG_TRY(MLG_NEW(&list, (size_t)p->n_candidates, "antenna options", err));
    for (; s->n_chosen < p->antennas; s->n_chosen++) {
        int32_t worst = -1, left = p->goal == MLG_GOAL_PERSONS_OVER ? p->antennas - s->n_chosen : 1;
        (void)list_options(s, list, left, worst);
        put(s, list[0].candidate, 1);
        s->taken[list[0].candidate] = 1;
        s->chosen[s->n_chosen] = list[0].candidate;
    }
    offer(s);
    memset(s->taken, 0, (size_t)p->n_candidates);
    s->n_chosen = 0;
    exchange_antennas(s);
    free(list);
    return MLG_OK;
}

mlg_status mlg_allocation_antennas(mlg_allocation_answer *out, const mlg_allocation_problem *p,
                                   const mlg_allocation_options *options, double start_s, mlg_error *err)
{
    search s = { .p = p, .options = options, .each = p->supply / p->antennas, .start_s = start_s };
    s.best_value = -HUGE_VAL;
    s.open_bound = -HUGE_VAL;
    s.access = out->access;
    mlg_status st;
    MLG_GO(MLG_NEW(&s.taken, (size_t)p->n_candidates, "antennas", err));
    MLG_GO(MLG_NEW(&s.chosen, (size_t)p->antennas, "antennas", err));
    MLG_GO(MLG_NEW(&s.best, (size_t)p->antennas, "antennas", err));
    memcpy(s.access, p->access, (size_t)p->n_demand * sizeof *s.access);
    MLG_GO(find_reach(&s, err));
    MLG_GO(first_incumbent(&s, err));
    MLG_GO(explore(&s, HUGE_VAL, err));
    for (int32_t k = 0; k < p->antennas; k++)
        out->supply[s.best[k]] = s.each;
    double bound = s.open_bound > s.best_value ? s.open_bound : s.best_value;
    out->outcome.bound = as_gain(p, bound);
    out->nodes = s.nodes;
    out->outcome.stopped = s.stopped;
    out->outcome.method = "branch and bound on the antennas";
done:
    free(s.taken);
    free(s.chosen);
    free(s.best);
    free(s.reach);
    return st;
}
