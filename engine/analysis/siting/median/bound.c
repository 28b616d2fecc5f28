/* The Lagrangian bound of the p-median. With a multiplier l_i on serving a person of demand point i, the minimum
 * of
 *     sum_i w_i l_i + sum over n_open sites j of sum_i w_i min(0, t_ij - l_i)
 * is a lower bound for any multipliers (0 <= l_i <= cap_i); its sites are those of least reduced cost. Multipliers
 * are integer multiples of 2^-price_shift seconds: the bound is exact, and the same on every machine. */
#include "analysis/siting/median/core.h"

#include "base/memory.h"
#include "base/select.h"

#include <math.h>
#include <string.h>

#define NODE_PATIENCE 8
#define MET_SETS 1024
#define DESCENT_ARCS 200000000 /* arcs x interchange searches from the sets met, of which there are at least 20 */
#define DEFLECTION 0.7F /* share of the last direction kept: without it, choices of coverage problems oscillate */

mlg_status mlg_price_work_init(mlg_price_work *work, const mlg_median *m, mlg_error *err)
{
    size_t n_sites = (size_t)m->rows.n_columns, n_demand = (size_t)m->rows.n_rows;
    *work = (mlg_price_work){ 0 };
    mlg_status st;
    MLG_GO(MLG_NEW(&work->reduced, n_sites, "reduced costs", err));
    MLG_GO(MLG_NEW(&work->order, n_sites, "site order", err));
    MLG_GO(MLG_NEW(&work->chosen, n_sites, "site choice", err));
    MLG_GO(MLG_NEW(&work->share, n_sites, "site shares", err));
    MLG_GO(MLG_NEW(&work->fate, n_sites, "site fates", err));
    MLG_GO(MLG_NEW(&work->names, n_sites, "site names", err));
    MLG_GO(MLG_NEW(&work->met, MET_SETS, "sets met", err));
    MLG_GO(MLG_NEW(&work->best_price, n_demand, "best multipliers", err));
    MLG_GO(MLG_NEW(&work->n_under, n_demand, "arcs under the multipliers", err));
    MLG_GO(MLG_NEW(&work->direction, n_demand, "subgradient", err));
    MLG_GO(MLG_NEW(&work->scale, n_demand, "subgradient", err));
done:
    if (st != MLG_OK)
        mlg_price_work_release(work);
    return st;
}

void mlg_price_work_release(mlg_price_work *work)
{
    free(work->reduced);
    free(work->order);
    free(work->chosen);
    free(work->share);
    free(work->fate);
    free(work->names);
    free(work->met);
    free(work->best_price);
    free(work->n_under);
    free(work->direction);
    free(work->scale);
    *work = (mlg_price_work){ 0 };
}

void mlg_median_start_prices(mlg_median *m, const uint8_t *chosen)
{
    for (int32_t i = 0; i < m->rows.n_rows; i++) {
        int64_t time[2] = { m->cap_s[i], m->cap_s[i] };
        int found = 0;
        for (int64_t k = m->rows.start[i]; k < m->rows.start[i + 1] && found < 2; k++)
            if (chosen[m->rows.column[k]])
                time[found++] = m->rows.value[k];
        m->price[i] = (time[0] + time[1]) << m->price_shift >> 1;
    }
}

/* Rounds a scaled bound up to a whole cost. */
static int64_t round_up(int64_t scaled, int shift)
{
    int64_t unit = (int64_t)1 << shift;
    return scaled > 0 ? (scaled + unit - 1) / unit : scaled / unit;
}

/* Reduced costs of all sites; returns the price part of the bound. */
static int64_t price_rows(mlg_price_work *work, mlg_median_run *run, const mlg_median *m)
{
    const int32_t *column = m->rows.column, *value = m->rows.value;
    int64_t *reduced = work->reduced, total = 0, arcs = m->rows.n_rows;
    memset(reduced, 0, (size_t)m->rows.n_columns * sizeof *reduced);
    for (int32_t i = 0; i < m->rows.n_rows; i++) {
        int64_t price = m->price[i], weight = m->weight[i], k = m->rows.start[i], end = m->rows.start[i + 1];
        int64_t full = weight * price, unit = weight << m->price_shift;
        int32_t under_s = (int32_t)((price + ((int64_t)1 << m->price_shift) - 1) >> m->price_shift);
        total += full;
        for (; k < end && value[k] < under_s; k++)
            reduced[column[k]] += unit * value[k] - full;
        work->n_under[i] = (int32_t)(k - m->rows.start[i]);
        arcs += work->n_under[i];
    }
    run->arcs += arcs;
    return total;
}

static bool is_before(const void *key, int32_t a, int32_t b)
{
    const int64_t *reduced = key;
    return reduced[a] != reduced[b] ? reduced[a] < reduced[b] : a < b;
}

/* Chooses the n_open sites of least reduced cost; returns the sum of these. */
static int64_t choose(mlg_price_work *work, const mlg_median *m, float memory)
{
    int64_t sum = 0;
    int32_t n_sites = m->rows.n_columns;
    for (int32_t j = 0; j < n_sites; j++) {
        work->order[j] = j;
        work->chosen[j] = 0;
    }
    mlg_select_first(work->order, n_sites, m->n_open, is_before, work->reduced);
    for (int32_t k = 0; k < m->n_open; k++) {
        work->chosen[work->order[k]] = 1;
        sum += work->reduced[work->order[k]];
    }
    for (int32_t j = 0; j < n_sites; j++)
        work->share[j] += memory * ((float)work->chosen[j] - work->share[j]);
    return sum;
}

/* Fixes the sites that every solution better than `upper` opens, or closes. */
static void fix_sites(mlg_price_work *work, const mlg_median *m, int64_t scaled, int64_t upper)
{
    int32_t n_sites = m->rows.n_columns, n_open = m->n_open;
    int64_t last_in = INT64_MIN, first_out = INT64_MAX;
    for (int32_t k = 0; k < n_sites; k++) {
        int64_t reduced = work->reduced[work->order[k]];
        if (k < n_open)
            last_in = reduced > last_in ? reduced : last_in;
        else
            first_out = reduced < first_out ? reduced : first_out;
    }
    for (int32_t k = 0; k < n_sites; k++) {
        int32_t j = work->order[k];
        int64_t other = k < n_open ? first_out - work->reduced[j] : work->reduced[j] - last_in;
        if (work->fate[j] == MLG_SITE_KEEP && round_up(scaled + other, m->price_shift) >= upper) {
            work->fate[j] = k < n_open ? MLG_SITE_OPEN : MLG_SITE_CLOSE;
            work->n_fixed++;
        }
    }
}

/* The next direction: the subgradient, deflected by the previous one. Multipliers are per person, so a plain step
 * would move that of a demand point with the square of its weight, and a step divided by the weight would not
 * depend on it; dividing by the square root converges best. Returns sum of weight x subgradient x direction, the
 * slope of the bound; 0 when the choice serves everyone exactly once. */
static double next_direction(mlg_price_work *work, const mlg_median *m)
{
    const uint8_t *chosen = work->chosen;
    double slope = 0;
    bool flat = true;
    for (int32_t i = 0; i < m->rows.n_rows; i++) {
        const int32_t *column = m->rows.column + m->rows.start[i];
        int32_t served = 0;
        for (int32_t k = 0; k < work->n_under[i]; k++)
            served += chosen[column[k]];
        if (served == 0 && m->price[i] >= (int64_t)m->cap_s[i] << m->price_shift)
            served = 1;
        flat = flat && served == 1;
        work->direction[i] = (float)(1 - served) * work->scale[i] + DEFLECTION * work->direction[i];
        slope += (double)m->weight[i] * (1 - served) * (double)work->direction[i];
    }
    return flat ? 0 : slope;
}

static void step(const mlg_price_work *work, mlg_median *m, double length)
{
    for (int32_t i = 0; i < m->rows.n_rows; i++) {
        int64_t least = (int64_t)m->rows.value[m->rows.start[i]] << m->price_shift;
        int64_t most = (int64_t)m->cap_s[i] << m->price_shift;
        double moved = (double)m->price[i] + length * (double)work->direction[i];
        m->price[i] = moved <= (double)least ? least : moved >= (double)most ? most : (int64_t)(moved + 0.5);
    }
}

/* Offers the current choice; at the root, also the result of interchange from a choice not met before. */
static void offer_choice(mlg_price_work *work, mlg_median_run *run, const mlg_median *m, bool descend)
{
    int64_t cost = mlg_median_cost(m, work->chosen);
    mlg_median_offer(run, m, work->order, m->n_open, cost);
    if (!descend || (double)cost > 1.1 * (double)run->upper)
        return;
    uint64_t hash = 0;
    int32_t n = 0;
    for (int32_t k = 0; k < m->n_open; k++) {
        uint64_t x = (uint64_t)(uint32_t)(work->names[n++] = m->site_id[work->order[k]]) * 0x9E3779B97F4A7C15u;
        hash += x ^ (x >> 31);
    }
    if (work->met[hash % MET_SETS] == hash)
        return;
    work->met[hash % MET_SETS] = hash;
    if (work->descents++ > 20 + DESCENT_ARCS / (m->rows.start[m->rows.n_rows] + 1))
        return;
    mlg_swap_open(run->swap, m->opened, m->n_opened, work->names, n);
    mlg_swap_descend(run->swap, run);
}

mlg_status mlg_median_raise(mlg_price_work *work, mlg_median_run *run, mlg_median *m, int32_t n_iterations,
                            bool is_root, mlg_error *err)
{
    size_t price_bytes = (size_t)m->rows.n_rows * sizeof *m->price;
    int64_t best = INT64_MIN;
    int stall = 0;
    work->n_fixed = 0;
    memset(work->fate, MLG_SITE_KEEP, (size_t)m->rows.n_columns);
    memset(work->direction, 0, (size_t)m->rows.n_rows * sizeof *work->direction);
    for (int32_t i = 0; i < m->rows.n_rows; i++)
        work->scale[i] = (float)(1 / sqrt((double)m->weight[i]));
    for (int32_t j = 0; j < m->rows.n_columns; j++)
        work->share[j] = 0.5F;
    for (int32_t it = 0; it < n_iterations; it++, work->iterations++) {
        if (it % 16 == 0 && run->options->progress != NULL)
            MLG_TRY(mlg_progress_step(run->options->progress, "siting", (double)NAN, err));
        int64_t scaled = price_rows(work, run, m);
        scaled += choose(work, m, 0.1F) + (m->base << m->price_shift);
        if (scaled > best) {
            best = scaled;
            memcpy(work->best_price, m->price, price_bytes);
            stall = 0;
        } else {
            stall++;
        }
        if (is_root && work->iterations >= 10 && (stall == 0 || it % 8 == 0))
            offer_choice(work, run, m, true);
        work->lower = round_up(best, m->price_shift);
        work->lower = work->lower > m->base ? work->lower : m->base; /* no cost is negative */
        if (work->lower >= run->upper || mlg_median_out_of_budget(run))
            break;
        if (stall == 0 || round_up(scaled, m->price_shift) >= work->lower)
            fix_sites(work, m, scaled, run->upper);
        if (is_root && work->n_fixed > m->rows.n_columns / 4)
            break;
        double slope = next_direction(work, m);
        if (slope == 0) {
            offer_choice(work, run, m, false);
            break;
        }
        if (stall >= (is_root ? work->root_patience : NODE_PATIENCE)) {
            work->step *= is_root ? 0.75 : 0.6;
            stall = 0;
            memcpy(m->price, work->best_price, price_bytes);
            memset(work->direction, 0, (size_t)m->rows.n_rows * sizeof *work->direction);
            if (work->step < work->least_step)
                break;
            continue;
        }
        double short_of = (double)(run->upper << m->price_shift) * 1.0005 - (double)scaled;
        step(work, m, work->step * short_of / (slope > 0 ? slope : 1e300));
    }
    memcpy(m->price, work->best_price, price_bytes);
    if (!is_root && work->lower < run->upper)
        offer_choice(work, run, m, false);
    return MLG_OK;
}
