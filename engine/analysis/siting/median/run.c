/* The state of a p-median solve: its incumbent and its limits. */
#include "analysis/siting/median/core.h"

#include "base/clock.h"

bool mlg_median_is_late(mlg_median_run *run)
{
    bool late = mlg_clock_is_late(run->start_s, run->options->max_seconds);
    run->stopped = run->stopped || late;
    return late;
}

bool mlg_median_out_of_budget(mlg_median_run *run)
{
    const mlg_siting_options *o = run->options;
    if ((run->max_nodes > 0 && run->nodes > run->max_nodes) || (o->max_arcs > 0 && run->arcs > o->max_arcs) ||
        mlg_median_is_late(run))
        run->stopped = true;
    return run->stopped;
}

void mlg_median_offer(mlg_median_run *run, const mlg_median *m, const int32_t *sites, int32_t n, int64_t cost)
{
    if (cost >= run->upper)
        return;
    run->upper = cost;
    run->n_best = 0;
    for (int32_t k = 0; k < m->n_opened; k++)
        run->best[run->n_best++] = m->opened[k];
    for (int32_t k = 0; k < n; k++)
        run->best[run->n_best++] = m->site_id[sites[k]];
}
