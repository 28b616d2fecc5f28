/* The Lagrangian bound of the capacitated p-median. */
#include "analysis/siting/capacity/capacitated.h"
#include "analysis/siting/median/core.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/progress.h"
#include "base/random.h"

#include <math.h>
#include <string.h>

enum { ITERATIONS = 600, PATIENCE = 25, SHAKES = 30, NEAR = 3, STEPS_TO_FIRST = 100, LARGEST_TABLE = 20000000 };

static const double PROMISING =
    1.03; /* times the incumbent: exchanges of places may yet make such an assignment better */
static const double AT_FIRST = 2,
                    AGAIN = 0.5;    /* length of the steps, the latter from the best multipliers known */
static const double NOTHING = 1e-9; /* of a direction: everyone is served once, up to rounding */

typedef struct {
    mlg_serve *s;
    mlg_sparse_rows sites; /* candidate to demand */
    double *price;         /* a demand point: multiplier of its assignment constraint */
    double *best_price;
    double *value; /* a candidate: of its knapsack, <= 0 */
    double *best_value;
    double *times;        /* a demand point: how much of it the chosen knapsacks take */
    double *taken;        /* arcs of `sites`: what the knapsack takes, 0 to 1 */
    uint8_t *chosen;      /* a candidate */
    uint8_t *useless;     /* arcs of `sites`, as s->useless */
    int32_t *order;       /* candidates by value; items of a knapsack */
    double *gain, *ratio; /* items of a knapsack, numbered as the arcs of the row */
    double *table;        /* dynamic program: largest gain by room used */
    uint8_t *took;        /* items x room */
    int64_t unit;         /* common divisor of weights */
    int64_t largest;      /* capacity of a knapsack, in units */
    bool whole;           /* knapsacks are solved by dynamic programming */
} bounding;

static void release(bounding *b)
{
    mlg_sparse_release(&b->sites);
    free(b->price);
    free(b->best_price);
    free(b->value);
    free(b->best_value);
    free(b->times);
    free(b->taken);
    free(b->chosen);
    free(b->useless);
    free(b->order);
    free(b->gain);
    free(b->ratio);
    free(b->table);
    free(b->took);
}

static int64_t divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static mlg_status allocate(bounding *b, mlg_error *err)
{
    const mlg_siting_problem *p = &b->s->p->base;
    size_t n = (size_t)p->n_demand, m = (size_t)p->n_candidates, longest = 0;
    MLG_TRY(mlg_sparse_transpose(&b->sites, mlg_sparse_view_of(&b->s->rows), err));
    for (size_t j = 0; j < m; j++) {
        size_t length = (size_t)(b->sites.start[j + 1] - b->sites.start[j]);
        longest = length > longest ? length : longest;
    }
    for (size_t i = 0; i < n; i++)
        b->unit = divisor(b->unit, p->weight[i]);
    b->unit = b->unit > 0 ? b->unit : 1;
    for (size_t j = 0; j < m; j++)
        b->largest = b->s->p->capacity[j] / b->unit > b->largest ? b->s->p->capacity[j] / b->unit : b->largest;
    b->whole = !b->s->p->split && (double)(b->largest + 1) * (double)b->sites.start[m] < LARGEST_TABLE;
    MLG_TRY(MLG_NEW(&b->price, n, "prices", err));
    MLG_TRY(MLG_NEW(&b->best_price, n, "prices", err));
    MLG_TRY(MLG_NEW(&b->value, m, "prices", err));
    MLG_TRY(MLG_NEW(&b->best_value, m, "prices", err));
    MLG_TRY(MLG_NEW(&b->times, n, "prices", err));
    MLG_TRY(MLG_NEW(&b->taken, (size_t)b->sites.start[m], "knapsacks", err));
    MLG_TRY(MLG_NEW(&b->chosen, m, "prices", err));
    MLG_TRY(MLG_NEW(&b->useless, (size_t)b->sites.start[m], "knapsacks", err));
    MLG_TRY(MLG_NEW(&b->order, m > longest ? m : longest, "prices", err));
    MLG_TRY(MLG_NEW(&b->gain, longest, "knapsacks", err));
    MLG_TRY(MLG_NEW(&b->ratio, longest, "knapsacks", err));
    if (!b->whole)
        return MLG_OK;
    MLG_TRY(MLG_NEW(&b->table, (size_t)b->largest + 1, "knapsacks", err));
    return MLG_NEW(&b->took, longest * ((size_t)b->largest + 1), "knapsacks", err);
}

/* ---- knapsacks ---------------------------------------------------------------------------------------------- */

/* Knapsack by dynamic programming: the largest gain; flags its items. O(items x capacity). */
static double knapsack_exact(bounding *b, int64_t from, int64_t n, int64_t room)
{
    const int64_t *weight = b->s->p->base.weight;
    size_t width = (size_t)b->largest + 1;
    memset(b->table, 0, ((size_t)room + 1) * sizeof *b->table);
    for (int64_t k = 0; k < n; k++) {
        int64_t w = weight[b->sites.column[from + k]] / b->unit;
        uint8_t *took = b->took + (size_t)k * width;
        memset(took, 0, (size_t)room + 1);
        for (int64_t r = room; b->gain[k] > 0 && r >= w; r--)
            if (b->table[r - w] + b->gain[k] > b->table[r]) {
                b->table[r] = b->table[r - w] + b->gain[k];
                took[r] = 1;
            }
    }
    int64_t r = room;
    for (int64_t k = n - 1; k >= 0; k--)
        if (b->took[(size_t)k * width + (size_t)r]) {
            b->taken[from + k] = 1;
            r -= weight[b->sites.column[from + k]] / b->unit;
        }
    return b->table[room];
}

/* Linear relaxation of the knapsack: the largest gain with the last item in part. */
static double knapsack_relaxed(bounding *b, int64_t from, int64_t n, int64_t capacity)
{
    const int64_t *weight = b->s->p->base.weight;
    double gain = 0, room = (double)capacity;
    for (int32_t k = 0; k < n; k++) {
        b->ratio[k] = b->gain[k] / (double)weight[b->sites.column[from + k]];
        int32_t at = k;
        for (; at > 0 && b->ratio[b->order[at - 1]] < b->ratio[k]; at--)
            b->order[at] = b->order[at - 1];
        b->order[at] = k;
    }
    for (int32_t o = 0; o < n && room > 0 && b->gain[b->order[o]] > 0; o++) {
        double w = (double)weight[b->sites.column[from + b->order[o]]], part = w <= room ? 1 : room / w;
        gain += part * b->gain[b->order[o]];
        room -= part * w;
        b->taken[from + b->order[o]] = part;
    }
    return gain;
}

/* What each place adds to the knapsack of site j, 0 where no better solution serves it from there. */
static void take_gains(bounding *b, int32_t j)
{
    for (int64_t from = b->sites.start[j], k = from; k < b->sites.start[j + 1]; k++) {
        int32_t i = b->sites.column[k];
        b->gain[k - from] = b->useless[k] ? 0 : b->price[i] - (double)b->s->worth[i] * b->sites.value[k];
    }
}

static void price_sites(bounding *b)
{
    const mlg_siting_problem *p = &b->s->p->base;
    memset(b->taken, 0, (size_t)b->sites.start[p->n_candidates] * sizeof *b->taken);
    for (int32_t j = 0; j < p->n_candidates; j++) {
        int64_t from = b->sites.start[j], n = b->sites.start[j + 1] - from;
        take_gains(b, j);
        int64_t capacity = b->s->p->capacity[j];
        b->value[j] = n == 0 ? 0
                             : -(b->whole ? knapsack_exact(b, from, n, capacity / b->unit)
                                          : knapsack_relaxed(b, from, n, capacity));
    }
}

static bool is_undecided(const mlg_serve *s, int32_t j)
{
    return mlg_candidate_state_of(&s->p->base, j) == MLG_CANDIDATE_FREE && s->fate[j] == MLG_SITE_KEEP;
}

/* Chooses the sites of least knapsack value; returns the bound. */
static double choose(bounding *b)
{
    const mlg_serve *s = b->s;
    const mlg_siting_problem *p = &s->p->base;
    double sum = 0;
    int32_t n = 0, left = p->sites;
    for (int32_t j = 0; j < p->n_candidates; j++) {
        uint8_t state = mlg_candidate_state_of(&s->p->base, j);
        bool fixed = state == MLG_CANDIDATE_FORCED || s->fate[j] == MLG_SITE_OPEN;
        b->chosen[j] = fixed || state == MLG_CANDIDATE_EXISTING;
        sum += b->chosen[j] ? b->value[j] : 0;
        left -= fixed;
        if (!is_undecided(s, j))
            continue;
        int32_t at = n++;
        for (; at > 0 && b->value[b->order[at - 1]] > b->value[j]; at--)
            b->order[at] = b->order[at - 1];
        b->order[at] = j;
    }
    for (int32_t o = 0; o < left && o < n; o++) {
        b->chosen[b->order[o]] = 1;
        sum += b->value[b->order[o]];
    }
    for (int32_t i = 0; i < p->n_demand; i++)
        sum += s->rows.start[i + 1] > s->rows.start[i] ? b->price[i] : 0;
    return sum;
}

/* ---- steps -------------------------------------------------------------------------------------------------- */

static void try_chosen(bounding *b)
{
    memcpy(b->s->open, b->chosen, (size_t)b->s->p->base.n_candidates);
    mlg_serve_offer(b->s, mlg_serve_assign(b->s));
}

static double take_direction(bounding *b)
{
    const mlg_siting_problem *p = &b->s->p->base;
    double norm = 0;
    for (int32_t i = 0; i < p->n_demand; i++)
        b->times[i] = 0;
    for (int32_t j = 0; j < p->n_candidates; j++)
        for (int64_t k = b->sites.start[j]; b->chosen[j] && k < b->sites.start[j + 1]; k++)
            b->times[b->sites.column[k]] += b->taken[k];
    for (int32_t i = 0; i < p->n_demand; i++)
        if (b->s->rows.start[i + 1] > b->s->rows.start[i])
            norm += (1 - b->times[i]) * (1 - b->times[i]);
    return norm;
}

static void start_prices(bounding *b)
{
    const mlg_sparse_rows *rows = &b->s->rows;
    for (int32_t i = 0; i < rows->n_rows; i++) {
        int64_t from = rows->start[i], n = rows->start[i + 1] - from, at = n > 3 ? 3 : n - 1;
        b->price[i] = n > 0 ? (double)b->s->worth[i] * rows->value[from + at] : 0;
    }
}

static bool is_late(const mlg_serve *s, const mlg_siting_options *options)
{
    return mlg_clock_is_late(s->start_s, options->max_seconds);
}

/* Out of time, a few steps more find a first solution where there is none. */
static bool goes_on(const mlg_serve *s, const mlg_siting_options *options, int step)
{
    return (s->value == HUGE_VAL && step < STEPS_TO_FIRST) || !is_late(s, options);
}

/* Subgradient steps (Held, Wolfe and Crowder 1974) from b->price, shortened when the bound does not rise. */
static mlg_status raise(bounding *b, double step, const mlg_siting_options *options, mlg_error *err)
{
    mlg_serve *s = b->s;
    int32_t idle = 0;
    const double known = s->lower;
    s->lower = -HUGE_VAL;
    for (int t = 0; t < ITERATIONS && step > 0.005 && goes_on(s, options, t); t++) {
        MLG_TRY(mlg_progress_step(options->progress, "siting", (double)t / ITERATIONS, err));
        price_sites(b);
        double bound = choose(b);
        if (bound > s->lower + 1e-9 * fabs(bound)) {
            s->lower = bound;
            idle = 0;
            memcpy(b->best_price, b->price, (size_t)s->rows.n_rows * sizeof *b->price);
            memcpy(b->best_value, b->value, (size_t)s->rows.n_columns * sizeof *b->value);
            try_chosen(b);
        } else if (++idle >= PATIENCE) {
            step /= 1.5;
            idle = 0;
            memcpy(b->price, b->best_price, (size_t)s->rows.n_rows * sizeof *b->price);
            continue;
        }
        double norm = take_direction(b), goal = s->value < HUGE_VAL ? s->value : 1.1 * fabs(s->lower) + 1;
        if (norm < NOTHING || goal <= s->lower)
            break;
        for (int32_t i = 0; i < s->rows.n_rows; i++)
            if (s->rows.start[i + 1] > s->rows.start[i])
                b->price[i] += step * (1.05 * goal - bound) / norm * (1 - b->times[i]);
    }
    s->lower = fmax(s->lower, known);
    return MLG_OK;
}

/* Interchange: exchanges an open site with a closed one while that costs less. */
static mlg_status exchange_sites(bounding *b, const mlg_siting_options *options, mlg_error *err)
{
    mlg_serve *s = b->s;
    bool better = s->value < HUGE_VAL;
    while (better) {
        better = false;
        s->hopeless = PROMISING * s->value;
        for (int32_t out = 0; out < s->rows.n_columns && !is_late(s, options); out++) {
            MLG_TRY(mlg_progress_step(options->progress, "siting", (double)NAN, err));
            for (int32_t in = 0; in < s->rows.n_columns; in++) {
                if (!s->best[out] || s->best[in] ||
                    mlg_candidate_state_of(&s->p->base, out) != MLG_CANDIDATE_FREE ||
                    mlg_candidate_state_of(&s->p->base, in) != MLG_CANDIDATE_FREE)
                    continue;
                memcpy(s->open, s->best, (size_t)s->rows.n_columns);
                s->open[out] = 0;
                s->open[in] = 1;
                double before = s->value;
                mlg_serve_offer(s, mlg_serve_assign(s));
                better = better || s->value < before;
            }
        }
    }
    s->hopeless = HUGE_VAL;
    return MLG_OK;
}

static bool is_free(const bounding *b, int32_t j)
{
    return mlg_candidate_state_of(&b->s->p->base, j) == MLG_CANDIDATE_FREE;
}

/* Flags the closed sites near the people whom `out` serves: the first few of their rows. */
static void flag_near(bounding *b, int32_t out)
{
    const mlg_serve *s = b->s;
    memset(b->chosen, 0, (size_t)s->rows.n_columns);
    for (int32_t i = 0; i < s->rows.n_rows; i++) {
        int64_t end =
            s->rows.start[i] + NEAR < s->rows.start[i + 1] ? s->rows.start[i] + NEAR : s->rows.start[i + 1];
        for (int64_t k = s->rows.start[i]; s->site[i] == out && k < end; k++)
            b->chosen[s->rows.column[k]] = !s->open[s->rows.column[k]] && is_free(b, s->rows.column[k]);
    }
}

/* Exchanges each open site of the set in `now` in turn with the best closed one near by, while that costs less. s->open and s->site
 * are those of the last assignment tried. */
static double descend_near(bounding *b, uint8_t *now, double cost)
{
    mlg_serve *s = b->s;
    const size_t n = (size_t)s->rows.n_columns;
    for (bool better = true; better;) {
        better = false;
        for (int32_t out = 0; out < s->rows.n_columns; out++) {
            int32_t best = -1;
            if (!now[out] || !is_free(b, out))
                continue;
            memcpy(s->open, now, n);
            s->hopeless = 0;
            (void)mlg_serve_assign(s);
            flag_near(b, out);
            for (int32_t in = 0; in < s->rows.n_columns; in++) {
                if (!b->chosen[in])
                    continue;
                memcpy(s->open, now, n);
                s->open[out] = 0;
                s->open[in] = 1;
                s->hopeless = PROMISING * cost;
                double with = mlg_serve_assign(s);
                mlg_serve_offer(s, with);
                best = with < cost ? in : best;
                cost = with < cost ? with : cost;
            }
            if (best < 0)
                continue;
            now[out] = 0;
            now[best] = 1;
            better = true;
        }
    }
    return cost;
}

/* A free candidate that is open in `now`, or is not; -1 when none was drawn. */
static int32_t draw_site(const bounding *b, const uint8_t *now, bool open, uint64_t *random)
{
    for (int tries = 0; tries < 200; tries++) {
        int32_t j = mlg_random_below(random, b->s->rows.n_columns);
        if ((now[j] != 0) == open && is_free(b, j))
            return j;
    }
    return -1;
}

/* Iterated interchange (Lourenco, Martin and Stutzle 2003): two or three sites of the incumbent exchanged at random, then with those
 * near by. */
static mlg_status shake_sites(bounding *b, const mlg_siting_options *options, mlg_error *err)
{
    mlg_serve *s = b->s;
    uint64_t random = options->seed;
    uint8_t *now = NULL;
    MLG_TRY(MLG_NEW(&now, (size_t)s->rows.n_columns, "sites", err));
    mlg_status st = MLG_OK;
    for (int shake = 0; shake < SHAKES && st == MLG_OK && !is_late(s, options) && ceil(s->lower - 1e-7) < s->value;
         shake++) {
        memcpy(now, s->best, (size_t)s->rows.n_columns);
        for (int32_t k = 2 + mlg_random_below(&random, 2); k > 0; k--) {
            int32_t out = draw_site(b, now, true, &random), in = draw_site(b, now, false, &random);
            if (out < 0 || in < 0)
                continue;
            now[out] = 0;
            now[in] = 1;
        }
        s->hopeless = 1.1 * s->value;
        memcpy(s->open, now, (size_t)s->rows.n_columns);
        double cost = mlg_serve_assign(s);
        mlg_serve_offer(s, cost);
        if (cost < HUGE_VAL)
            (void)descend_near(b, now, cost);
        st = mlg_progress_step(options->progress, "siting", (double)NAN, err);
    }
    s->hopeless = HUGE_VAL;
    free(now);
    return st;
}

/* Fixes the sites that every better solution opens, or closes: otherwise the bound is at least the cost of the
 * incumbent. */
static void fix_sites(bounding *b)
{
    mlg_serve *s = b->s;
    memcpy(b->price, b->best_price, (size_t)s->rows.n_rows * sizeof *b->price);
    memcpy(b->value, b->best_value, (size_t)s->rows.n_columns * sizeof *b->value);
    double bound = choose(b), last = -HUGE_VAL, next = HUGE_VAL, slack = 1e-6 * (1 + fabs(bound));
    for (int32_t j = 0; j < s->rows.n_columns; j++)
        if (is_undecided(s, j)) {
            last = b->chosen[j] && b->value[j] > last ? b->value[j] : last;
            next = !b->chosen[j] && b->value[j] < next ? b->value[j] : next;
        }
    double least_better = s->p->split ? s->value : s->value - 1; /* an integer, in seconds x persons */
    for (int32_t j = 0; j < s->rows.n_columns; j++) {
        if (!is_undecided(s, j))
            continue;
        if (b->chosen[j] ? bound - b->value[j] + next > least_better + slack
                         : bound - last + b->value[j] > least_better + slack)
            s->fate[j] = b->chosen[j] ? MLG_SITE_OPEN : MLG_SITE_CLOSE;
    }
}

/* Largest gains of the items before k (first) and from k on (rest), by capacity: (n + 1) x (room + 1) each. */
static void tabulate(const bounding *b, int64_t from, int64_t n, int64_t room, double *first, double *rest)
{
    const int64_t *weight = b->s->p->base.weight;
    int64_t width = room + 1;
    memset(first, 0, (size_t)width * sizeof *first);
    memset(rest + n * width, 0, (size_t)width * sizeof *rest);
    for (int turn = 0; turn < 2; turn++)
        for (int64_t o = 0; o < n; o++) {
            int64_t k = turn == 0 ? o : n - 1 - o, w = weight[b->sites.column[from + k]] / b->unit;
            const double *before = turn == 0 ? first + k * width : rest + (k + 1) * width;
            double *after = turn == 0 ? first + (k + 1) * width : rest + k * width;
            for (int64_t r = 0; r <= room; r++) {
                double with = r >= w ? before[r - w] + b->gain[k] : -HUGE_VAL;
                after[r] = with > before[r] ? with : before[r];
            }
        }
}

/* Largest gain with item k taken, -HUGE_VAL when it does not fit. */
static double gain_with(const bounding *b, int64_t k, int64_t w, int64_t room, const double *first,
                        const double *rest)
{
    int64_t width = room + 1;
    double most = -HUGE_VAL;
    for (int64_t r = 0; r <= room - w; r++) {
        double both = first[k * width + r] + rest[(k + 1) * width + room - w - r];
        most = both > most ? both : most;
    }
    return most + b->gain[k];
}

static void flag_useless(bounding *b, int64_t arc, int32_t j)
{
    mlg_serve *s = b->s;
    int32_t i = b->sites.column[arc];
    b->useless[arc] = 1;
    for (int64_t k = s->rows.start[i]; k < s->rows.start[i + 1]; k++)
        if (s->rows.column[k] == j)
            s->useless[k] = 1;
}

/* Fixes assignments in the same way; exact knapsacks only. O(candidates x items x capacity). */
static mlg_status fix_assignments(bounding *b, mlg_error *err)
{
    mlg_serve *s = b->s;
    const int64_t *weight = s->p->base.weight;
    double *first = NULL, *rest = NULL, last = -HUGE_VAL, bound = choose(b), slack = 1e-6 * (1 + fabs(bound));
    int64_t longest = 1;
    mlg_status st;
    for (int32_t j = 0; j < s->rows.n_columns; j++) {
        int64_t n = b->sites.start[j + 1] - b->sites.start[j];
        longest = n > longest ? n : longest;
        if (is_undecided(s, j) && b->chosen[j] && b->value[j] > last)
            last = b->value[j];
    }
    size_t room = (size_t)(longest + 1) * ((size_t)b->largest + 1);
    MLG_GO(MLG_NEW(&first, room, "knapsacks", err));
    MLG_GO(MLG_NEW(&rest, room, "knapsacks", err));
    for (int32_t j = 0; j < s->rows.n_columns; j++) {
        int64_t from = b->sites.start[j], n = b->sites.start[j + 1] - from, capacity = s->p->capacity[j] / b->unit;
        double others = (b->chosen[j] ? bound : bound - last + b->value[j]) - b->value[j];
        take_gains(b, j);
        tabulate(b, from, n, capacity, first, rest);
        for (int64_t k = 0; k < n; k++) {
            int32_t i = b->sites.column[from + k];
            if (others - gain_with(b, k, weight[i] / b->unit, capacity, first, rest) > s->value - 1 + slack)
                flag_useless(b, from + k, j);
        }
    }
done:
    free(first);
    free(rest);
    return st;
}

static int64_t count_useful(const bounding *b)
{
    const mlg_serve *s = b->s;
    int64_t useful = 0;
    for (int32_t j = 0; j < s->rows.n_columns; j++)
        for (int64_t k = b->sites.start[j]; s->fate[j] != MLG_SITE_CLOSE && k < b->sites.start[j + 1]; k++)
            useful += !b->useless[k];
    return useful;
}

/* Fixes, and raises the bound of what is left, while that fixes more: a twentieth of it or over. */
static mlg_status tighten(bounding *b, const mlg_siting_options *options, mlg_error *err)
{
    mlg_serve *s = b->s;
    int64_t before, useful = b->sites.start[s->rows.n_columns];
    for (bool goes = true; goes;) {
        before = useful;
        fix_sites(b);
        MLG_TRY(fix_assignments(b, err));
        useful = count_useful(b);
        goes = useful < before - before / 20 && s->lower <= s->value - 1 && !is_late(s, options);
        if (goes)
            MLG_TRY(raise(b, AGAIN, options, err));
    }
    s->price = b->best_price;
    s->filled = b->best_value;
    b->best_price = b->best_value = NULL;
    return MLG_OK;
}

mlg_status mlg_serve_bound(mlg_serve *s, const mlg_siting_options *options, mlg_error *err)
{
    bounding b = { .s = s };
    mlg_status st;
    MLG_GO(allocate(&b, err));
    start_prices(&b);
    MLG_GO(raise(&b, AT_FIRST, options, err));
    MLG_GO(exchange_sites(&b, options, err));
    if (s->value < HUGE_VAL && !s->p->split)
        MLG_GO(shake_sites(&b, options, err));
    const bool fixes = s->value < HUGE_VAL && s->lower > -HUGE_VAL && !is_late(s, options);
    if (fixes && b.whole)
        MLG_GO(tighten(&b, options, err));
    else if (fixes)
        fix_sites(&b);
done:
    release(&b);
    return st;
}
