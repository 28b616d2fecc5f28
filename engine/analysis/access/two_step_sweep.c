#include "analysis/access/two_step_sweep.h"

#include "analysis/common/input_check.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/progress.h"

#include <math.h>
#include <string.h>

enum { BATCHES_A_THREAD = 8 };

/* What a batch of sites gives to one place. */
typedef struct {
    int32_t spot;
    double access;
} gift;

typedef struct {
    gift *gift; /* spots ascending */
    size_t count, room;
} gifts;

/* Sums of the lanes of one thread. */
typedef struct {
    double sum[MLG_LANES], ratio[MLG_LANES];
} lane_sums;

typedef struct {
    const mlg_access_sweep_input *input;
    mlg_lane_steps steps; /* of a decay by steps; of others: */
    mlg_lane_table table;
    double *weight;            /* by time; NULL: steps */
    double *catchment, *ratio; /* by site */
    double *demand, *access;   /* by spot */
    int32_t n_supplied;
    int32_t *site;      /* [n_supplied] those with supply, which are swept */
    mlg_anchor *anchor; /* [n_supplied] */
    mlg_direct *direct;
    int32_t n_direct;
    mlg_sweep *sweep;
    lane_sums *lanes; /* by worker */
    gifts *batch;     /* [in_group] */
    int32_t first, in_group, ranges;
} work;

/* ---- the two steps of a batch ---- */

static mlg_status begin(void *context, const mlg_sweep_batch *batch, mlg_error *err)
{
    (void)err;
    const work *w = context;
    if (batch->pass == 0)
        memset(&w->lanes[batch->worker], 0, sizeof *w->lanes);
    w->batch[batch->number - w->first].count = 0;
    return MLG_OK;
}

static void weigh(const work *w, double *sum, const uint16_t *row, double amount)
{
    if (w->weight)
        mlg_lanes_weigh_by_table(w->sweep, sum, row, &w->table, amount);
    else
        mlg_lanes_weigh(w->sweep, sum, row, &w->steps, amount);
}

static double dot(const work *w, const uint16_t *row, const double *factor)
{
    return w->weight ? mlg_lanes_dot_by_table(w->sweep, row, &w->table, factor)
                     : mlg_lanes_dot(w->sweep, row, &w->steps, factor);
}

static mlg_status visit(void *context, const mlg_visit *visit, mlg_error *err)
{
    const work *w = context;
    lane_sums *lanes = &w->lanes[visit->batch->worker];
    gifts *to = &w->batch[visit->batch->number - w->first];
    if (visit->batch->pass == 0) {
        if (w->demand[visit->spot] > 0)
            weigh(w, lanes->sum, visit->row, w->demand[visit->spot]);
        return MLG_OK;
    }
    double access = dot(w, visit->row, lanes->ratio);
    if (access > 0) {
        MLG_TRY(MLG_GROW(&to->gift, &to->room, to->count + 1, "access by batch", err));
        to->gift[to->count++] = (gift){ visit->spot, access };
    }
    return MLG_OK;
}

static mlg_status end(void *context, const mlg_sweep_batch *batch, mlg_error *err)
{
    const work *w = context;
    lane_sums *lanes = &w->lanes[batch->worker];
    for (int32_t lane = 0; lane < batch->n_sources && batch->pass == 0; lane++) {
        int32_t site = w->site[batch->source[lane]];
        double supply = w->input->supply[site];
        w->catchment[site] = lanes->sum[lane];
        w->ratio[site] = lanes->ratio[lane] = lanes->sum[lane] > 0 ? supply / lanes->sum[lane] : 0;
        if (!isfinite(w->ratio[site]))
            return mlg_fail(err, MLG_DATA, "site %d has supply %g for a demand of %g: no ratio", site, supply,
                            lanes->sum[lane]);
    }
    return MLG_OK;
}

/* First gift at `spot` or after it. */
static size_t find_spot(const gifts *batch, int32_t spot)
{
    size_t low = 0, high = batch->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (batch->gift[middle].spot < spot)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Adds the group to one range of spots, batches in order. */
static mlg_status add_range(void *context, int32_t task, int worker, mlg_error *err)
{
    (void)worker, (void)err;
    const work *w = context;
    const int64_t n = mlg_spots_count(w->input->spots);
    int32_t from = (int32_t)(n * task / w->ranges), to = (int32_t)(n * (task + 1) / w->ranges);
    for (int32_t b = 0; b < w->in_group; b++) {
        const gifts *batch = &w->batch[b];
        for (size_t i = find_spot(batch, from); i < batch->count && batch->gift[i].spot < to; i++)
            w->access[batch->gift[i].spot] += batch->gift[i].access;
    }
    return MLG_OK;
}

/* ---- preparation ---- */

static void set_steps(mlg_lane_steps *steps, const mlg_decay *decay)
{
    for (int32_t k = 0; k < decay->count; k++) {
        int32_t last_ds = decay->end_ds[k] - (decay->closure == MLG_CLOSED_LEFT);
        if (last_ds < 0 || !(decay->weight[k] > 0))
            continue; /* weights do not rise: those after the first 0 are 0 */
        steps->end_ds[steps->count] = (uint16_t)last_ds;
        steps->weight[steps->count++] = decay->weight[k];
    }
}

static mlg_status set_weights(work *w, const mlg_decay *decay, mlg_error *err)
{
    const int32_t limit_ds = mlg_decay_limit(decay);
    if (limit_ds > MLG_SWEEP_MAX_DS)
        return mlg_fail(err, MLG_USAGE, "decay %s reaches %d ds; a sweep tells up to %d", decay->name, limit_ds,
                        MLG_SWEEP_MAX_DS);
    if (decay->shape == MLG_STEPS || limit_ds < 0) {
        set_steps(&w->steps, decay);
        return MLG_OK;
    }
    MLG_TRY(mlg_decay_table(&w->weight, decay, err));
    w->table = (mlg_lane_table){ (uint16_t)limit_ds, w->weight };
    return MLG_OK;
}

/* The sites with supply, and their direct times. */
static mlg_status choose_sites(work *w, mlg_error *err)
{
    const mlg_access_sweep_input *in = w->input;
    int32_t *rank;
    MLG_TRY(MLG_NEW(&w->site, (size_t)in->n_sites, "sites with supply", err));
    MLG_TRY(MLG_NEW(&w->anchor, (size_t)in->n_sites, "sites with supply", err));
    MLG_TRY(MLG_NEW(&w->direct, (size_t)in->n_direct, "direct times", err));
    MLG_TRY(MLG_NEW(&rank, (size_t)in->n_sites, "sites with supply", err));
    for (int32_t j = 0; j < in->n_sites; j++) {
        w->catchment[j] = (double)NAN;
        w->ratio[j] = 0;
        rank[j] = in->supply[j] > 0 ? w->n_supplied : MLG_NOWHERE;
        if (rank[j] == MLG_NOWHERE)
            continue;
        w->anchor[w->n_supplied] = in->sites[j];
        w->site[w->n_supplied++] = j;
    }
    for (int32_t i = 0; i < in->n_direct; i++) {
        mlg_direct d = in->direct[i];
        d.source = rank[d.source];
        if (d.source != MLG_NOWHERE)
            w->direct[w->n_direct++] = d;
    }
    free(rank);
    return MLG_OK;
}

static mlg_status new_sweep(work *w, mlg_error *err)
{
    const mlg_access_sweep_input *in = w->input;
    const mlg_sweep_request request = { .spots = in->spots,
                                        .sources = w->anchor,
                                        .n_sources = w->n_supplied,
                                        .direct = w->direct,
                                        .n_direct = w->n_direct,
                                        .limit_ds =
                                            mlg_decay_limit(in->decay) < 0 ? 0 : mlg_decay_limit(in->decay),
                                        .threads = in->threads,
                                        .path = in->path,
                                        .progress = in->progress };
    MLG_TRY(mlg_sweep_new(&w->sweep, &request, err));
    w->ranges = mlg_sweep_threads(w->sweep);
    MLG_TRY(MLG_NEW(&w->lanes, (size_t)w->ranges, "sums of access", err));
    return MLG_NEW(&w->batch, (size_t)(w->ranges * BATCHES_A_THREAD), "access by batch", err);
}

static mlg_status work_init(work *w, mlg_error *err)
{
    const mlg_access_sweep_input *in = w->input;
    const int32_t n = mlg_spots_count(in->spots), *place = mlg_spots_places(in->spots);
    MLG_TRY(mlg_check_amounts("demand of place", n, in->demand, false, err));
    MLG_TRY(mlg_check_amounts("supply of site", in->n_sites, in->supply, false, err));
    MLG_TRY(mlg_direct_check(in->direct, in->n_direct, in->n_sites, n, err));
    MLG_TRY(set_weights(w, in->decay, err));
    MLG_TRY(MLG_NEW(&w->demand, (size_t)n, "demand by spot", err));
    MLG_TRY(MLG_NEW(&w->access, (size_t)n, "access by spot", err));
    for (int32_t spot = 0; spot < n; spot++)
        w->demand[spot] = in->demand[place[spot]];
    MLG_TRY(choose_sites(w, err));
    return new_sweep(w, err);
}

static void work_release(work *w)
{
    for (int32_t b = 0; w->batch && b < w->ranges * BATCHES_A_THREAD; b++)
        free(w->batch[b].gift);
    mlg_sweep_free(w->sweep);
    free(w->batch);
    free(w->weight);
    free(w->lanes);
    free(w->direct);
    free(w->anchor);
    free(w->site);
    free(w->demand);
    free(w->access);
}

static void finish(const work *w, double *access, mlg_access_stats *stats)
{
    const mlg_access_sweep_input *in = w->input;
    const int32_t *place = mlg_spots_places(in->spots);
    stats->sites_with_supply = w->n_supplied;
    for (int32_t spot = 0; spot < mlg_spots_count(in->spots); spot++)
        access[place[spot]] = w->access[spot];
    for (int32_t k = 0; k < w->n_supplied; k++) {
        bool unreached = !(w->catchment[w->site[k]] > 0);
        stats->supply += in->supply[w->site[k]];
        stats->sites_unreached += unreached;
        stats->supply_unreached += unreached ? in->supply[w->site[k]] : 0;
    }
    for (int32_t i = 0; i < mlg_spots_count(in->spots); i++) {
        bool without = !(access[i] > 0);
        stats->demand += in->demand[i];
        stats->places_without += without;
        stats->demand_without += without ? in->demand[i] : 0;
    }
}

mlg_status mlg_access_by_sweep(const mlg_access_sweep_input *input, double *access, double *catchment,
                               double *ratio, mlg_access_stats *stats, mlg_error *err)
{
    work w = { .input = input, .catchment = catchment, .ratio = ratio };
    const mlg_sweep_consumer consumer = { &w, 2, begin, visit, end };
    mlg_status st;
    *stats = (mlg_access_stats){ 0 };
    MLG_GO(work_init(&w, err));
    const int32_t batches = mlg_sweep_batches(w.sweep), group = w.ranges * BATCHES_A_THREAD;
    for (w.first = 0; w.first < batches; w.first += group) {
        w.in_group = batches - w.first < group ? batches - w.first : group;
        MLG_GO(mlg_sweep_run(w.sweep, w.first, w.in_group, &consumer, err));
        MLG_GO(mlg_parallel(w.ranges, w.ranges, add_range, &w, err));
    }
    finish(&w, access, stats);
    st = mlg_progress_step(input->progress, "access", 1.0, err);
done:
    work_release(&w);
    return st;
}
