/* Passes over the blocks of a .osm.pbf, on several threads where the sink has contexts for them. */
#include "adapters/osm/block.h"
#include "adapters/osm/envelope.h"
#include "base/memory.h"
#include "base/os/thread.h"
#include "base/parallel.h"
#include "base/progress.h"

typedef struct worker {
    mlg_osm_sink sink; /* with its own context */
    osm_envelope envelope;
    osm_block block;
    osm_plain plain;
} worker;

typedef struct pass {
    mlg_osm *osm;
    const mlg_osm_sink *sink;
    const mlg_progress *progress;
    worker *workers;
    int threads;
    pthread_mutex_t file; /* held by the worker that reads its next block */
} pass;

static bool is_wanted(const pass *p, size_t place)
{
    int kinds = p->osm->places[place].kinds;
    return kinds == 0 || (kinds & osm_wanted(p->sink));
}

/* What stands in a block whose kinds the header of the file told. */
static mlg_status check_presumed(const osm_place *place, const osm_block *block, const mlg_osm *osm,
                                 mlg_error *err)
{
    if (!(place->kinds & OSM_PRESUMED) || !(block->kinds & ~OSM_NODE))
        return MLG_OK;
    mlg_fail(err, MLG_INPUT,
             "%s: the file says that it is sorted by type, but ways or relations stand among the nodes, in the "
             "block at byte %lld",
             osm->path, (long long)place->offset);
    mlg_hint(err, "osmium sort in.osm.pbf -o out.osm.pbf");
    return MLG_INPUT;
}

static mlg_status take_block(pass *p, osm_envelope *e, const osm_place *place, mlg_error *err)
{
    e->osm = p->osm;
    e->offset = place->offset;
    pthread_mutex_lock(&p->file);
    mlg_status st = fseeko(p->osm->file, (off_t)(place->offset + place->header_size), SEEK_SET) == 0
                        ? osm_envelope_take(e, place->data_size, err)
                        : osm_envelope_fail(e, "the file ends too early:", err);
    pthread_mutex_unlock(&p->file);
    return st;
}

static mlg_status pass_block(void *context, int32_t task, int number, mlg_error *err)
{
    pass *p = context;
    worker *w = &p->workers[number];
    osm_place *place = &p->osm->places[task];
    wire bytes;
    if (!is_wanted(p, (size_t)task))
        return MLG_OK;
    if (number == 0)
        MLG_TRY(
            mlg_progress_step(p->progress, "reading roads", (double)place->offset / (double)p->osm->size, err));
    MLG_TRY(take_block(p, &w->envelope, place, err));
    MLG_TRY(osm_envelope_open(&bytes, &w->plain, &w->envelope, err));
    w->block.offset = place->offset;
    if (w->sink.block)
        MLG_TRY(w->sink.block(w->sink.context, task, err));
    MLG_TRY(osm_block_read(&w->block, bytes, err));
    MLG_TRY(check_presumed(place, &w->block, p->osm, err));
    place->kinds = (uint8_t)w->block.kinds;
    return MLG_OK;
}

static mlg_status start_workers(pass *p, mlg_error *err)
{
    pthread_mutex_init(&p->file, NULL);
    MLG_TRY(MLG_NEW(&p->workers, (size_t)p->threads, "readers of blocks", err));
    for (int i = 0; i < p->threads; i++) {
        worker *w = &p->workers[i];
        w->sink = *p->sink;
        if (p->sink->contexts)
            w->sink.context = p->sink->contexts[i];
        w->block.path = p->osm->path;
        w->block.sink = &w->sink;
    }
    return MLG_OK;
}

static void release_pass(pass *p)
{
    for (int i = 0; p->workers && i < p->threads; i++) {
        osm_block_release(&p->workers[i].block);
        osm_plain_release(&p->workers[i].plain);
        osm_envelope_release(&p->workers[i].envelope);
    }
    free(p->workers);
    pthread_mutex_destroy(&p->file);
}

static mlg_status run_pass(mlg_osm *osm, const mlg_osm_sink *sink, const mlg_progress *progress, mlg_error *err)
{
    pass p = { .osm = osm, .sink = sink, .progress = progress, .threads = sink->contexts ? sink->threads : 1 };
    mlg_status st;
    MLG_GO(start_workers(&p, err));
    MLG_GO(mlg_parallel((int32_t)osm->place_count, p.threads, pass_block, &p, err));
done:
    release_pass(&p);
    return st;
}

/* ---- sorted files ----------------------------------------------------------------------------------- */

/* Presumes nodes alone in the blocks before the first one that holds something else, found by bisection. */
static mlg_status presume_nodes(mlg_osm *osm, mlg_error *err)
{
    const mlg_osm_sink nothing = { 0 };
    pass p = { .osm = osm, .sink = &nothing, .threads = 1 };
    size_t low = 0, high = osm->place_count;
    mlg_status st;
    MLG_GO(start_workers(&p, err));
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        MLG_GO(pass_block(&p, (int32_t)middle, 0, err)); /* notes what stands there */
        if (osm->places[middle].kinds == OSM_NODE)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = 0; i < low; i++)
        osm->places[i].kinds = OSM_NODE | OSM_PRESUMED;
done:
    release_pass(&p);
    return st;
}

mlg_status osm_read_pbf(mlg_osm *osm, const mlg_osm_sink *sink, const mlg_progress *progress, mlg_error *err)
{
    bool first = osm->place_count == 0;
    if (first)
        MLG_TRY(osm_find_places(osm, err));
    if (first && osm->sorted && sink->nodes_follow && !sink->node)
        MLG_TRY(presume_nodes(osm, err));
    return run_pass(osm, sink, progress, err);
}
