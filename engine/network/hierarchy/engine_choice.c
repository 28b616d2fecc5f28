#include "network/hierarchy/engine_choice.h"

#include "base/language.h"
#include "base/memory.h"
#include "network/hierarchy/sweep.h"
#include "network/roads/sort_keys.h"

#include <math.h>
#include <stdio.h>

static const double FAR_SETTLED_S = 60e-9, CLIMB_NODE_S = 0.15e-9, MEETING_S = 0.25e-9, COMPLETED_S = 2e-6;
static const double SETTLED_S = 34e-9, SWEPT_S = 45e-9, SWEPT_PLAIN_S = 130e-9, CLIMB_S = 1e-6, PREPARED_S = 1e-6;

enum { FAR_SETTLED = 100000 }; /* beyond this a search no longer fits the caches */
enum { SAMPLES = 2, SEARCHES = 16 };

/* Nodes settled by sample searches from neighbouring sources. */
typedef struct {
    int64_t searches, settled; /* nodes, counted each time they are settled */
    double swept;              /* nodes that a whole batch settles together, summed over the samples */
    int32_t samples;
} counts;

typedef struct {
    const mlg_many_to_many_request *request;
    mlg_sort_key *source; /* [n_sources] by node */
    mlg_search *search;
    uint64_t *seen; /* one bit per node */
} works;

static int32_t node_of(const mlg_anchor *anchor)
{
    return anchor->node[anchor->node[0] == MLG_NOWHERE];
}

static mlg_status settle(works *w, const mlg_anchor *source, counts *c, int64_t *together, mlg_error *err)
{
    const mlg_many_to_many_request *r = w->request;
    const mlg_search_options options = { .limit_ds = r->limit_ds };
    mlg_seed seeds[2];
    int32_t n_seeds = 0;
    mlg_reached reached;
    for (int side = 0; side < 2; side++)
        if (source->node[side] != MLG_NOWHERE)
            seeds[n_seeds++] = (mlg_seed){ source->node[side], source->offset_ds[side] };
    MLG_TRY(mlg_search_run(&reached, w->search, r->view, seeds, n_seeds, &options, err));
    for (int32_t i = 0; i < reached.count; i++) {
        uint64_t *word = &w->seen[reached.node[i] / 64], bit = UINT64_C(1) << reached.node[i] % 64;
        *together += !(*word & bit);
        *word |= bit;
    }
    c->searches++;
    c->settled += reached.count;
    return MLG_OK;
}

/* Searches from evenly spaced sources of one batch. The nodes that n of them settle together grow as a power of n: 0
 * if they share all nodes, 1 if they share none. */
static mlg_status take_sample(works *w, int32_t first, int32_t in_batch, counts *c, mlg_error *err)
{
    const int32_t n = in_batch < SEARCHES ? in_batch : SEARCHES;
    const int64_t settled_before = c->settled;
    int64_t together = 0;
    for (int32_t i = 0; i < n; i++) {
        int32_t source = w->source[first + i * in_batch / n].item;
        MLG_TRY(settle(w, &w->request->sources[source], c, &together, err));
    }
    const double one = (double)(c->settled - settled_before) / n;
    const double power = n > 1 && one > 0 ? log((double)together / one) / log(n) : 0;
    c->swept += (double)together * pow((double)in_batch / n, power);
    c->samples++;
    return MLG_OK;
}

static mlg_status count_work(counts *c, const mlg_many_to_many_request *request, mlg_error *err)
{
    const int32_t n = request->n_sources, batches = (n + MLG_LANES - 1) / MLG_LANES;
    works w = { .request = request };
    mlg_status st;
    MLG_GO(mlg_anchors_check("source", request->sources, n, request->view->n_nodes, err));
    MLG_GO(MLG_NEW(&w.source, (size_t)n, "sources", err));
    MLG_GO(MLG_NEW(&w.seen, (size_t)request->view->n_nodes / 64 + 1, "nodes settled", err));
    MLG_GO(mlg_search_new(&w.search, request->view->n_nodes, err));
    for (int32_t i = 0; i < n; i++)
        w.source[i] = (mlg_sort_key){ (uint32_t)node_of(&request->sources[i]), i };
    MLG_GO(mlg_sort_keys(w.source, (size_t)n, 1, err));
    for (int32_t k = 0; k < SAMPLES && k < batches; k++) {
        int32_t first = (2 * k + 1) * batches / (2 * SAMPLES) * MLG_LANES;
        MLG_GO(take_sample(&w, first, n - first < MLG_LANES ? n - first : MLG_LANES, c, err));
        for (int32_t i = 0; i <= request->view->n_nodes / 64; i++)
            w.seen[i] = 0;
    }
done:
    mlg_search_free(w.search);
    free(w.source);
    free(w.seen);
    return st;
}

static void weigh_costs(mlg_choice *out, const counts *c, const mlg_many_to_many_request *request, bool prepared)
{
    const int32_t n = request->n_sources, batches = (n + MLG_LANES - 1) / MLG_LANES;
    const bool wide = mlg_lane_path_here(MLG_LANES_AVX2) || mlg_lane_path_here(MLG_LANES_AVX512);
    out->search_s = c->searches ? SETTLED_S * (double)c->settled / (double)c->searches * n : 0;
    out->sweep_s = CLIMB_S * n;
    if (c->samples)
        out->sweep_s += (wide ? SWEPT_S : SWEPT_PLAIN_S) * c->swept / c->samples * batches;
    out->prepare_s = prepared ? 0 : PREPARED_S * request->view->n_nodes;
}

mlg_status mlg_choose_method(mlg_choice *out, const mlg_many_to_many_request *request, bool prepared,
                             mlg_error *err)
{
    counts c = { 0 };
    *out = (mlg_choice){ .method = MLG_BY_SEARCH };
    if (request->limit_ds > MLG_SWEEP_MAX_DS) {
        snprintf(out->reason, sizeof out->reason, mlg_tr("searches: sweeps are limited to %d min"),
                 MLG_SWEEP_MAX_DS / MLG_DS_PER_MIN);
        return MLG_OK;
    }
    MLG_TRY(count_work(&c, request, err));
    weigh_costs(out, &c, request, prepared);
    if (out->sweep_s + out->prepare_s < out->search_s)
        out->method = MLG_BY_SWEEP;
    snprintf(out->reason, sizeof out->reason,
             mlg_tr("%s: searches %.3g s, sweeps %.3g s, preparation %.3g s (one thread)"),
             out->method == MLG_BY_SWEEP ? mlg_tr("sweeps") : mlg_tr("searches"), out->search_s, out->sweep_s,
             out->prepare_s);
    return MLG_OK;
}

void mlg_choose_matrix_method(mlg_choice *out, const mlg_matrix_work *work)
{
    const double n = work->nodes, sources = work->sources, targets = work->targets;
    *out = (mlg_choice){ .method = MLG_BY_SEARCH };
    out->search_s = (work->settled > FAR_SETTLED ? FAR_SETTLED_S : SETTLED_S) * (double)work->settled * sources;
    out->sweep_s = CLIMB_NODE_S * n * (sources + targets) + MEETING_S * sqrt(n) * sources * targets;
    out->prepare_s = work->prepared ? 0 : COMPLETED_S * n;
    if (out->sweep_s + out->prepare_s < out->search_s)
        out->method = MLG_BY_CLIMB;
    snprintf(out->reason, sizeof out->reason,
             mlg_tr("%s: searches %.3g s, climbs %.3g s, complete preparation %.3g s (one thread)"),
             out->method == MLG_BY_CLIMB ? mlg_tr("climbs") : mlg_tr("searches"), out->search_s, out->sweep_s,
             out->prepare_s);
}
