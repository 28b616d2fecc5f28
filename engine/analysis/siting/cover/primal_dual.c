#include "analysis/siting/cover/set_cover.h"

#include "base/memory.h"

#include <string.h>

#define BALANCE 3.0 /* ratio of primal to dual step lengths, tuned by experiment */

void mlg_cover_dual_release(mlg_cover_dual *c)
{
    free(c->price);
    free(c->share);
    free(c->price_sum);
    free(c->share_sum);
    free(c->ahead);
    free(c->paid);
    free(c->step);
    *c = (mlg_cover_dual){ 0 };
}

mlg_status mlg_cover_dual_init(mlg_cover_dual *c, int32_t n_demand, int32_t n_sites, mlg_error *err)
{
    *c = (mlg_cover_dual){ 0 };
    mlg_status st;
    MLG_GO(MLG_NEW(&c->price, (size_t)n_demand, "multipliers", err));
    MLG_GO(MLG_NEW(&c->price_sum, (size_t)n_demand, "multipliers", err));
    MLG_GO(MLG_NEW(&c->share, (size_t)n_sites, "shares of sites", err));
    MLG_GO(MLG_NEW(&c->share_sum, (size_t)n_sites, "shares of sites", err));
    MLG_GO(MLG_NEW(&c->ahead, (size_t)n_sites, "shares of sites", err));
    MLG_GO(MLG_NEW(&c->paid, (size_t)n_sites, "shares of sites", err));
    MLG_GO(MLG_NEW(&c->step, (size_t)n_sites, "shares of sites", err));
done:
    if (st != MLG_OK)
        mlg_cover_dual_release(c);
    return st;
}

static void forget_sums(mlg_cover_dual *c, const mlg_sparse_rows *rows)
{
    memset(c->price_sum, 0, (size_t)rows->n_rows * sizeof *c->price_sum);
    memset(c->share_sum, 0, (size_t)rows->n_columns * sizeof *c->share_sum);
    c->n_summed = 0;
}

/* Without a multiplier from the parent node, a demand point starts at 1 / (most points that one of its sites
 * covers), a site at 0. */
void mlg_cover_dual_start(mlg_cover_dual *c, const mlg_cover_part *p, double unit)
{
    memset(c->step, 0, (size_t)p->rows.n_columns * sizeof *c->step);
    for (int64_t k = 0; k < p->rows.start[p->rows.n_rows]; k++)
        c->step[p->rows.column[k]] += 1;
    for (int32_t i = 0; i < p->rows.n_rows; i++) {
        double most = 1;
        for (int64_t k = p->rows.start[i]; k < p->rows.start[i + 1]; k++)
            most = c->step[p->rows.column[k]] > most ? c->step[p->rows.column[k]] : most;
        c->price[i] = p->price[i] >= 0 ? (double)p->price[i] / unit : 1 / most;
    }
    for (int32_t j = 0; j < p->rows.n_columns; j++) {
        c->share[j] = p->share[j];
        c->step[j] = BALANCE / c->step[j]; /* of a site without points, infinite: it is closed */
    }
    forget_sums(c, &p->rows);
}

static double within(double value)
{
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

void mlg_cover_dual_step(mlg_cover_dual *c, const mlg_sparse_rows *rows)
{
    memset(c->paid, 0, (size_t)rows->n_columns * sizeof *c->paid);
    for (int32_t i = 0; i < rows->n_rows; i++)
        for (int64_t k = rows->start[i]; k < rows->start[i + 1]; k++)
            c->paid[rows->column[k]] += c->price[i];
    for (int32_t j = 0; j < rows->n_columns; j++) {
        double moved = within(c->share[j] - c->step[j] * (1 - c->paid[j]));
        c->ahead[j] = 2 * moved - c->share[j];
        c->share[j] = moved;
        c->share_sum[j] += moved;
    }
    for (int32_t i = 0; i < rows->n_rows; i++) {
        double covered = 0;
        for (int64_t k = rows->start[i]; k < rows->start[i + 1]; k++)
            covered += c->ahead[rows->column[k]];
        double step = 1 / (BALANCE * (double)(rows->start[i + 1] - rows->start[i]));
        c->price[i] = within(c->price[i] + step * (1 - covered));
        c->price_sum[i] += c->price[i];
    }
    c->n_summed++;
}

void mlg_cover_dual_restart(mlg_cover_dual *c, const mlg_sparse_rows *rows)
{
    for (int32_t i = 0; i < rows->n_rows && c->n_summed > 0; i++)
        c->price[i] = c->price_sum[i] / c->n_summed;
    for (int32_t j = 0; j < rows->n_columns && c->n_summed > 0; j++)
        c->share[j] = c->share_sum[j] / c->n_summed;
    forget_sums(c, rows);
}
