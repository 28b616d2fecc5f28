/* Catchments whose weights are no power of one decay: each pair has a weight on the way down (demand to sites) and on the way up. */
#include "analysis/access/measure_inner.h"
#include "base/memory.h"

#include <math.h>

/* Shorter times count as a minute in the choice of a site: 1 / t is infinite at 0. */
enum { SHORTEST_DS = MLG_DS_PER_MIN };

typedef struct {
    const mlg_measure_input *in;
    mlg_sparse_rows by_place;
    double *down, *up; /* [pairs] */
} pairs;

/* R_j = S_j / SUM_i P_i down_ij; A_i = SUM_j R_j up_ij. O(pairs). */
static mlg_status run_pairs(const pairs *p, double *value, mlg_measure_stats *stats, mlg_error *err)
{
    const mlg_measure_input *in = p->in;
    const mlg_sparse_rows *m = &p->by_place;
    double *ratio;
    MLG_TRY(MLG_NEW(&ratio, (size_t)in->reach->sites, "ratios of sites", err));
    for (int32_t i = 0; i < in->reach->places; i++)
        for (int64_t k = m->start[i]; k < m->start[i + 1]; k++)
            ratio[m->column[k]] += in->demand[i] * p->down[k];
    mlg_status st = MLG_OK;
    for (int32_t j = 0; j < in->reach->sites && st == MLG_OK; j++) {
        bool unreached = in->supply[j] > 0 && !(ratio[j] > 0);
        stats->sites_unreached += unreached;
        stats->supply_unreached += unreached ? in->supply[j] : 0;
        double demand = ratio[j];
        ratio[j] = demand > 0 ? in->supply[j] / demand : 0;
        st = mlg_measure_check_ratio(j, in->supply[j], demand, ratio[j], err);
    }
    for (int32_t i = 0; i < in->reach->places && st == MLG_OK; i++) {
        value[i] = 0;
        for (int64_t k = m->start[i]; k < m->start[i + 1]; k++)
            value[i] += ratio[m->column[k]] * p->up[k];
    }
    free(ratio);
    return st;
}

static mlg_status open_pairs(pairs *p, const mlg_measure_input *in, mlg_error *err)
{
    *p = (pairs){ .in = in };
    MLG_TRY(mlg_measure_by_place(&p->by_place, in, err));
    size_t n = (size_t)p->by_place.start[in->reach->places];
    mlg_status st = MLG_NEW(&p->down, n, "weights of pairs", err);
    return st == MLG_OK ? MLG_NEW(&p->up, n, "weights of pairs", err) : st;
}

static void close_pairs(pairs *p)
{
    mlg_sparse_release(&p->by_place);
    free(p->down);
    free(p->up);
}

mlg_status mlg_run_powered(const mlg_measure_input *in, double *value, mlg_measure_stats *stats, mlg_error *err)
{
    pairs p;
    mlg_status st = open_pairs(&p, in, err);
    for (int64_t k = 0; st == MLG_OK && k < p.by_place.start[in->reach->places]; k++) {
        p.down[k] = mlg_decay_weight(in->decay, p.by_place.value[k]);
        p.up[k] = pow(p.down[k], in->params.exponent);
    }
    if (st == MLG_OK)
        st = run_pairs(&p, value, stats, err);
    close_pairs(&p);
    return st;
}

/* G_ij W_ij with G_ij = s_j / t_ij over the sites within the decay. */
static void choose_by_time(pairs *p, int32_t place, bool by_supply)
{
    const mlg_sparse_rows *m = &p->by_place;
    double all = 0;
    for (int64_t k = m->start[place]; k < m->start[place + 1]; k++) {
        double supply = p->in->supply[m->column[k]], weight = mlg_decay_weight(p->in->decay, m->value[k]);
        double chosen = supply > 0 && weight > 0 ? (by_supply ? supply : 1) / fmax(m->value[k], SHORTEST_DS) : 0;
        all += chosen;
        p->down[k] = chosen * weight;
    }
    for (int64_t k = m->start[place]; k < m->start[place + 1]; k++)
        p->down[k] = p->up[k] = all > 0 ? p->down[k] / all : 0;
}

mlg_status mlg_run_choice_by_time(const mlg_measure_input *in, bool by_supply, double *value,
                                  mlg_measure_stats *stats, mlg_error *err)
{
    pairs p;
    mlg_status st = open_pairs(&p, in, err);
    for (int32_t i = 0; st == MLG_OK && i < in->reach->places; i++)
        choose_by_time(&p, i, by_supply);
    if (st == MLG_OK)
        st = run_pairs(&p, value, stats, err);
    close_pairs(&p);
    return st;
}
