/* Passes over the blocks of a .osm.pbf, on several threads where the sink has contexts for them. */
#include "adapters/osm/block.h"
#include "adapters/osm/envelope.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/progress.h"

enum { BATCH = 64, BATCH_BYTES = 64 * 1024 * 1024 }; /* blocks read at a time */

typedef struct worker {
    mlg_osm_sink sink; /* with its own context */
    osm_block block;
    osm_plain plain;
} worker;

typedef struct pass {
    mlg_osm *osm;
    const mlg_osm_sink *sink;
    worker *workers;
    int threads, batch_limit;
    osm_envelope envelopes[BATCH];
    size_t place[BATCH];
    int32_t count; /* of the batch */
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

static mlg_status pass_block(void *context, int32_t task, int number, mlg_error *err)
{
    pass *p = context;
    worker *w = &p->workers[number];
    osm_place *place = &p->osm->places[p->place[task]];
    wire bytes;
    MLG_TRY(osm_envelope_open(&bytes, &w->plain, &p->envelopes[task], err));
    w->block.offset = place->offset;
    if (w->sink.block)
        MLG_TRY(w->sink.block(w->sink.context, (int64_t)p->place[task], err));
    MLG_TRY(osm_block_read(&w->block, bytes, err));
    MLG_TRY(check_presumed(place, &w->block, p->osm, err));
    place->kinds = (uint8_t)w->block.kinds;
    return MLG_OK;
}

/* The next blocks that are wanted, as many as are read at a time. */
static mlg_status gather(pass *p, size_t *next, mlg_error *err)
{
    size_t bytes = 0;
    for (p->count = 0; *next < p->osm->place_count && p->count < p->batch_limit && bytes < BATCH_BYTES;
         (*next)++) {
        const osm_place *place = &p->osm->places[*next];
        osm_envelope *e = &p->envelopes[p->count];
        if (!is_wanted(p, *next))
            continue;
        e->osm = p->osm;
        e->offset = place->offset;
        if (fseeko(p->osm->file, (off_t)(place->offset + place->header_size), SEEK_SET) != 0)
            return osm_envelope_fail(e, "the file ends too early:", err);
        MLG_TRY(osm_envelope_take(e, place->data_size, err));
        bytes += place->data_size;
        p->place[p->count++] = *next;
    }
    return MLG_OK;
}

static mlg_status pass_all(pass *p, const mlg_progress *progress, mlg_error *err)
{
    for (size_t next = 0; next < p->osm->place_count;) {
        double done_part = (double)p->osm->places[next].offset / (double)p->osm->size;
        MLG_TRY(mlg_progress_step(progress, "reading roads", done_part, err));
        MLG_TRY(gather(p, &next, err));
        MLG_TRY(mlg_parallel(p->count, p->threads, pass_block, p, err));
    }
    return MLG_OK;
}

static mlg_status start_workers(pass *p, mlg_error *err)
{
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
    }
    for (int i = 0; i < BATCH; i++)
        osm_envelope_release(&p->envelopes[i]);
    free(p->workers);
}

static mlg_status run_pass(mlg_osm *osm, const mlg_osm_sink *sink, const mlg_progress *progress, mlg_error *err)
{
    pass p = { .osm = osm, .sink = sink, .threads = sink->contexts ? sink->threads : 1 };
    mlg_status st;
    p.batch_limit = p.threads > 1 ? BATCH : 1;
    MLG_GO(start_workers(&p, err));
    MLG_GO(pass_all(&p, progress, err));
done:
    release_pass(&p);
    return st;
}

/* ---- sorted files ----------------------------------------------------------------------------------- */

/* Notes what stands in one block. */
static mlg_status probe(pass *p, size_t place, mlg_error *err)
{
    MLG_TRY(gather(p, &place, err));
    return pass_block(p, 0, 0, err);
}

/* Presumes nodes alone in the blocks before the first one that holds something else, found by bisection. */
static mlg_status presume_nodes(mlg_osm *osm, mlg_error *err)
{
    const mlg_osm_sink nothing = { 0 };
    pass p = { .osm = osm, .sink = &nothing, .threads = 1, .batch_limit = 1 };
    size_t low = 0, high = osm->place_count;
    mlg_status st;
    MLG_GO(start_workers(&p, err));
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        MLG_GO(probe(&p, middle, err));
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
