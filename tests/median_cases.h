/* Small seeded cores of the p-median, and the best of their sets by trying all. */
#ifndef MLG_TESTS_MEDIAN_CASES_H
#define MLG_TESTS_MEDIAN_CASES_H

#include "siting_cases.h"

#include "analysis/siting/median/core.h"

enum { MOST_SITES = 13, SHIFT = 5, FIRST_NAME = 3 };

/* Places on a map; times drawn pair by pair; or a point between any two sites that only these reach: a half of each serves all. */
static inline void draw_times(instance *x, uint64_t *seed, int kind)
{
    int32_t n_sites = 1 + random_below(seed, kind == 2 ? 11 : MOST_SITES);
    int32_t n_demand = kind == 2 ? n_sites * (n_sites - 1) / 2 : 1 + random_below(seed, 24), i = 0;
    draw(x, seed, n_demand, n_sites, 4 + random_below(seed, 60));
    for (int32_t a = 0; kind > 0 && a < n_sites; a++)
        for (int32_t b = 0; b < n_demand; b++)
            x->time[a][b] = kind == 1 ? random_below(seed, 140) - 40 : -1;
    for (int32_t a = 0; kind == 2 && a < n_sites; a++)
        for (int32_t b = 0; b < a; b++, i++) {
            x->time[a][i] = random_below(seed, 4);
            x->time[b][i] = random_below(seed, 4);
        }
    pack(x, n_demand, n_sites, 0, 100);
}

/* Sites are named 3, 5, 7...; one is already open, and some cost is nobody's to change. */
static inline mlg_median draw_median(uint64_t *seed, int kind)
{
    static instance x;
    mlg_error err;
    mlg_sparse_rows sites;
    draw_times(&x, seed, kind);
    int32_t n_demand = x.problem.n_demand, n_sites = x.problem.n_candidates;
    assert_ok(mlg_sparse_init(&sites, n_sites, n_demand, x.start[n_sites], &err), &err);
    memcpy(sites.start, x.start, ((size_t)n_sites + 1) * sizeof *x.start);
    memcpy(sites.column, x.demand, (size_t)x.start[n_sites] * sizeof *x.demand);
    memcpy(sites.value, x.time_s, (size_t)x.start[n_sites] * sizeof *x.time_s);
    mlg_median m = { .n_open = random_below(seed, n_sites + 1),
                     .base = random_below(seed, 2) * random_below(seed, 3000),
                     .price_shift = SHIFT,
                     .n_opened = 1,
                     .weight = calloc((size_t)n_demand, sizeof *m.weight),
                     .cap_s = calloc((size_t)n_demand, sizeof *m.cap_s),
                     .price = calloc((size_t)n_demand, sizeof *m.price),
                     .site_id = calloc((size_t)n_sites, sizeof *m.site_id),
                     .opened = calloc(1, sizeof *m.opened) };
    assert_true(m.weight && m.cap_s && m.price && m.site_id && m.opened);
    assert_ok(mlg_sparse_transpose(&m.rows, mlg_sparse_view_of(&sites), &err), &err);
    assert_ok(mlg_sparse_sort_by_value(&m.rows, &err), &err);
    for (int32_t i = 0; i < n_demand; i++) {
        m.weight[i] = x.weight[i];
        m.cap_s[i] = 20 + random_below(seed, 80);
        m.price[i] = random_below(seed, (m.cap_s[i] << SHIFT) + 1);
    }
    for (int32_t j = 0; j < n_sites; j++)
        m.site_id[j] = FIRST_NAME + 2 * j;
    mlg_sparse_release(&sites);
    return m;
}

/* The same without what no site improves, as every method but the reductions wants it. */
static inline mlg_median draw_clean(uint64_t *seed, int kind)
{
    static const uint8_t keep[MOST_SITES];
    mlg_median m = draw_median(seed, kind), clean;
    mlg_error err;
    assert_ok(mlg_median_shrink(&clean, &m, keep, &err), &err);
    mlg_median_release(&m);
    return clean;
}

static inline int64_t cost_of(const mlg_median *m, uint32_t open)
{
    int64_t cost = m->base;
    for (int32_t i = 0; i < m->rows.n_rows; i++) {
        int32_t least = m->cap_s[i];
        for (int64_t k = m->rows.start[i]; k < m->rows.start[i + 1]; k++)
            if ((open >> m->rows.column[k] & 1) && m->rows.value[k] < least)
                least = m->rows.value[k];
        cost += m->weight[i] * least;
    }
    return cost;
}

/* A set of least cost, by trying all. */
static inline uint32_t best_of(const mlg_median *m)
{
    uint32_t best = (1U << m->n_open) - 1;
    for (uint32_t open = 0; open < 1U << m->rows.n_columns; open++)
        if (__builtin_popcount(open) == m->n_open && cost_of(m, open) < cost_of(m, best))
            best = open;
    return best;
}

static inline void check_no_exchange_pays(const mlg_median *m, uint32_t open)
{
    for (int32_t in = 0; in < m->rows.n_columns; in++)
        for (int32_t out = 0; out < m->rows.n_columns; out++)
            if (!(open >> in & 1) && open >> out & 1)
                assert_true(cost_of(m, open ^ (1U << in) ^ (1U << out)) >= cost_of(m, open));
}

/* The sites of `m` with these names, and how many of the names are of none. */
static inline uint32_t named(const mlg_median *m, const int32_t *names, int32_t n, int32_t *others)
{
    uint32_t set = 0;
    *others = n;
    for (int32_t j = 0; j < m->rows.n_columns; j++)
        for (int32_t k = 0; k < n; k++)
            if (m->site_id[j] == names[k]) {
                set |= 1U << j;
                --*others;
            }
    return set;
}

typedef struct {
    mlg_siting_options options;
    mlg_median_run run;
    int32_t best[MOST_SITES + 2];
} trial;

static inline void start(trial *t, int64_t upper)
{
    mlg_siting_options_init(&t->options);
    t->run = (mlg_median_run){ .options = &t->options, .upper = upper, .best = t->best };
}

/* The incumbent costs what is said and has the sites it should. */
static inline void check_best(const trial *t, const mlg_median *m)
{
    int32_t others;
    uint32_t open = named(m, t->best, t->run.n_best, &others);
    assert_int_equal(__builtin_popcount(open), m->n_open);
    assert_int_equal(others, m->n_opened);
    assert_int_equal(t->run.upper, cost_of(m, open));
}

#endif
