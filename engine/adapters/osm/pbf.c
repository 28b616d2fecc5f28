#include "adapters/osm/block.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/progress.h"

#include <string.h>
#include <time.h>
#include <zlib.h>

enum { MAX_HEADER = 64 * 1024, MAX_BLOB = 32 * 1024 * 1024 };

/* Bytes of a block: as they lie in the file, then inflated. `offset` is that of the block. */
typedef struct envelope {
    const mlg_osm *osm;
    int64_t offset;
    uint8_t *packed, *plain;
    size_t packed_size, packed_capacity, plain_capacity;
} envelope;

static void release(envelope *e)
{
    free(e->packed);
    free(e->plain);
}

static mlg_status damaged(const envelope *e, const char *what, mlg_error *err)
{
    mlg_fail(err, MLG_INPUT, "%s: %s in the block at byte %lld", e->osm->path, mlg_tr(what), (long long)e->offset);
    mlg_hint(err, "the file is damaged or truncated: download it again");
    return MLG_INPUT;
}

/* Reads `size` bytes of the file into the packed buffer. */
static mlg_status take(envelope *e, size_t size, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&e->packed, &e->packed_capacity, size, "a block of the file", err));
    e->packed_size = size;
    if (fread(e->packed, 1, size, e->osm->file) != size)
        return damaged(e, "the file ends too early:", err);
    return MLG_OK;
}

/* ---- envelopes -------------------------------------------------------------------------------------- */

static mlg_status inflate_into(envelope *e, wire from, uint64_t size, mlg_error *err)
{
    uLongf length = (uLongf)size;
    if (size == 0 || size > MAX_BLOB)
        return damaged(e, "an inflated size that is not between 1 byte and 32 MiB,", err);
    MLG_TRY(MLG_GROW(&e->plain, &e->plain_capacity, (size_t)size, "a block of the file", err));
    int code = uncompress(e->plain, &length, from.at, (uLong)(from.end - from.at));
    if (code == Z_MEM_ERROR)
        return mlg_fail_memory(err, "inflating a block", (size_t)size);
    if (code != Z_OK || length != size)
        return damaged(e, "compressed data that does not inflate to the declared size", err);
    return MLG_OK;
}

static mlg_status unread_compression(const envelope *e, uint32_t field, mlg_error *err)
{
    static const char *const names[] = { "lzma", "bzip2", "lz4", "zstd" };
    mlg_fail(err, MLG_INPUT, "%s: the block at byte %lld is compressed with %s, only zlib is read", e->osm->path,
             (long long)e->offset, names[field - 4]);
    mlg_hint(err, "osmium cat in.osm.pbf -f pbf,pbf_compression=zlib -o out.osm.pbf");
    return MLG_INPUT;
}

/* Blob, taken before: raw (1), raw_size (2), zlib_data (3), other compressions (4 to 7). */
static mlg_status open_envelope(wire *plain, envelope *e, mlg_error *err)
{
    wire bytes = { e->packed, e->packed + e->packed_size }, zlib = { NULL, NULL };
    wire_field field;
    uint64_t size = 0;
    *plain = zlib;
    while (bytes.at < bytes.end) {
        if (!wire_next(&bytes, &field))
            return damaged(e, "an envelope that cannot be decoded", err);
        if (field.number == 1 && field.type == 2)
            *plain = field.bytes;
        else if (field.number == 2 && field.type == 0)
            size = field.value;
        else if (field.number == 3 && field.type == 2)
            zlib = field.bytes;
        else if (field.number >= 4 && field.number <= 7 && field.type == 2)
            return unread_compression(e, field.number, err);
    }
    if (plain->at)
        return MLG_OK;
    if (!zlib.at)
        return damaged(e, "no data", err);
    MLG_TRY(inflate_into(e, zlib, size, err));
    *plain = (wire){ e->plain, e->plain + size };
    return MLG_OK;
}

/* ---- headers of blocks ------------------------------------------------------------------------------ */

typedef struct block_header {
    osm_place place;
    char type[16];
} block_header;

static void keep_type(block_header *h, wire name)
{
    size_t n = (size_t)(name.end - name.at);
    n = n < sizeof h->type - 1 ? n : sizeof h->type - 1;
    memcpy(h->type, name.at, n);
    h->type[n] = '\0';
}

/* BlobHeader: type (1), size of the blob (3). */
static mlg_status read_blob_header(block_header *h, const envelope *e, wire bytes, mlg_error *err)
{
    wire_field field;
    uint64_t size = 0;
    while (bytes.at < bytes.end) {
        if (!wire_next(&bytes, &field))
            return damaged(e, "a header that cannot be decoded", err);
        if (field.number == 1 && field.type == 2)
            keep_type(h, field.bytes);
        else if (field.number == 3 && field.type == 0)
            size = field.value;
    }
    if (h->type[0] == '\0')
        return damaged(e, "a header without type", err);
    if (size == 0 || size > MAX_BLOB)
        return damaged(e, "a declared size that is not between 1 byte and 32 MiB,", err);
    h->place.data_size = (uint32_t)size;
    return MLG_OK;
}

static mlg_status read_header(block_header *h, envelope *e, bool *end, mlg_error *err)
{
    uint8_t size[4];
    *h = (block_header){ .place = { .offset = ftello(e->osm->file) } };
    e->offset = h->place.offset;
    size_t got = fread(size, 1, 4, e->osm->file);
    *end = got == 0 && feof(e->osm->file);
    if (*end)
        return MLG_OK;
    if (got != 4)
        return damaged(e, "the file ends too early:", err);
    uint32_t n = (uint32_t)size[0] << 24 | (uint32_t)size[1] << 16 | (uint32_t)size[2] << 8 | size[3];
    if (n == 0 || n > MAX_HEADER)
        return damaged(e, "a header that is not between 1 byte and 64 KiB", err);
    MLG_TRY(take(e, n, err));
    MLG_TRY(read_blob_header(h, e, (wire){ e->packed, e->packed + n }, err));
    h->place.header_size = (4 + n) & 0xffffff;
    if (h->place.offset + h->place.header_size + (int64_t)h->place.data_size > e->osm->size)
        return damaged(e, "the file ends too early:", err);
    return MLG_OK;
}

/* ---- the header of the file ------------------------------------------------------------------------- */

static bool same(wire text, const char *word)
{
    return (size_t)(text.end - text.at) == strlen(word) && memcmp(text.at, word, strlen(word)) == 0;
}

static void write_date(mlg_osm *osm, uint64_t seconds)
{
    struct tm date;
    time_t instant = (time_t)seconds;
    if (seconds < (uint64_t)1 << 40 && gmtime_r(&instant, &date) && date.tm_year < 9999 - 1900)
        strftime(osm->date, sizeof osm->date, "%Y-%m-%dT%H:%M:%SZ", &date);
}

/* HeaderBBox: left (1), right (2), top (3) and bottom (4), in units of 1e-9 degree. */
static bool read_box(double box[4], wire bytes)
{
    static const int to[] = { 0, 2, 3, 1 };
    wire_field field;
    while (bytes.at < bytes.end) {
        if (!wire_next(&bytes, &field))
            return false;
        if (field.number >= 1 && field.number <= 4 && field.type == 0)
            box[to[field.number - 1]] = 1e-9 * (double)(int64_t)((field.value >> 1) ^ (0 - (field.value & 1)));
    }
    return true;
}

/* HeaderBlock: bounding box (1), required (4) and optional features (5), instant of the data in seconds since 1970 (32). */
static mlg_status read_features(mlg_osm *osm, const envelope *e, wire bytes, mlg_error *err)
{
    wire_field field;
    while (bytes.at < bytes.end) {
        if (!wire_next(&bytes, &field))
            return damaged(e, "a file header that cannot be decoded", err);
        if (field.number == 1 && field.type == 2 && !read_box(osm->box, field.bytes))
            return damaged(e, "a file header that cannot be decoded", err);
        if (field.number == 32 && field.type == 0)
            write_date(osm, field.value);
        if (field.number == 5 && field.type == 2)
            osm->sorted |= same(field.bytes, "Sort.Type_then_ID");
        if (field.number != 4 || field.type != 2 || same(field.bytes, "OsmSchema-V0.6") ||
            same(field.bytes, "DenseNodes"))
            continue;
        if (same(field.bytes, "HistoricalInformation"))
            return mlg_fail(err, MLG_INPUT, "%s: a history file, but an extract of a single date is needed",
                            osm->path);
        return mlg_fail(err, MLG_INPUT, "%s: the file requires '%.*s', which is not supported", osm->path,
                        (int)(field.bytes.end - field.bytes.at < 60 ? field.bytes.end - field.bytes.at : 60),
                        (const char *)field.bytes.at);
    }
    return MLG_OK;
}

/* ---- blocks of a file ------------------------------------------------------------------------------- */

static mlg_status read_file_header(mlg_osm *osm, envelope *e, size_t size, mlg_error *err)
{
    wire plain;
    MLG_TRY(take(e, size, err));
    MLG_TRY(open_envelope(&plain, e, err));
    return read_features(osm, e, plain, err);
}

mlg_status osm_read_pbf_header(mlg_osm *osm, mlg_error *err)
{
    envelope e = { .osm = osm };
    block_header h;
    bool end;
    mlg_status st = read_header(&h, &e, &end, err);
    if (st == MLG_OK && !end && strcmp(h.type, "OSMHeader") == 0)
        st = read_file_header(osm, &e, h.place.data_size, err);
    release(&e);
    return st;
}

static mlg_status skip(const envelope *e, const osm_place *place, mlg_error *err)
{
    return fseeko(e->osm->file, (off_t)(place->offset + place->header_size + place->data_size), SEEK_SET) == 0
               ? MLG_OK
               : damaged(e, "the file ends too early:", err);
}

static mlg_status find_places(mlg_osm *osm, mlg_error *err)
{
    envelope e = { .osm = osm };
    bool header_seen = false;
    mlg_status st;
    osm->place_count = 0;
    for (;;) {
        block_header h;
        bool end;
        MLG_GO(read_header(&h, &e, &end, err));
        if (end)
            break;
        if (strcmp(h.type, "OSMHeader") == 0) {
            header_seen = true;
            MLG_GO(read_file_header(osm, &e, h.place.data_size, err));
            continue;
        }
        if (!header_seen) {
            st = damaged(&e, "no file header: data of an unknown kind", err);
            goto done;
        }
        if (strcmp(h.type, "OSMData") == 0) { /* other types are skipped, as the format requires */
            MLG_GO(MLG_GROW(&osm->places, &osm->place_capacity, osm->place_count + 1, "blocks of the file", err));
            osm->places[osm->place_count++] = h.place;
        }
        MLG_GO(skip(&e, &h.place, err));
    }
    if (osm->place_count == 0)
        st = damaged(&e, "a file without data: nothing", err);
done:
    if (st != MLG_OK)
        osm->place_count = 0;
    release(&e);
    return st;
}

/* ---- passes ----------------------------------------------------------------------------------------- */

enum { BATCH = 64, BATCH_BYTES = 64 * 1024 * 1024 }; /* blocks read at a time */

typedef struct worker {
    osm_block block;
    uint8_t *plain;
    size_t plain_capacity;
} worker;

typedef struct pass {
    mlg_osm *osm;
    const mlg_osm_sink *sink;
    mlg_osm_sink *of_worker;
    worker *workers;
    int threads, batch_limit;
    envelope envelopes[BATCH];
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
    envelope *e = &p->envelopes[task];
    osm_place *place = &p->osm->places[p->place[task]];
    const mlg_osm_sink *sink = w->block.sink;
    wire plain;
    e->plain = w->plain, e->plain_capacity = w->plain_capacity;
    mlg_status st = open_envelope(&plain, e, err);
    w->plain = e->plain, w->plain_capacity = e->plain_capacity;
    e->plain = NULL, e->plain_capacity = 0;
    MLG_TRY(st);
    w->block.offset = place->offset;
    if (sink->block)
        MLG_TRY(sink->block(sink->context, (int64_t)p->place[task], err));
    MLG_TRY(osm_block_read(&w->block, plain, err));
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
        envelope *e = &p->envelopes[p->count];
        if (!is_wanted(p, *next))
            continue;
        e->osm = p->osm;
        e->offset = place->offset;
        if (fseeko(p->osm->file, (off_t)(place->offset + place->header_size), SEEK_SET) != 0)
            return damaged(e, "the file ends too early:", err);
        MLG_TRY(take(e, place->data_size, err));
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
    MLG_TRY(MLG_NEW(&p->of_worker, (size_t)p->threads, "readers of blocks", err));
    for (int i = 0; i < p->threads; i++) {
        p->of_worker[i] = *p->sink;
        if (p->sink->contexts)
            p->of_worker[i].context = p->sink->contexts[i];
        p->workers[i].block.path = p->osm->path;
        p->workers[i].block.sink = &p->of_worker[i];
    }
    return MLG_OK;
}

static void release_pass(pass *p)
{
    for (int i = 0; p->workers && i < p->threads; i++) {
        osm_block_release(&p->workers[i].block);
        free(p->workers[i].plain);
    }
    for (int i = 0; i < BATCH; i++)
        release(&p->envelopes[i]);
    free(p->workers);
    free(p->of_worker);
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

static mlg_status kinds_of(int *kinds, pass *p, size_t place, mlg_error *err)
{
    size_t next = place;
    MLG_TRY(gather(p, &next, err));
    MLG_TRY(pass_block(p, 0, 0, err));
    *kinds = p->osm->places[place].kinds;
    return MLG_OK;
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
        int kinds;
        MLG_GO(kinds_of(&kinds, &p, middle, err));
        if (kinds == OSM_NODE)
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
        MLG_TRY(find_places(osm, err));
    if (first && osm->sorted && sink->nodes_follow && !sink->node)
        MLG_TRY(presume_nodes(osm, err));
    return run_pass(osm, sink, progress, err);
}
