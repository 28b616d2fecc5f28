#include "analysis/siting/dispersion/dispersion.h"
#include "analysis/siting/frame.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/progress.h"
#include "base/sort.h"

#include <math.h>
#include <string.h>

enum { LOOK_EVERY = 1024 }; /* nodes between reports of progress */

/* One level of the search for a clique. */
typedef struct {
    uint64_t *left; /* candidates that may follow */
    int32_t *vertex, *colour;
} level;

typedef struct {
    const mlg_dispersion_problem *p;
    const mlg_siting_options *options;
    double start_s;
    int32_t n, n_forced; /* candidates that may open; those that must come first */
    int32_t *site;       /* a candidate: its site */
    int32_t *apart_s;    /* n x n */
    int32_t *near_s;     /* a candidate: time to the nearest existing site */
    int32_t *least_s;    /* a candidate: room for times to a growing set */
    int32_t *set, *best; /* p->sites candidates */
    int32_t value;       /* of `best` */
    size_t words;
    uint64_t *far; /* n x words: candidates as far away as asked */
    uint64_t *rest, *class;
    level *levels;            /* p->sites + 1 */
    int64_t nodes, last_node; /* of this step: half of those that are left */
    bool stopped;
    mlg_status st;
    mlg_error *err;
} search;

void mlg_dispersion_answer_release(mlg_dispersion_answer *a)
{
    free(a->chosen);
    free(a->apart_s);
    *a = (mlg_dispersion_answer){ 0 };
}

static void release(search *s)
{
    for (int32_t k = 0; s->levels && k <= s->p->sites; k++) {
        free(s->levels[k].left);
        free(s->levels[k].vertex);
        free(s->levels[k].colour);
    }
    free(s->levels);
    free(s->site);
    free(s->apart_s);
    free(s->near_s);
    free(s->least_s);
    free(s->set);
    free(s->best);
    free(s->far);
    free(s->rest);
    free(s->class);
}

/* ---- the problem ------------------------------------------------------------------------------------------------ */

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* The shorter way; no route is no nearer than the longest time. */
static int32_t between(const mlg_dispersion_problem *p, int32_t a, int32_t b)
{
    int32_t there_s = p->time_s[(size_t)a * (size_t)p->n_sites + (size_t)b],
            back_s = p->time_s[(size_t)b * (size_t)p->n_sites + (size_t)a];
    return least(least(there_s, back_s), p->longest_s);
}

static mlg_status check(const mlg_dispersion_problem *p, mlg_error *err)
{
    int32_t n_free = 0, n_forced = 0;
    if (p->n_sites < 0 || p->sites < 0 || p->longest_s < 0)
        return mlg_fail(err, MLG_USAGE, "dispersion of %d among %d sites up to %d s: none may be negative",
                        (int)p->sites, (int)p->n_sites, (int)p->longest_s);
    for (int32_t j = 0; j < p->n_sites; j++) {
        n_free += mlg_candidate_may_open(p->state[j]);
        n_forced += p->state[j] == MLG_CANDIDATE_FORCED;
    }
    return mlg_siting_check_count(p->sites, n_forced, n_free, err);
}

static void list_candidates(search *s)
{
    const mlg_dispersion_problem *p = s->p;
    for (int turn = 0; turn < 2; turn++)
        for (int32_t j = 0; j < p->n_sites; j++)
            if (p->state[j] == (turn == 0 ? MLG_CANDIDATE_FORCED : MLG_CANDIDATE_FREE))
                s->site[s->n++] = j;
    for (int32_t k = 0; k < s->n; k++)
        s->n_forced += p->state[s->site[k]] == MLG_CANDIDATE_FORCED;
}

static mlg_status prepare(search *s, mlg_error *err)
{
    const mlg_dispersion_problem *p = s->p;
    MLG_TRY(MLG_NEW(&s->site, (size_t)p->n_sites, "candidates", err));
    list_candidates(s);
    const size_t n = (size_t)s->n;
    s->words = n / 64 + 1;
    MLG_TRY(MLG_NEW(&s->apart_s, n * n, "times between sites", err));
    MLG_TRY(MLG_NEW(&s->near_s, n, "times between sites", err));
    MLG_TRY(MLG_NEW(&s->least_s, n, "times between sites", err));
    MLG_TRY(MLG_NEW(&s->set, (size_t)p->sites, "sites", err));
    MLG_TRY(MLG_NEW(&s->best, (size_t)p->sites, "sites", err));
    MLG_TRY(MLG_NEW(&s->far, n * s->words, "pairs of sites", err));
    MLG_TRY(MLG_NEW(&s->rest, s->words, "pairs of sites", err));
    MLG_TRY(MLG_NEW(&s->class, s->words, "pairs of sites", err));
    MLG_TRY(MLG_NEW(&s->levels, (size_t)p->sites + 1, "pairs of sites", err));
    for (int32_t k = 0; k <= p->sites; k++) {
        MLG_TRY(MLG_NEW(&s->levels[k].left, s->words, "pairs of sites", err));
        MLG_TRY(MLG_NEW(&s->levels[k].vertex, n, "pairs of sites", err));
        MLG_TRY(MLG_NEW(&s->levels[k].colour, n, "pairs of sites", err));
    }
    for (int32_t a = 0; a < s->n; a++) {
        s->near_s[a] = p->longest_s;
        for (int32_t b = 0; b < s->n; b++)
            s->apart_s[(size_t)a * n + (size_t)b] = between(p, s->site[a], s->site[b]);
        for (int32_t j = 0; j < p->n_sites; j++)
            if (p->state[j] == MLG_CANDIDATE_EXISTING)
                s->near_s[a] = least(s->near_s[a], between(p, s->site[a], j));
    }
    return MLG_OK;
}

static int32_t apart(const search *s, int32_t a, int32_t b)
{
    return s->apart_s[(size_t)a * (size_t)s->n + (size_t)b];
}

/* Keeps s->set when its least time is longer. */
static void offer(search *s)
{
    int32_t value = s->p->longest_s;
    for (int32_t k = 0; k < s->p->sites; k++) {
        value = least(value, s->near_s[s->set[k]]);
        for (int32_t l = 0; l < k; l++)
            value = least(value, apart(s, s->set[k], s->set[l]));
    }
    if (value <= s->value)
        return;
    s->value = value;
    memcpy(s->best, s->set, (size_t)s->p->sites * sizeof *s->best);
}

/* ---- greedy ----------------------------------------------------------------------------------------------------- */

static void add(search *s, int32_t count, int32_t who)
{
    s->set[count] = who;
    for (int32_t a = 0; a < s->n; a++)
        s->least_s[a] = a == who ? -1 : least(s->least_s[a], apart(s, a, who));
}

/* The forced sites, this one, then each time the site farthest from all others. */
static void grow_from(search *s, int32_t first)
{
    int32_t count = 0;
    memcpy(s->least_s, s->near_s, (size_t)s->n * sizeof *s->least_s);
    for (; count < s->n_forced; count++)
        add(s, count, count);
    if (count < s->p->sites)
        add(s, count++, first);
    for (; count < s->p->sites; count++) {
        int32_t best = s->n_forced;
        for (int32_t a = s->n_forced; a < s->n; a++)
            best = s->least_s[a] > s->least_s[best] ? a : best;
        add(s, count, best);
    }
    offer(s);
}

static mlg_status grow(search *s, mlg_error *err)
{
    int32_t first = s->n_forced;
    do {
        MLG_TRY(mlg_progress_step(s->options->progress, "siting", (double)NAN, err));
        grow_from(s, first);
    } while (++first < s->n && s->n_forced < s->p->sites &&
             !mlg_clock_is_late(s->start_s, s->options->max_seconds));
    return MLG_OK;
}

/* ---- cliques ---------------------------------------------------------------------------------------------------- */

static void put(uint64_t *set, int32_t a)
{
    set[a / 64] |= (uint64_t)1 << a % 64;
}

static void drop(uint64_t *set, int32_t a)
{
    set[a / 64] &= ~((uint64_t)1 << a % 64);
}

/* The lowest member from a word on, which moves to where it was found; -1: none. */
static int32_t lowest(const uint64_t *set, size_t words, size_t *word)
{
    for (; *word < words; ++*word)
        if (set[*word] != 0)
            return (int32_t)(64 * *word) + __builtin_ctzll(set[*word]);
    return -1;
}

/* Colours the candidates left so that two of a colour are too near each other: no set holds more of them than there are colours.
 * Lists those whose colour leaves room for `missing` more, by colour. */
static int32_t colour_left(search *s, level *here, int32_t missing)
{
    int32_t n = 0;
    memcpy(s->rest, here->left, s->words * sizeof *s->rest);
    size_t first = 0;
    for (int32_t colour = 1; lowest(s->rest, s->words, &first) >= 0; colour++) {
        size_t word = first;
        memcpy(s->class, s->rest, s->words * sizeof *s->class);
        for (int32_t a; (a = lowest(s->class, s->words, &word)) >= 0;) {
            const uint64_t *far = s->far + (size_t)a * s->words;
            drop(s->rest, a);
            drop(s->class, a);
            for (size_t w = word; w < s->words; w++)
                s->class[w] &= ~far[w];
            if (colour >= missing) {
                here->vertex[n] = a;
                here->colour[n++] = colour;
            }
        }
    }
    return n;
}

static bool gives_up(search *s)
{
    if (s->nodes++ % LOOK_EVERY == 0 && s->st == MLG_OK)
        s->st = mlg_progress_step(s->options->progress, "siting", (double)NAN, s->err);
    s->stopped = s->stopped || s->st != MLG_OK || (s->last_node > 0 && s->nodes > s->last_node) ||
                 mlg_clock_is_late(s->start_s, s->options->max_seconds);
    return s->stopped;
}

/* Extends the first `count` of s->set to all sites asked for, by candidates left at that level; true when it can. */
static bool extend(search *s, int32_t count)
{
    level *here = &s->levels[count], *next = here + 1;
    if (count == s->p->sites)
        return true;
    if (gives_up(s))
        return false;
    const int32_t missing = s->p->sites - count;
    for (int32_t k = colour_left(s, here, missing) - 1; k >= 0 && !s->stopped; k--) {
        const int32_t a = here->vertex[k];
        s->set[count] = a;
        for (size_t w = 0; w < s->words; w++)
            next->left[w] = here->left[w] & s->far[(size_t)a * s->words + w];
        if (extend(s, count + 1))
            return true;
        drop(here->left, a);
    }
    return false;
}

/* Whether some set keeps this time apart: it is offered. */
static bool keeps_apart(search *s, int32_t time_s)
{
    level *first = &s->levels[s->n_forced];
    s->stopped = false;
    s->last_node = s->options->max_nodes > 0 ? s->nodes + 1 + (s->options->max_nodes - s->nodes) / 2 : 0;
    memset(s->far, 0, (size_t)s->n * s->words * sizeof *s->far);
    memset(first->left, 0, s->words * sizeof *first->left);
    for (int32_t a = 0; a < s->n; a++)
        for (int32_t b = 0; b < s->n; b++)
            if (a != b && apart(s, a, b) >= time_s)
                put(s->far + (size_t)a * s->words, b);
    for (int32_t a = 0; a < s->n; a++) {
        bool stays = s->near_s[a] >= time_s;
        for (int32_t f = 0; f < s->n_forced; f++)
            stays = stays && (a == f || apart(s, a, f) >= time_s);
        if (a < s->n_forced && !stays)
            return false;
        if (a < s->n_forced)
            s->set[a] = a;
        else if (stays)
            put(first->left, a);
    }
    if (!extend(s, s->n_forced))
        return false;
    offer(s);
    return true;
}

/* ---- bisection ---------------------------------------------------------------------------------------------------- */

/* The times that may be the answer, longer than that of the greedy set, ascending. */
static mlg_status list_times(int32_t **time_s, int32_t *count, const search *s, mlg_error *err)
{
    const size_t n = (size_t)s->n;
    size_t kept = 0, first = 0;
    MLG_TRY(MLG_NEW(time_s, n * n + n + 1, "times between sites", err));
    (*time_s)[kept++] = s->p->longest_s;
    for (size_t k = 0; k < n * n + n; k++) {
        int32_t here_s = k < n * n ? s->apart_s[k] : s->near_s[k - n * n];
        if (here_s > s->value)
            (*time_s)[kept++] = here_s;
    }
    mlg_sort_integers(*time_s, kept);
    for (size_t k = 0; k < kept; k++)
        if ((*time_s)[k] > s->value && (first == 0 || (*time_s)[k] > (*time_s)[first - 1]))
            (*time_s)[first++] = (*time_s)[k];
    *count = (int32_t)first;
    return MLG_OK;
}

/* *bound: no set keeps a longer time apart. */
static mlg_status bisect(search *s, int32_t *bound, mlg_error *err)
{
    int32_t *time_s = NULL, low = 0, high = 0;
    MLG_TRY(list_times(&time_s, &high, s, err));
    int32_t unknown = high; /* from here on, no set keeps these times apart */
    bool met_limit = false;
    while (low < high && s->st == MLG_OK) {
        int32_t middle = low + (high - low) / 2;
        if (keeps_apart(s, time_s[middle])) {
            for (low = middle + 1; low < high && time_s[low] <= s->value;)
                low++;
            continue;
        }
        high = middle;
        if (!s->stopped)
            unknown = middle;
        met_limit = met_limit || s->stopped;
    }
    *bound = unknown > low ? time_s[unknown - 1] : s->value;
    s->stopped = met_limit;
    free(time_s);
    return s->st;
}

static mlg_status take_answer(mlg_dispersion_answer *out, const search *s, mlg_error *err)
{
    const mlg_dispersion_problem *p = s->p;
    MLG_TRY(MLG_NEW(&out->chosen, (size_t)p->sites, "chosen sites", err));
    MLG_TRY(MLG_NEW(&out->apart_s, (size_t)p->sites, "chosen sites", err));
    out->n_chosen = p->sites;
    for (int32_t k = 0; k < p->sites; k++)
        out->chosen[k] = s->site[s->best[k]];
    mlg_sort_integers(out->chosen, (size_t)p->sites);
    for (int32_t k = 0; k < p->sites; k++) {
        out->apart_s[k] = p->longest_s;
        for (int32_t l = 0; l < p->sites; l++)
            if (l != k)
                out->apart_s[k] = least(out->apart_s[k], between(p, out->chosen[k], out->chosen[l]));
        for (int32_t j = 0; j < p->n_sites; j++)
            if (p->state[j] == MLG_CANDIDATE_EXISTING)
                out->apart_s[k] = least(out->apart_s[k], between(p, out->chosen[k], j));
    }
    out->objective = s->value;
    out->nodes = s->nodes;
    return MLG_OK;
}

mlg_status mlg_siting_dispersion(mlg_dispersion_answer *out, const mlg_dispersion_problem *p,
                                 const mlg_siting_options *options, mlg_error *err)
{
    search s = { .p = p, .options = options, .start_s = mlg_clock_s(), .value = -1, .err = err };
    int32_t bound = 0;
    mlg_status st;
    *out = (mlg_dispersion_answer){ 0 };
    MLG_TRY(check(p, err));
    MLG_GO(prepare(&s, err));
    MLG_GO(grow(&s, err));
    MLG_GO(bisect(&s, &bound, err));
    MLG_GO(take_answer(out, &s, err));
    out->outcome.method = "dispersion: greedy, bisection on the times, cliques by branch and bound";
    mlg_outcome_set_bound(&out->outcome, bound, bound - s.value, fmax(s.value, 1));
    out->outcome.stopped = s.stopped && !out->outcome.proved;
    mlg_outcome_set_time(&out->outcome, s.start_s);
done:
    release(&s);
    if (st != MLG_OK)
        mlg_dispersion_answer_release(out);
    return st;
}
