#include "network/search/many_to_many.h"

#include "base/language.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/progress.h"

#include <stdatomic.h>
#include <string.h>

/* ---- targets by node ---- */

typedef struct {
    int32_t target;
    int32_t offset_ds;
} landing;

struct mlg_targets {
    int32_t n_nodes, n_targets;
    int32_t *first; /* [n_nodes + 2] landings of node v are first[v] .. first[v + 1] - 1 */
    landing *landings;
};

mlg_anchor mlg_anchor_of(const mlg_snap *snap, bool leaving)
{
    mlg_anchor a = { { MLG_NOWHERE, MLG_NOWHERE }, { 0, 0 } };
    if (snap->status != MLG_SNAP_MAIN && snap->status != MLG_SNAP_ISLAND)
        return a;
    for (int d = 0; d < 2; d++) {
        a.node[d] = leaving ? snap->exit_node[d] : snap->entry_node[d];
        a.offset_ds[d] = leaving ? snap->exit_ds[d] : snap->entry_ds[d];
        if (a.node[d] < 0) {
            a.node[d] = MLG_NOWHERE;
            a.offset_ds[d] = 0;
        }
    }
    return a;
}

mlg_status mlg_anchors_check(const char *what, const mlg_anchor *anchors, int32_t count, int32_t n_nodes,
                             mlg_error *err)
{
    for (int32_t i = 0; i < count; i++)
        for (int side = 0; side < 2; side++) {
            int32_t node = anchors[i].node[side], offset_ds = anchors[i].offset_ds[side];
            if (node == MLG_NOWHERE)
                continue;
            if (node < 0 || node >= n_nodes)
                return mlg_fail(err, MLG_INPUT, "%s %d is attached to node %d, which is not in 0..%d",
                                mlg_tr(what), i, node, n_nodes - 1);
            if (offset_ds < 0 || offset_ds > MLG_TIME_MAX)
                return mlg_fail(err, MLG_INPUT, "%s %d is %d ds from its node, which is not in 0..%d",
                                mlg_tr(what), i, offset_ds, MLG_TIME_MAX);
        }
    return MLG_OK;
}

mlg_status mlg_direct_check(const mlg_direct *direct, int32_t n_direct, int32_t n_sources, int32_t n_targets,
                            mlg_error *err)
{
    for (int32_t i = 0; i < n_direct; i++) {
        const mlg_direct *d = &direct[i];
        if (d->source < 0 || d->source >= n_sources || d->target < 0 || d->target >= n_targets)
            return mlg_fail(err, MLG_INPUT, "direct time %d goes from %d of %d to %d of %d", i, d->source,
                            n_sources, d->target, n_targets);
        if (d->time_ds < 0 || d->time_ds > MLG_TIME_MAX)
            return mlg_fail(err, MLG_INPUT, "direct time %d is %d ds, which is not in 0..%d", i, d->time_ds,
                            MLG_TIME_MAX);
    }
    return MLG_OK;
}

static void index_landings(mlg_targets *targets, const mlg_anchor *anchors)
{
    for (int32_t i = 0; i < 2 * targets->n_targets; i++)
        if (anchors[i / 2].node[i % 2] != MLG_NOWHERE)
            targets->first[anchors[i / 2].node[i % 2] + 2]++;
    for (int32_t v = 2; v < targets->n_nodes + 2; v++)
        targets->first[v] += targets->first[v - 1];
    for (int32_t i = 0; i < 2 * targets->n_targets; i++) {
        int32_t node = anchors[i / 2].node[i % 2];
        if (node != MLG_NOWHERE)
            targets->landings[targets->first[node + 1]++] = (landing){ i / 2, anchors[i / 2].offset_ds[i % 2] };
    }
}

mlg_status mlg_targets_new(mlg_targets **out, int32_t n_nodes, const mlg_anchor *anchors, int32_t n_targets,
                           mlg_error *err)
{
    mlg_status st;
    mlg_targets *targets = NULL;
    *out = NULL;
    if (n_targets > INT32_MAX / 2)
        return mlg_fail(err, MLG_INPUT, "%d targets; at most %d", n_targets, INT32_MAX / 2);
    MLG_TRY(mlg_anchors_check("target", anchors, n_targets, n_nodes, err));
    MLG_TRY(MLG_NEW(&targets, 1, "targets", err));
    targets->n_nodes = n_nodes;
    targets->n_targets = n_targets;
    MLG_GO(MLG_NEW(&targets->first, (size_t)n_nodes + 2, "targets by node", err));
    MLG_GO(MLG_NEW(&targets->landings, 2 * (size_t)n_targets, "targets by node", err));
    index_landings(targets, anchors);
    *out = targets;
    return MLG_OK;
done:
    mlg_targets_free(targets);
    return st;
}

void mlg_targets_free(mlg_targets *targets)
{
    if (!targets)
        return;
    free(targets->first);
    free(targets->landings);
    free(targets);
}

/* ---- one row ---- */

struct mlg_reach {
    const mlg_graph_view *view;
    const mlg_targets *targets;
    mlg_search *search;
    int32_t *best_ds;  /* by target, defined where the bit is set */
    uint64_t *touched; /* one bit per target */
    int32_t low, high; /* range of words of `touched` that may have bits set: low .. high - 1 */
    int32_t n_touched;
    int32_t *row; /* targets, then times */
    size_t row_room;
};

mlg_status mlg_reach_new(mlg_reach **out, const mlg_graph_view *view, const mlg_targets *targets, mlg_error *err)
{
    mlg_status st;
    mlg_reach *reach = NULL;
    *out = NULL;
    MLG_TRY(MLG_NEW(&reach, 1, "rows of targets", err));
    reach->view = view;
    reach->targets = targets;
    reach->low = INT32_MAX;
    MLG_GO(mlg_search_new(&reach->search, view->n_nodes, err));
    MLG_GO(MLG_NEW(&reach->best_ds, (size_t)targets->n_targets, "times of targets", err));
    MLG_GO(MLG_NEW(&reach->touched, (size_t)targets->n_targets / 64 + 1, "reached targets", err));
    *out = reach;
    return MLG_OK;
done:
    mlg_reach_free(reach);
    return st;
}

void mlg_reach_free(mlg_reach *reach)
{
    if (!reach)
        return;
    mlg_search_free(reach->search);
    free(reach->best_ds);
    free(reach->touched);
    free(reach->row);
    free(reach);
}

static inline void note(mlg_reach *reach, int32_t target, int32_t time_ds)
{
    int32_t word = target / 64;
    uint64_t bit = UINT64_C(1) << target % 64;
    if (reach->touched[word] & bit) {
        if (time_ds < reach->best_ds[target])
            reach->best_ds[target] = time_ds;
        return;
    }
    reach->touched[word] |= bit;
    reach->best_ds[target] = time_ds;
    reach->n_touched++;
    reach->low = word < reach->low ? word : reach->low;
    reach->high = word >= reach->high ? word + 1 : reach->high;
}

static void land(mlg_reach *reach, const mlg_reached *reached, int32_t limit_ds)
{
    const mlg_targets *targets = reach->targets;
    for (int32_t i = 0; i < reached->count; i++) {
        int32_t node = reached->node[i], time_ds = reached->time_ds[node];
        for (int32_t l = targets->first[node]; l < targets->first[node + 1]; l++)
            if (time_ds + targets->landings[l].offset_ds <= limit_ds)
                note(reach, targets->landings[l].target, time_ds + targets->landings[l].offset_ds);
    }
}

/* Writes the row in ascending order of targets and clears the bits. */
static mlg_status write_row(mlg_row *row, mlg_reach *reach, mlg_error *err)
{
    int32_t count = reach->n_touched, at = 0;
    mlg_status st = MLG_GROW(&reach->row, &reach->row_room, 2 * (size_t)count, "row of targets", err);
    for (int32_t word = reach->low; word < reach->high; word++) {
        for (uint64_t bits = reach->touched[word]; bits && st == MLG_OK; bits &= bits - 1) {
            int32_t target = word * 64 + __builtin_ctzll(bits);
            reach->row[at] = target;
            reach->row[count + at++] = reach->best_ds[target];
        }
        reach->touched[word] = 0;
    }
    reach->n_touched = reach->high = 0;
    reach->low = INT32_MAX;
    if (st == MLG_OK)
        *row = count ? (mlg_row){ count, reach->row, reach->row + count } : (mlg_row){ 0 };
    return st;
}

mlg_status mlg_reach_from(mlg_row *row, mlg_reach *reach, const mlg_anchor *source, const mlg_direct *direct,
                          int32_t n_direct, int32_t limit_ds, mlg_error *err)
{
    mlg_seed seeds[2];
    int32_t n_seeds = 0;
    mlg_reached reached;
    mlg_search_options options = { .limit_ds = limit_ds };
    *row = (mlg_row){ 0 };
    for (int side = 0; side < 2; side++)
        if (source->node[side] != MLG_NOWHERE)
            seeds[n_seeds++] = (mlg_seed){ source->node[side], source->offset_ds[side] };
    MLG_TRY(mlg_search_run(&reached, reach->search, reach->view, seeds, n_seeds, &options, err));
    land(reach, &reached, limit_ds);
    for (int32_t i = 0; i < n_direct; i++)
        if (direct[i].time_ds <= limit_ds)
            note(reach, direct[i].target, direct[i].time_ds);
    return write_row(row, reach, err);
}

/* ---- many rows ---- */

typedef struct {
    const mlg_many_to_many_request *request;
    mlg_reach **reach; /* by worker */
    mlg_reach_row_fn take;
    void *context;
    atomic_int done;
} crowd;

/* The first direct time of `source` or of a later source. */
static int32_t direct_from(const mlg_many_to_many_request *request, int32_t source)
{
    int32_t low = 0, high = request->n_direct;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (request->direct[middle].source < source)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Worker 0 is the calling thread, the only one that may report progress. */
static mlg_status serve_source(void *context, int32_t source, int worker, mlg_error *err)
{
    crowd *c = context;
    const mlg_many_to_many_request *request = c->request;
    mlg_row row;
    if (worker == 0)
        MLG_TRY(mlg_progress_step(request->progress, "travel times",
                                  (double)atomic_load(&c->done) / request->n_sources, err));
    if (!c->reach[worker])
        MLG_TRY(mlg_reach_new(&c->reach[worker], request->view, request->targets, err));
    int32_t from = direct_from(request, source), to = direct_from(request, source + 1);
    const mlg_direct *direct = request->direct ? request->direct + from : NULL;
    MLG_TRY(mlg_reach_from(&row, c->reach[worker], &request->sources[source], direct, to - from, request->limit_ds,
                           err));
    atomic_fetch_add(&c->done, 1);
    return c->take(c->context, source, &row, worker, err);
}

static mlg_status check_request(const mlg_many_to_many_request *request, mlg_error *err)
{
    MLG_TRY(mlg_anchors_check("source", request->sources, request->n_sources, request->view->n_nodes, err));
    MLG_TRY(mlg_direct_check(request->direct, request->n_direct, request->n_sources, request->targets->n_targets,
                             err));
    for (int32_t i = 1; i < request->n_direct; i++)
        if (request->direct[i].source < request->direct[i - 1].source)
            return mlg_fail(err, MLG_INPUT, "direct time %d is from source %d, after one from source %d", i,
                            request->direct[i].source, request->direct[i - 1].source);
    return MLG_OK;
}

mlg_status mlg_many_to_many(const mlg_many_to_many_request *request, mlg_reach_row_fn take, void *context,
                            mlg_error *err)
{
    mlg_status st;
    int threads = mlg_thread_count(request->threads);
    crowd c = { .request = request, .take = take, .context = context };
    MLG_TRY(check_request(request, err));
    MLG_GO(MLG_NEW(&c.reach, (size_t)threads, "scratch of threads", err));
    MLG_GO(mlg_parallel(request->n_sources, threads, serve_source, &c, err));
done:
    for (int i = 0; c.reach && i < threads; i++)
        mlg_reach_free(c.reach[i]);
    free(c.reach);
    return st;
}

/* ---- all rows at once ---- */

typedef struct {
    int32_t count;
    int32_t *pairs; /* targets, then times */
} kept_row;

static mlg_status keep_row(void *context, int32_t source, const mlg_row *row, int worker, mlg_error *err)
{
    (void)worker;
    kept_row *kept = (kept_row *)context + source;
    size_t size = (size_t)row->count * sizeof *row->place;
    if (row->count == 0)
        return MLG_OK;
    MLG_TRY(MLG_NEW(&kept->pairs, 2 * (size_t)row->count, "row of targets", err));
    kept->count = row->count;
    memcpy(kept->pairs, row->place, size);
    memcpy(kept->pairs + row->count, row->time_ds, size);
    return MLG_OK;
}

static mlg_status join_rows(mlg_sparse_rows *out, const kept_row *kept, mlg_error *err)
{
    for (int32_t s = 0; s < out->n_rows; s++)
        out->start[s + 1] = kept[s].count;
    MLG_TRY(mlg_sparse_fill(out, err));
    for (int32_t s = 0; s < out->n_rows; s++) {
        size_t size = (size_t)kept[s].count * sizeof *out->column;
        if (size == 0)
            continue;
        memcpy(out->column + out->start[s], kept[s].pairs, size);
        memcpy(out->value + out->start[s], kept[s].pairs + kept[s].count, size);
    }
    return MLG_OK;
}

mlg_status mlg_many_to_many_rows(mlg_sparse_rows *out, const mlg_many_to_many_request *request, mlg_error *err)
{
    mlg_status st;
    kept_row *kept = NULL;
    MLG_TRY(mlg_sparse_count(out, request->n_sources, request->targets->n_targets, err));
    MLG_GO(MLG_NEW(&kept, (size_t)request->n_sources, "rows", err));
    MLG_GO(mlg_many_to_many(request, keep_row, kept, err));
    MLG_GO(join_rows(out, kept, err));
done:
    for (int32_t s = 0; kept && s < request->n_sources; s++)
        free(kept[s].pairs);
    free(kept);
    if (st != MLG_OK)
        mlg_sparse_release(out);
    return st;
}
