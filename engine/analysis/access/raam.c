/* RAAM (Saxon and Snow 2020), solved to its equilibrium.
 *
 * The persons of place i distribute themselves as x_ij, SUM_j x_ij = P_i, so that no one gains by changing site:
 *
 *   cost_ij = D_j / (S_j rho) + t_ij / tau        D_j = SUM_i x_ij        A_i = min_j cost_ij
 *
 * That is the minimum of SUM_j D_j^2 / (2 S_j rho) + SUM x_ij t_ij / tau (Beckmann, McGuire and Winsten 1956),
 * convex. How it works: Gauss-Seidel over places. With the others fixed, the best choice of one place fills its
 * sites to a common level: x_ij = max(0, level - base_ij) S_j rho, where base_ij is the cost without it; the level
 * is found by Newton's method on an increasing convex piecewise linear function, exactly and in a few steps. A
 * sweep over all pairs selects the sites worth considering, those used or nearly as good as the best; sweeps over
 * these only, a hundredth of the pairs, then balance the loads. Stops when, over all pairs, (SUM x cost - SUM P A)
 * / SUM x cost is at most the requested gap. Places are processed in order on one thread, so that the result is
 * unique.
 */
#include "analysis/access/measure_inner.h"
#include "base/memory.h"
#include "base/naming.h"

#include <math.h>

static const double usual_gap = 1e-6, near_margin = 0.002;
enum { near_turns = 200 };

typedef struct {
    const mlg_measure_input *in;
    mlg_sparse_rows by_place; /* sites with supply only */
    double *persons;          /* [pairs] x_ij */
    double *base;             /* [sites] scratch */
    double *load;             /* [sites] D_j */
    double *slope;            /* [sites] 1 / (S_j rho), NaN without supply */
    double per_ds;            /* 1 / tau */
    int64_t *near;            /* [pairs] pairs of a place worth considering, at the start of its row */
    int32_t *near_count;      /* [places] */
} market;

static double cost_of(const market *m, int64_t k)
{
    int32_t site = m->by_place.column[k];
    return m->load[site] * m->slope[site] + m->by_place.value[k] * m->per_ds;
}

/* Lowest cost of a place; NaN when no site is in reach. */
static double best_cost(const market *m, int32_t place)
{
    double best = (double)NAN;
    for (int64_t k = m->by_place.start[place]; k < m->by_place.start[place + 1]; k++)
        best = fmin(best, cost_of(m, k)); /* fmin ignores NaN */
    return best;
}

/* Level at which the sites of a place hold all its persons. Starting from above, Newton's method decreases to it
 * monotonically. */
static double find_level(const market *m, const int64_t *pair, int32_t count, double persons)
{
    double level = (double)INFINITY;
    for (int32_t k = 0; k < count; k++) /* one site alone would do: the level is at most the lowest of these */
        level = fmin(level, m->base[k] + persons * m->slope[m->by_place.column[pair[k]]]);
    for (;;) {
        double held = -persons, rate = 0;
        for (int32_t k = 0; k < count; k++)
            if (m->base[k] < level) {
                double per_level = 1 / m->slope[m->by_place.column[pair[k]]];
                held += (level - m->base[k]) * per_level;
                rate += per_level;
            }
        double next = level - held / rate;
        if (!(next < level))
            return level;
        level = next;
    }
}

/* Best choice of one place among its near sites, the other places fixed. */
static void choose(market *m, int32_t place)
{
    const int64_t *pair = m->near + m->by_place.start[place];
    int32_t count = m->near_count[place];
    double persons = m->in->demand[place], sum = 0;
    for (int32_t k = 0; k < count; k++) {
        int32_t site = m->by_place.column[pair[k]];
        m->load[site] = fmax(0, m->load[site] - m->persons[pair[k]]);
        m->base[k] = m->load[site] * m->slope[site] + m->by_place.value[pair[k]] * m->per_ds;
    }
    double level = find_level(m, pair, count, persons);
    for (int32_t k = 0; k < count; k++) {
        double above = level - m->base[k];
        m->persons[pair[k]] = above > 0 ? above / m->slope[m->by_place.column[pair[k]]] : 0;
        sum += m->persons[pair[k]];
    }
    for (int32_t k = 0; k < count; k++) {
        m->persons[pair[k]] *= sum > 0 ? persons / sum : 0;
        m->load[m->by_place.column[pair[k]]] += m->persons[pair[k]];
    }
}

/* Near sites: those used, and those that cost at most `margin` more than the best. */
static void look_around(market *m, double margin)
{
    for (int32_t i = 0; i < m->in->reach->places; i++) {
        double most = best_cost(m, i) + margin;
        int64_t *near = m->near + m->by_place.start[i];
        m->near_count[i] = 0;
        for (int64_t k = m->by_place.start[i]; k < m->by_place.start[i + 1] && m->in->demand[i] > 0; k++)
            if (m->persons[k] > 0 || cost_of(m, k) <= most)
                near[m->near_count[i]++] = k;
    }
}

/* Recomputes the loads, without the rounding errors of a sweep, and the relative gap. */
static double measure_gap(market *m)
{
    double paid = 0, least = 0;
    const mlg_sparse_rows *b = &m->by_place;
    for (int32_t j = 0; j < m->in->reach->sites; j++)
        m->load[j] = 0;
    for (int64_t k = 0; k < b->start[m->in->reach->places]; k++)
        m->load[b->column[k]] += m->persons[k];
    for (int32_t i = 0; i < m->in->reach->places; i++) {
        if (b->start[i] == b->start[i + 1])
            continue;
        for (int64_t k = b->start[i]; k < b->start[i + 1]; k++)
            paid += m->persons[k] * cost_of(m, k);
        least += m->in->demand[i] * best_cost(m, i);
    }
    return paid > 0 ? fmax(0, paid - least) / paid : 0;
}

static mlg_status balance(market *m, mlg_measure_stats *stats, mlg_error *err)
{
    double goal = isnan(m->in->params.gap) ? usual_gap : m->in->params.gap, margin = (double)INFINITY;
    stats->gap = (double)INFINITY;
    for (; stats->gap > goal; margin = near_margin) {
        if (stats->iterations++ >= m->in->params.max_iterations)
            return mlg_fail(err, MLG_DATA, "after %d iterations the relative gap is %.3g; %.3g is required",
                            m->in->params.max_iterations, stats->gap, goal);
        look_around(m, margin);
        for (int turn = 0; turn < (stats->iterations > 1 ? near_turns : 1); turn++)
            for (int32_t i = 0; i < m->in->reach->places; i++)
                if (m->near_count[i] > 0)
                    choose(m, i);
        stats->gap = measure_gap(m);
    }
    return MLG_OK;
}

/* ---- setting up --------------------------------------------------------------------------------------------- */

/* Removes the sites without supply from each row. */
static void drop_empty(market *m)
{
    mlg_sparse_rows *b = &m->by_place;
    int64_t to = 0, from = 0;
    for (int32_t i = 0; i < m->in->reach->places; i++) {
        int64_t end = b->start[i + 1];
        for (; from < end; from++)
            if (m->in->supply[b->column[from]] > 0) {
                b->column[to] = b->column[from];
                b->value[to++] = b->value[from];
            }
        b->start[i + 1] = to;
    }
}

static mlg_status market_init(market *m, const mlg_measure_input *in, const mlg_measure_stats *stats,
                              mlg_error *err)
{
    double rho = isnan(in->params.rho) ? stats->demand / stats->supply : in->params.rho;
    *m = (market){ .in = in, .per_ds = 1 / (in->params.tau_min * MLG_DS_PER_MIN) };
    MLG_TRY(mlg_measure_by_place(&m->by_place, in, err));
    drop_empty(m);
    size_t pairs = (size_t)m->by_place.start[in->reach->places], sites = (size_t)in->reach->sites;
    MLG_TRY(MLG_NEW(&m->persons, pairs, "choices", err));
    MLG_TRY(MLG_NEW(&m->base, sites, "costs of a place", err));
    MLG_TRY(MLG_NEW(&m->near, pairs, "choices", err));
    MLG_TRY(MLG_NEW(&m->near_count, (size_t)in->reach->places, "choices", err));
    MLG_TRY(MLG_NEW(&m->load, sites, "loads of sites", err));
    MLG_TRY(MLG_NEW(&m->slope, sites, "congestion of sites", err));
    for (size_t j = 0; j < sites; j++) {
        m->slope[j] = in->supply[j] > 0 && rho > 0 ? 1 / (in->supply[j] * rho) : (double)NAN;
        if (in->supply[j] > 0 && rho > 0 && !(isfinite(m->slope[j]) && m->slope[j] > 0))
            return mlg_fail(err, MLG_DATA, "site %s has supply %g for %g persons a unit: no congestion",
                            MLG_NAMED(MLG_ITEM_SITE, (int32_t)j), in->supply[j], rho);
    }
    return MLG_OK;
}

static void count_sites(const market *m, mlg_measure_stats *stats)
{
    for (int32_t j = 0; j < m->in->reach->sites; j++)
        if (m->in->supply[j] > 0 && !(m->load[j] > 0)) {
            stats->sites_unreached++;
            stats->supply_unreached += m->in->supply[j];
        }
}

/* Copies the choices in the order of the matrix: rows of `by_place` have its sites in order, without those
 * removed. */
static mlg_status write_choices(const market *m, double *choice, mlg_error *err)
{
    const mlg_times *r = m->in->reach;
    int32_t limit = mlg_decay_limit(m->in->decay);
    int64_t *next = NULL;
    MLG_TRY(MLG_NEW(&next, (size_t)r->places, "choices", err));
    for (int32_t i = 0; i < r->places; i++)
        next[i] = m->by_place.start[i];
    for (int32_t j = 0; j < r->sites; j++)
        for (int64_t k = r->rows.start[j]; k < r->rows.start[j + 1]; k++) {
            bool open = m->in->supply[j] > 0 && r->rows.value[k] <= limit;
            choice[k] = open ? m->persons[next[r->rows.column[k]]++] : 0;
        }
    free(next);
    return MLG_OK;
}

mlg_status mlg_run_raam(const mlg_measure_input *in, double *value, mlg_measure_stats *stats, mlg_error *err)
{
    market m;
    mlg_status st;
    MLG_GO(market_init(&m, in, stats, err));
    if (stats->demand > 0)
        MLG_GO(balance(&m, stats, err));
    for (int32_t j = 0; j < in->reach->sites; j++) /* no demand at all: no congestion */
        m.slope[j] = stats->demand > 0 ? m.slope[j] : 0;
    for (int32_t i = 0; i < in->reach->places; i++)
        value[i] = best_cost(&m, i);
    count_sites(&m, stats);
    if (in->params.choice && in->reach->rows.start)
        st = write_choices(&m, in->params.choice, err);
done:
    mlg_sparse_release(&m.by_place);
    free(m.persons);
    free(m.base);
    free(m.near);
    free(m.near_count);
    free(m.load);
    free(m.slope);
    return st;
}
