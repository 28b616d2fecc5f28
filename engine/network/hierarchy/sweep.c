#include "network/hierarchy/sweep.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "base/progress.h"
#include "network/hierarchy/sweep_inner.h"

#include <stdatomic.h>
#include <string.h>

/* A source with its first node. */
typedef struct {
    int32_t node; /* INT32_MAX: none */
    int32_t source;
} source_key;

/* A direct time, sorted by batch, then spot. */
typedef struct {
    int32_t batch;
    mlg_lane_direct direct;
} batch_direct;

struct mlg_sweep {
    mlg_sweep_request request;
    const mlg_hierarchy *h;
    const mlg_lane_code *code;
    int threads;
    int32_t n_batches;
    int32_t *source;       /* [n_sources] by lane */
    batch_direct *direct;  /* [n_direct] */
    mlg_sweep_work **work; /* [threads] NULL until the thread runs */
    /* of the current run */
    const mlg_sweep_consumer *consumer;
    int32_t first_batch;
    atomic_int done;
};

static size_t words(int32_t bits)
{
    return (size_t)bits / 64 + 1;
}

/* ---- lane code ---- */

const mlg_lane_code *mlg_lanes_of(mlg_lane_path path)
{
    const mlg_lane_code *wide = mlg_lanes_avx512(), *middle = mlg_lanes_avx2();
    switch (path) {
    case MLG_LANES_PLAIN:
        return &mlg_lanes_plain;
    case MLG_LANES_AVX2:
        return middle;
    case MLG_LANES_AVX512:
        return wide;
    case MLG_LANES_BEST:
        break;
    }
    return wide ? wide : middle ? middle : &mlg_lanes_plain;
}

bool mlg_lane_path_here(mlg_lane_path path)
{
    return mlg_lanes_of(path) != NULL;
}

/* ---- the request ---- */

static int by_node(const void *a, const void *b)
{
    const source_key *x = a, *y = b;
    if (x->node != y->node)
        return x->node < y->node ? -1 : 1;
    return x->source < y->source ? -1 : x->source > y->source;
}

static mlg_status sort_sources(mlg_sweep *s, mlg_error *err)
{
    source_key *key;
    int32_t n = s->request.n_sources;
    MLG_TRY(MLG_NEW(&key, (size_t)n, "sources", err));
    for (int32_t i = 0; i < n; i++) {
        const mlg_anchor *at = &s->request.sources[i];
        int32_t node = at->node[at->node[0] == MLG_NOWHERE];
        key[i] = (source_key){ node == MLG_NOWHERE ? INT32_MAX : node, i };
    }
    qsort(key, (size_t)n, sizeof *key, by_node);
    for (int32_t i = 0; i < n; i++)
        s->source[i] = key[i].source;
    free(key);
    return MLG_OK;
}

static int by_batch_and_spot(const void *a, const void *b)
{
    const batch_direct *x = a, *y = b;
    if (x->batch != y->batch)
        return x->batch < y->batch ? -1 : 1;
    return x->direct.spot < y->direct.spot ? -1 : x->direct.spot > y->direct.spot;
}

static mlg_status sort_direct(mlg_sweep *s, mlg_error *err)
{
    const mlg_sweep_request *r = &s->request;
    int32_t *rank;
    MLG_TRY(MLG_NEW(&rank, (size_t)r->n_sources, "sources", err));
    for (int32_t i = 0; i < r->n_sources; i++)
        rank[s->source[i]] = i;
    int32_t kept = 0;
    for (int32_t i = 0; i < r->n_direct; i++) {
        const mlg_direct *d = &r->direct[i];
        if (d->time_ds > r->limit_ds)
            continue;
        int32_t target = d->target, at = rank[d->source];
        s->direct[kept++] =
            (batch_direct){ at / MLG_LANES, { r->spots->spot[target], at % MLG_LANES, (uint16_t)d->time_ds } };
    }
    s->request.n_direct = kept;
    qsort(s->direct, (size_t)kept, sizeof *s->direct, by_batch_and_spot);
    free(rank);
    return MLG_OK;
}

static mlg_status check(const mlg_sweep_request *r, mlg_error *err)
{
    if (r->limit_ds < 0 || r->limit_ds > MLG_SWEEP_MAX_DS)
        return mlg_fail(err, MLG_USAGE, "limit of %d ds is not in 0..%d, the range of a sweep", r->limit_ds,
                        MLG_SWEEP_MAX_DS);
    if (r->spots->hierarchy->complete)
        return mlg_fail(err, MLG_USAGE, "a complete hierarchy serves full matrices, not sweeps");
    if (!mlg_lanes_of(r->path))
        return mlg_fail(err, MLG_USAGE, "this processor lacks the requested instructions");
    MLG_TRY(mlg_anchors_check("source", r->sources, r->n_sources, r->spots->hierarchy->n_nodes, err));
    return mlg_direct_check(r->direct, r->n_direct, r->n_sources, r->spots->n_spots, err);
}

mlg_status mlg_sweep_new(mlg_sweep **out, const mlg_sweep_request *request, mlg_error *err)
{
    mlg_sweep *s;
    mlg_status st;
    *out = NULL;
    MLG_TRY(check(request, err));
    MLG_TRY(MLG_NEW(&s, 1, "sweep", err));
    s->request = *request;
    s->h = request->spots->hierarchy;
    s->code = mlg_lanes_of(request->path);
    s->n_batches = (request->n_sources + MLG_LANES - 1) / MLG_LANES;
    s->threads = mlg_thread_count(request->threads);
    MLG_GO(MLG_NEW(&s->work, (size_t)s->threads, "scratch of threads", err));
    MLG_GO(MLG_NEW(&s->source, (size_t)request->n_sources, "sources", err));
    MLG_GO(sort_sources(s, err));
    MLG_GO(MLG_NEW(&s->direct, (size_t)request->n_direct, "direct times", err));
    MLG_GO(sort_direct(s, err));
    *out = s;
    return MLG_OK;
done:
    mlg_sweep_free(s);
    return st;
}

/* ---- scratch of a thread ---- */

static void work_free(mlg_sweep_work *w)
{
    if (!w)
        return;
    free(w->core_row);
    free(w->core_low);
    free(w->core_touched);
    free(w->bucket_of);
    free(w->core_next);
    free(w->core_previous);
    free(w->bucket);
    free(w->tree_marked);
    free(w->path_index);
    free(w->path_node);
    free(w->path_row);
    free(w->stack);
    free(w->stack_low);
    free(w->late_row);
    free(w->late_touched);
    free(w->direct);
    free(w);
}

static mlg_status new_core_arrays(mlg_sweep_work *w, mlg_error *err)
{
    const size_t core = (size_t)w->h->n_core, buckets = ((size_t)w->limit_ds >> MLG_CORE_BUCKET_BITS) + 1;
    MLG_TRY(MLG_NEW(&w->core_row, core * MLG_LANES, "rows of the core", err));
    MLG_TRY(MLG_NEW(&w->core_low, core, "rows of the core", err));
    MLG_TRY(MLG_NEW(&w->core_touched, words(w->h->n_core), "rows of the core", err));
    MLG_TRY(MLG_NEW(&w->bucket_of, core, "buckets of the core", err));
    MLG_TRY(MLG_NEW(&w->core_next, core, "buckets of the core", err));
    MLG_TRY(MLG_NEW(&w->core_previous, core, "buckets of the core", err));
    MLG_TRY(MLG_NEW(&w->bucket, buckets, "buckets of the core", err));
    memset(w->bucket_of, 0xFF, core * sizeof *w->bucket_of);
    for (size_t i = 0; i < buckets; i++)
        w->bucket[i] = MLG_NOWHERE;
    return MLG_OK;
}

static mlg_status new_tree_arrays(mlg_sweep_work *w, mlg_error *err)
{
    const size_t slots = (size_t)w->h->max_slots;
    MLG_TRY(MLG_NEW(&w->tree_marked, words(w->h->n_trees), "trees in reach", err));
    MLG_TRY(MLG_NEW(&w->path_index, (size_t)w->h->n_nodes, "ways to sources", err));
    MLG_TRY(MLG_NEW(&w->stack, slots * MLG_LANES, "stack of rows", err));
    MLG_TRY(MLG_NEW(&w->stack_low, slots, "stack of rows", err));
    MLG_TRY(MLG_NEW(&w->late_row, (size_t)w->spots->n_late * MLG_LANES, "rows of late places", err));
    return MLG_NEW(&w->late_touched, words(w->spots->n_late), "rows of late places", err);
}

static mlg_status work_new(mlg_sweep_work **out, const mlg_sweep *s, mlg_error *err)
{
    mlg_sweep_work *w;
    mlg_status st;
    MLG_TRY(MLG_NEW(&w, 1, "scratch of a sweep", err));
    w->h = s->h;
    w->spots = s->request.spots;
    w->limit_ds = (uint16_t)s->request.limit_ds;
    MLG_GO(new_core_arrays(w, err));
    MLG_GO(new_tree_arrays(w, err));
    *out = w;
    return MLG_OK;
done:
    work_free(w);
    return st;
}

/* ---- a batch ---- */

/* First direct time of a batch or of a later one. */
static int32_t first_direct(const mlg_sweep *s, int32_t batch)
{
    int32_t low = 0, high = s->request.n_direct;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (s->direct[middle].batch < batch)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Copies the direct times of the batch and ensures that their places are visited. */
static mlg_status take_direct(mlg_sweep_work *w, const mlg_sweep *s, mlg_error *err)
{
    const int32_t from = first_direct(s, w->batch.number), to = first_direct(s, w->batch.number + 1);
    w->n_direct = to - from;
    MLG_TRY(MLG_GROW(&w->direct, &w->direct_room, (size_t)w->n_direct + 1, "direct times", err));
    for (int32_t i = 0; i < w->n_direct; i++) {
        w->direct[i] = s->direct[from + i].direct;
        int32_t spot = w->direct[i].spot, home = w->spots->all_nodes ? spot : w->spots->home[spot];
        if (home != MLG_NOWHERE)
            MLG_TRY(mlg_sweep_open_way(w, home, err));
    }
    w->direct[w->n_direct] = (mlg_lane_direct){ .spot = INT32_MAX };
    return MLG_OK;
}

static mlg_status start_batch(mlg_sweep_work *w, const mlg_sweep *s, mlg_error *err)
{
    memset(w->core_touched, 0, words(w->h->n_core) * sizeof *w->core_touched);
    memset(w->tree_marked, 0, words(w->h->n_trees) * sizeof *w->tree_marked);
    w->n_path = 0;
    for (int32_t lane = 0; lane < w->batch.n_sources; lane++)
        MLG_TRY(mlg_sweep_add_source(w, lane, &s->request.sources[w->batch.source[lane]], err));
    MLG_TRY(take_direct(w, s, err));
    s->code->climb(w);
    s->code->settle_core(w);
    return MLG_OK;
}

static mlg_status visit_all(mlg_sweep_work *w, const mlg_sweep *s, mlg_error *err)
{
    const mlg_sweep_consumer *consumer = s->consumer;
    const int32_t first_late = w->spots->n_spots - w->spots->n_late, n_trees = w->h->n_trees;
    if (consumer->begin)
        MLG_TRY(consumer->begin(consumer->context, &w->batch, err));
    w->next_direct = 0;
    memset(w->late_touched, 0, words(w->spots->n_late) * sizeof *w->late_touched);
    for (int32_t i = 0; i < w->n_direct; i++)
        if (w->direct[i].spot >= first_late)
            mlg_touch_late(w, w->direct[i].spot - first_late);
    MLG_TRY(s->code->visit_core(w));
    for (int32_t tree = 0; (tree = mlg_next_bit(w->tree_marked, tree, n_trees)) < n_trees; tree++)
        MLG_TRY(s->code->sweep_tree(w, tree));
    MLG_TRY(s->code->visit_late(w));
    return consumer->end ? consumer->end(consumer->context, &w->batch, err) : MLG_OK;
}

/* Worker 0 is the calling thread, the only one that may report progress. */
static mlg_status serve(void *context, int32_t task, int worker, mlg_error *err)
{
    mlg_sweep *s = context;
    int32_t number = s->first_batch + task, first = number * MLG_LANES, left = s->request.n_sources - first;
    if (worker == 0)
        MLG_TRY(mlg_progress_step(s->request.progress, "travel times",
                                  (double)atomic_load(&s->done) / s->n_batches, err));
    if (!s->work[worker])
        MLG_TRY(work_new(&s->work[worker], s, err));
    mlg_sweep_work *w = s->work[worker];
    w->consumer = s->consumer;
    w->err = err;
    w->batch =
        (mlg_sweep_batch){ .number = number, .first = first, .source = s->source + first, .worker = worker };
    w->batch.n_sources = left < MLG_LANES ? left : MLG_LANES;
    MLG_TRY(start_batch(w, s, err));
    for (; w->batch.pass < s->consumer->passes; w->batch.pass++)
        MLG_TRY(visit_all(w, s, err));
    atomic_fetch_add(&s->done, 1);
    return MLG_OK;
}

mlg_status mlg_sweep_run(mlg_sweep *sweep, int32_t first, int32_t count, const mlg_sweep_consumer *consumer,
                         mlg_error *err)
{
    sweep->consumer = consumer;
    sweep->first_batch = first;
    atomic_store(&sweep->done, first);
    return mlg_parallel(count, sweep->threads, serve, sweep, err);
}

void mlg_sweep_free(mlg_sweep *sweep)
{
    if (!sweep)
        return;
    for (int i = 0; sweep->work && i < sweep->threads; i++)
        work_free(sweep->work[i]);
    free(sweep->work);
    free(sweep->source);
    free(sweep->direct);
    free(sweep);
}

int32_t mlg_sweep_batches(const mlg_sweep *sweep)
{
    return sweep->n_batches;
}

int mlg_sweep_threads(const mlg_sweep *sweep)
{
    return sweep->threads;
}
