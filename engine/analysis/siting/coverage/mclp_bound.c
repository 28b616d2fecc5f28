/* The bound of the MCLP. With a multiplier l_i, 0 <= l_i <= w_i, on serving row i, no choice covers more than
 *     sum_i (w_i - l_i) + the n_open largest of sum over the rows of site j of l_i,
 * and the best multipliers give the bound of the linear relaxation. It is the saddle point
 *     min over l, max over y of  sum_i (w_i - l_i) + sum_j y_j sum_{i of j} l_i,  sum_j y_j = n_open, 0 <= y <= 1,
 * solved by alternating primal and dual steps with restarts from the average point. With the same work,
 * subgradient steps stay a tenth of a percent above. */
#include "analysis/siting/coverage/mclp_core.h"

#include "base/memory.h"
#include "base/select.h"

#include <math.h>
#include <string.h>

#define FIRST_WEIGHT 3.0
#define LENGTH 1.5       /* step length, relative to the one that diagonal preconditioning proves safe */
#define LOOK_EVERY 10    /* steps between evaluations of the average point */
#define RESTART_AT 0.3   /* share of the gap at the last restart */
#define LONGEST_MEAN 200 /* steps */
#define CACHED 16384     /* rows whose numbers stay in the cache of a core */
#define HOPELESS 0.5     /* stop when upper - fractional is below this share of fractional - target */

mlg_status mlg_mclp_work_init(mlg_mclp_work *work, const mlg_mclp *m, mlg_error *err)
{
    size_t n_sites = (size_t)m->n_sites, n_rows = (size_t)m->n_rows;
    *work = (mlg_mclp_work){ .weight = FIRST_WEIGHT };
    mlg_status st;
    MLG_GO(MLG_NEW(&work->value, n_sites, "site values", err));
    MLG_GO(MLG_NEW(&work->mean_value, n_sites, "site values", err));
    MLG_GO(MLG_NEW(&work->share, n_sites, "site shares", err));
    MLG_GO(MLG_NEW(&work->mean_share, n_sites, "site shares", err));
    MLG_GO(MLG_NEW(&work->from_share, n_sites, "site shares", err));
    MLG_GO(MLG_NEW(&work->order, n_sites, "site order", err));
    MLG_GO(MLG_NEW(&work->fate, n_sites, "site fates", err));
    MLG_GO(MLG_NEW(&work->span_start, n_sites + 1, "spans of rows", err));
    MLG_GO(MLG_NEW(&work->served, n_rows + 1, "rows served", err));
    MLG_GO(MLG_NEW(&work->before, n_rows + 1, "sums of multipliers", err));
    MLG_GO(MLG_NEW(&work->mean_price, n_rows, "multipliers", err));
    MLG_GO(MLG_NEW(&work->from_price, n_rows, "multipliers", err));
    MLG_GO(MLG_NEW(&work->best_price, n_rows, "multipliers", err));
    MLG_GO(MLG_NEW(&work->pull, n_rows, "row steps", err));
done:
    if (st != MLG_OK)
        mlg_mclp_work_release(work);
    return st;
}

void mlg_mclp_work_release(mlg_mclp_work *work)
{
    free(work->value);
    free(work->mean_value);
    free(work->share);
    free(work->mean_share);
    free(work->from_share);
    free(work->order);
    free(work->fate);
    free(work->span_start);
    free(work->span);
    free(work->served);
    free(work->before);
    free(work->mean_price);
    free(work->from_price);
    free(work->best_price);
    free(work->pull);
    *work = (mlg_mclp_work){ 0 };
}

void mlg_mclp_start(mlg_mclp *m, const uint8_t *chosen)
{
    for (int32_t i = 0; i < m->n_rows; i++)
        m->price[i] = 2;
    for (int32_t j = 0; j < m->n_sites; j++) {
        m->share[j] = chosen[j];
        for (int64_t k = m->start[j]; chosen[j] && k < m->start[j + 1]; k++)
            m->price[m->row[k]]--;
    }
    for (int32_t i = 0; i < m->n_rows; i++)
        m->price[i] = m->price[i] > 0 ? floor(m->weight[i] * m->price[i] / 2) : 0;
}

/* ---- the bound of given prices ------------------------------------------------------------------------------ */

static bool is_before(const void *key, int32_t a, int32_t b)
{
    const double *value = key;
    return value[a] != value[b] ? value[a] > value[b] : a < b;
}

void mlg_mclp_most(int32_t *order, const double *value, int32_t n, int32_t first)
{
    mlg_select_first(order, n, first, is_before, value);
}

/* Four partial sums: the numbers are integers, so the order does not matter. */
static double sum_of(const int32_t *row, int64_t n, const double *price)
{
    double a = 0, b = 0, c = 0, d = 0;
    int64_t k = 0;
    for (; k + 4 <= n; k += 4) {
        a += price[row[k]];
        b += price[row[k + 1]];
        c += price[row[k + 2]];
        d += price[row[k + 3]];
    }
    for (; k < n; k++)
        a += price[row[k]];
    return (a + b) + (c + d);
}

static void number_sites(int32_t *order, int32_t n)
{
    for (int32_t j = 0; j < n; j++)
        order[j] = j;
}

/* `left`, what the bound says of the rows themselves, and the values of the n_open sites of most value. order: all sites, soonest done
 * when those were first before. */
static double with_best(const mlg_mclp *m, double left, const double *value, int32_t *order)
{
    mlg_mclp_most(order, value, m->n_sites, m->n_open);
    for (int32_t k = 0; k < m->n_open; k++)
        left += value[order[k]];
    return left;
}

double mlg_mclp_price(mlg_mclp_work *work, const mlg_mclp *m)
{
    double left = m->base;
    for (int32_t i = 0; i < m->n_rows; i++)
        left += m->weight[i] - m->price[i];
    for (int32_t j = 0; j < m->n_sites; j++)
        work->value[j] = sum_of(m->row + m->start[j], m->start[j + 1] - m->start[j], m->price);
    number_sites(work->order, m->n_sites);
    return with_best(m, left, work->value, work->order);
}

/* ---- spans -------------------------------------------------------------------------------------------------- */

/* Gathered rows (mlg_mclp_gather_rows) make the rows of a site a few spans of consecutive ones, ten times fewer than rows on a plane: a
 * span's prices are the difference of two running sums, and opening a site is a change at either end of each span. */
static mlg_status find_spans(mlg_mclp_work *work, const mlg_mclp *m, mlg_error *err)
{
    size_t n = 0;
    for (int32_t j = 0; j < m->n_sites; j++) {
        for (int64_t k = m->start[j]; k < m->start[j + 1]; k++) {
            if (k > m->start[j] && m->row[k] == m->row[k - 1] + 1) {
                work->span[n - 1].upto = m->row[k] + 1;
                continue;
            }
            MLG_TRY(MLG_GROW(&work->span, &work->span_room, n + 1, "spans of rows", err));
            work->span[n++] = (mlg_mclp_span){ m->row[k], m->row[k] + 1 };
        }
        work->span_start[j + 1] = (int64_t)n;
    }
    return MLG_OK;
}

/* As many arcs as take as long as going through spans and rows. */
static int64_t cost_of(const mlg_mclp *m, int64_t spans, int64_t rows)
{
    return (m->n_rows > CACHED ? 3 : 1) * (2 * spans + rows);
}

/* As mlg_mclp_price(), by spans. weights: of all rows. */
static double price_with(mlg_mclp_work *work, const mlg_mclp *m, double weights, const double *price,
                         double *value)
{
    double *before = work->before, sum = 0;
    for (int32_t i = 0; i < m->n_rows; i++) {
        before[i] = sum;
        sum += price[i];
    }
    before[m->n_rows] = sum;
    for (int32_t j = 0; j < m->n_sites; j++) {
        double a = 0, b = 0;
        const mlg_mclp_span *span = work->span + work->span_start[j], *end = work->span + work->span_start[j + 1];
        for (; span + 1 < end; span += 2) {
            a += before[span[0].upto] - before[span[0].from];
            b += before[span[1].upto] - before[span[1].from];
        }
        value[j] = span < end ? a + b + before[span->upto] - before[span->from] : a + b;
    }
    return with_best(m, m->base + weights - sum, value, work->order);
}

/* Fixes the sites that every choice of more than `beat` persons opens or closes. */
static void fix_sites(mlg_mclp_work *work, const mlg_mclp *m, const double *value, double bound, int64_t beat)
{
    double last_in = HUGE_VAL, first_out = -HUGE_VAL, enough = ((double)beat + 1) * m->grain;
    if (m->n_open <= 0 || m->n_open >= m->n_sites)
        return;
    for (int32_t k = 0; k < m->n_sites; k++) {
        double v = value[work->order[k]];
        if (k < m->n_open)
            last_in = v < last_in ? v : last_in;
        else
            first_out = v > first_out ? v : first_out;
    }
    for (int32_t k = 0; k < m->n_sites; k++) {
        int32_t j = work->order[k];
        double other = k < m->n_open ? value[j] - first_out : last_in - value[j];
        if (work->fate[j] == MLG_SITE_KEEP && bound - other < enough) {
            work->fate[j] = k < m->n_open ? MLG_SITE_OPEN : MLG_SITE_CLOSE;
            work->n_fixed++;
        }
    }
}

/* ---- the steps ---------------------------------------------------------------------------------------------- */

/* State of the primal-dual iteration: step lengths, and the averages since the last restart. */
typedef struct {
    mlg_mclp_work *work;
    mlg_mclp *m;
    double site_step, row_step; /* before the ratio of primal to dual steps */
    double rows_seen;           /* most scale a site sees */
    double weights;             /* of all rows */
    double level;               /* of the last projection */
    int32_t n_mean;
    double apart; /* gap of the average point at the last restart */
} game;

/* Dual steps are proportional to the square root of the weight of the row. */
static void prepare(game *g)
{
    mlg_mclp_work *work = g->work;
    const mlg_mclp *m = g->m;
    double mean = 0;
    for (int32_t i = 0; i < m->n_rows; i++) {
        mean += m->weight[i] / m->n_rows;
        g->weights += m->weight[i];
        work->served[i] = 0;
    }
    for (int64_t k = 0; k < m->start[m->n_sites]; k++)
        work->served[m->row[k]] += 1;
    for (int32_t i = 0; i < m->n_rows; i++)
        work->pull[i] = sqrt(m->weight[i] * mean);
    for (int32_t j = 0; j < m->n_sites; j++) {
        double seen = sum_of(m->row + m->start[j], m->start[j + 1] - m->start[j], work->pull);
        g->rows_seen = seen > g->rows_seen ? seen : g->rows_seen;
    }
    for (int32_t i = 0; i < m->n_rows; i++)
        work->pull[i] /= work->served[i] > 0 ? work->served[i] : 1;
    memset(work->served, 0, ((size_t)m->n_rows + 1) * sizeof *work->served);
    g->site_step = g->rows_seen > 0 ? LENGTH / g->rows_seen : 0;
    g->row_step = LENGTH;
}

/* Projection onto the shares in [0, 1] that sum to n_open (Newton on the multiplier of the sum, from `level`). Returns the
 * multiplier. */
static double project(double *share, int32_t n, double n_open, double level)
{
    double low = -HUGE_VAL, high = HUGE_VAL;
    for (int pass = 0; pass < 60; pass++) {
        double sum = 0, between = 0;
        for (int32_t j = 0; j < n; j++) {
            double s = share[j] - level;
            sum += s < 0 ? 0 : s > 1 ? 1 : s;
            between += s > 0 && s < 1;
        }
        double over = sum - n_open;
        if (fabs(over) <= 1e-9 * n_open)
            break;
        *(over > 0 ? &low : &high) = level;
        double next = between > 0 ? level + over / between : level + (over > 0 ? 1 : -1);
        if (!(next > low && next < high))
            next = (low + high) / 2;
        if (!isfinite(next) || next == level)
            break;
        level = next;
    }
    for (int32_t j = 0; j < n; j++) {
        double s = share[j] - level;
        share[j] = s < 0 ? 0 : s > 1 ? 1 : s;
    }
    return level;
}

/* Rounds to a multiple of 2^-30: sums of shares under 2^21 are then exact in any order. */
static double in_shares(double x)
{
    const double shift = 0x1.8p22;
    return (x + shift) - shift;
}

/* Adds the shares of the sites to work->served, zero before: their sum at a row, less that at the row before. Returns the arcs that take as
 * long. */
static int64_t serve(mlg_mclp_work *work, const mlg_mclp *m, const double *share)
{
    int64_t spans = 0;
    for (int32_t j = 0; j < m->n_sites; j++) {
        double s = in_shares(share[j]);
        if (s == 0)
            continue;
        for (int64_t k = work->span_start[j]; k < work->span_start[j + 1]; k++) {
            work->served[work->span[k].from] += s;
            work->served[work->span[k].upto] -= s;
        }
        spans += work->span_start[j + 1] - work->span_start[j];
    }
    return cost_of(m, spans, 0);
}

/* The sum of the shares that serve row i, given that of the row before, and zero again in work->served. */
static double served_at(mlg_mclp_work *work, int32_t i, double before)
{
    double sum = before + work->served[i];
    work->served[i] = 0;
    return sum;
}

/* Rounds to an integer by adding and subtracting 1.5 x 2^52: multipliers stay under 2^51. */
static double whole(double x)
{
    const double shift = 0x1.8p52;
    return (x + shift) - shift;
}

/* One primal step, and one dual step from the extrapolated shares. Returns the arcs that take as long. */
static int64_t step(game *g)
{
    mlg_mclp_work *work = g->work;
    mlg_mclp *m = g->m;
    double site_step = g->site_step / work->weight, row_step = g->row_step * work->weight;
    for (int32_t j = 0; j < m->n_sites; j++)
        work->share[j] = m->share[j] + site_step * work->value[j];
    g->level = project(work->share, m->n_sites, m->n_open, g->level);
    for (int32_t j = 0; j < m->n_sites; j++) {
        double now = work->share[j];
        work->share[j] = 2 * now - m->share[j];
        m->share[j] = now;
    }
    int64_t arcs = serve(work, m, work->share) + cost_of(m, 0, 2 * (int64_t)m->n_rows);
    double part = 1.0 / ++g->n_mean, served = 0;
    for (int32_t i = 0; i < m->n_rows; i++) {
        served = served_at(work, i, served);
        double most = m->weight[i], moved = whole(m->price[i] + row_step * work->pull[i] * (1 - served));
        moved = moved < 0 ? 0 : moved;
        moved = moved > most ? most : moved;
        m->price[i] = moved;
        work->mean_price[i] += part * (moved - work->mean_price[i]);
    }
    work->served[m->n_rows] = 0;
    for (int32_t j = 0; j < m->n_sites; j++)
        work->mean_share[j] += part * (m->share[j] - work->mean_share[j]);
    return arcs;
}

static void keep_best(mlg_mclp_work *work, const mlg_mclp *m, const double *price, double bound)
{
    if (bound >= work->upper)
        return;
    work->upper = bound;
    memcpy(work->best_price, price, (size_t)m->n_rows * sizeof *price);
}

/* Value of the average shares. */
static double cover_in_parts(mlg_mclp_work *work, const mlg_mclp *m, int64_t *arcs)
{
    double covered = m->base, served = 0;
    *arcs += serve(work, m, work->mean_share) + cost_of(m, 0, m->n_rows);
    for (int32_t i = 0; i < m->n_rows; i++) {
        served = served_at(work, i, served);
        covered += m->weight[i] * (served < 1 ? served : 1);
    }
    work->served[m->n_rows] = 0;
    return covered;
}

/* Restarts from the average point; the ratio of steps follows the distances travelled by shares and
 * multipliers. */
static void restart(game *g, double apart)
{
    mlg_mclp_work *work = g->work;
    mlg_mclp *m = g->m;
    double rows = 0, sites = 0;
    for (int32_t i = 0; i < m->n_rows; i++) {
        double gone = work->mean_price[i] - work->from_price[i];
        rows += work->pull[i] > 0 ? gone * gone / work->pull[i] : 0;
    }
    for (int32_t j = 0; j < m->n_sites; j++) {
        double gone = work->mean_share[j] - work->from_share[j];
        sites += gone * gone * g->rows_seen;
    }
    if (rows > 0 && sites > 0)
        work->weight = exp(0.3 * log(sqrt(rows / sites)) + 0.7 * log(work->weight));
    memcpy(m->price, work->mean_price, (size_t)m->n_rows * sizeof *m->price);
    memcpy(m->share, work->mean_share, (size_t)m->n_sites * sizeof *m->share);
    memcpy(work->from_price, m->price, (size_t)m->n_rows * sizeof *m->price);
    memcpy(work->from_share, m->share, (size_t)m->n_sites * sizeof *m->share);
    g->apart = apart;
    g->n_mean = 0;
}

/* Evaluates the average point: its bound, fixing, and value; restarts there when its gap is small. */
static int64_t look(game *g, int64_t beat)
{
    mlg_mclp_work *work = g->work;
    mlg_mclp *m = g->m;
    int64_t arcs = cost_of(m, work->span_start[m->n_sites], m->n_rows);
    for (int32_t i = 0; i < m->n_rows; i++)
        work->mean_price[i] = whole(work->mean_price[i]);
    double bound = price_with(work, m, g->weights, work->mean_price, work->mean_value);
    keep_best(work, m, work->mean_price, bound);
    fix_sites(work, m, work->mean_value, bound, beat);
    double covered = cover_in_parts(work, m, &arcs), apart = bound - covered;
    work->fractional = covered > work->fractional ? covered : work->fractional;
    if (apart > 4 * g->apart && g->n_mean > 50) { /* steps are too long for this problem */
        g->site_step *= 0.7;
        g->row_step *= 0.7;
        restart(g, apart);
    } else if (apart < RESTART_AT * g->apart || g->n_mean >= LONGEST_MEAN) {
        restart(g, apart);
    }
    return arcs;
}

static bool is_hopeless(const mlg_mclp_work *work, double enough)
{
    double over = work->fractional - enough;
    return over > 0 && work->upper - work->fractional < HOPELESS * over;
}

mlg_status mlg_mclp_lower(mlg_mclp_work *work, mlg_median_run *run, mlg_mclp *m, int64_t beat, int32_t n_steps,
                          bool may_stop, mlg_error *err)
{
    game g = { .work = work, .m = m, .apart = HUGE_VAL };
    int64_t unasked = 0;
    double enough = ((double)beat + 1) * m->grain;
    MLG_TRY(find_spans(work, m, err));
    const int64_t arcs = cost_of(m, work->span_start[m->n_sites], m->n_rows);
    work->n_fixed = 0;
    work->upper = HUGE_VAL;
    work->fractional = -1;
    memset(work->fate, MLG_SITE_KEEP, (size_t)m->n_sites);
    memset(work->mean_price, 0, (size_t)m->n_rows * sizeof *work->mean_price);
    memset(work->mean_share, 0, (size_t)m->n_sites * sizeof *work->mean_share);
    prepare(&g);
    memcpy(work->from_price, m->price, (size_t)m->n_rows * sizeof *m->price);
    memcpy(work->from_share, m->share, (size_t)m->n_sites * sizeof *m->share);
    g.level = project(m->share, m->n_sites, m->n_open, 0);
    number_sites(work->order, m->n_sites);
    for (int32_t it = 0;; it++) {
        double bound = price_with(work, m, g.weights, m->price, work->value);
        run->arcs += arcs;
        unasked += arcs;
        keep_best(work, m, m->price, bound);
        fix_sites(work, m, work->value, bound, beat);
        if (unasked > 4000000) {
            unasked = 0;
            MLG_TRY(mlg_progress_step(run->options->progress, "siting", (double)NAN, err));
        }
        if (work->upper < enough || it >= n_steps || mlg_median_out_of_budget(run))
            break;
        run->arcs += step(&g);
        if (it % LOOK_EVERY == LOOK_EVERY - 1) {
            run->arcs += look(&g, beat);
            if (work->upper < enough || (may_stop && is_hopeless(work, enough)))
                break;
        }
    }
    memcpy(m->price, work->best_price, (size_t)m->n_rows * sizeof *m->price);
    if (g.n_mean > 0)
        memcpy(m->share, work->mean_share, (size_t)m->n_sites * sizeof *m->share);
    return MLG_OK;
}
