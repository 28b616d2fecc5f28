#include "adapters/osm/envelope.h"
#include "base/language.h"
#include "base/memory.h"

#include <string.h>
#include <time.h>

enum { MAX_HEADER = 64 * 1024 };

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
static mlg_status read_blob_header(block_header *h, const osm_envelope *e, wire bytes, mlg_error *err)
{
    wire_field field;
    uint64_t size = 0;
    while (bytes.at < bytes.end) {
        if (!wire_next(&bytes, &field))
            return osm_envelope_fail(e, "a header that cannot be decoded", err);
        if (field.number == 1 && field.type == 2)
            keep_type(h, field.bytes);
        else if (field.number == 3 && field.type == 0)
            size = field.value;
    }
    if (h->type[0] == '\0')
        return osm_envelope_fail(e, "a header without type", err);
    if (size == 0 || size > OSM_MAX_BLOB)
        return osm_envelope_fail(e, "a declared size that is not between 1 byte and 32 MiB,", err);
    h->place.data_size = (uint32_t)size;
    return MLG_OK;
}

static mlg_status read_header(block_header *h, osm_envelope *e, bool *end, mlg_error *err)
{
    uint8_t size[4];
    *h = (block_header){ .place = { .offset = ftello(e->osm->file) } };
    e->offset = h->place.offset;
    size_t got = fread(size, 1, 4, e->osm->file);
    *end = got == 0 && feof(e->osm->file);
    if (*end)
        return MLG_OK;
    if (got != 4)
        return osm_envelope_fail(e, "the file ends too early:", err);
    uint32_t n = (uint32_t)size[0] << 24 | (uint32_t)size[1] << 16 | (uint32_t)size[2] << 8 | size[3];
    if (n == 0 || n > MAX_HEADER)
        return osm_envelope_fail(e, "a header that is not between 1 byte and 64 KiB", err);
    MLG_TRY(osm_envelope_take(e, n, err));
    MLG_TRY(read_blob_header(h, e, (wire){ e->packed, e->packed + n }, err));
    h->place.header_size = (4 + n) & 0xffffff;
    if (h->place.offset + h->place.header_size + (int64_t)h->place.data_size > e->osm->size)
        return osm_envelope_fail(e, "the file ends too early:", err);
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
static mlg_status read_features(mlg_osm *osm, const osm_envelope *e, wire bytes, mlg_error *err)
{
    wire_field field;
    while (bytes.at < bytes.end) {
        if (!wire_next(&bytes, &field))
            return osm_envelope_fail(e, "a file header that cannot be decoded", err);
        if (field.number == 1 && field.type == 2 && !read_box(osm->box, field.bytes))
            return osm_envelope_fail(e, "a file header that cannot be decoded", err);
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

static mlg_status read_file_header(mlg_osm *osm, osm_envelope *e, size_t size, mlg_error *err)
{
    osm_plain plain = { 0 };
    wire bytes;
    mlg_status st;
    MLG_GO(osm_envelope_take(e, size, err));
    MLG_GO(osm_envelope_open(&bytes, &plain, e, err));
    MLG_GO(read_features(osm, e, bytes, err));
done:
    osm_plain_release(&plain);
    return st;
}

mlg_status osm_read_pbf_header(mlg_osm *osm, mlg_error *err)
{
    osm_envelope e = { .osm = osm };
    block_header h;
    bool end;
    mlg_status st = read_header(&h, &e, &end, err);
    if (st == MLG_OK && !end && strcmp(h.type, "OSMHeader") == 0)
        st = read_file_header(osm, &e, h.place.data_size, err);
    osm_envelope_release(&e);
    return st;
}

static mlg_status skip(const osm_envelope *e, const osm_place *place, mlg_error *err)
{
    return fseeko(e->osm->file, (off_t)(place->offset + place->header_size + place->data_size), SEEK_SET) == 0
               ? MLG_OK
               : osm_envelope_fail(e, "the file ends too early:", err);
}

mlg_status osm_find_places(mlg_osm *osm, mlg_error *err)
{
    osm_envelope e = { .osm = osm };
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
            st = osm_envelope_fail(&e, "no file header: data of an unknown kind", err);
            goto done;
        }
        if (strcmp(h.type, "OSMData") == 0) { /* other types are skipped, as the format requires */
            MLG_GO(MLG_GROW(&osm->places, &osm->place_capacity, osm->place_count + 1, "blocks of the file", err));
            osm->places[osm->place_count++] = h.place;
        }
        MLG_GO(skip(&e, &h.place, err));
    }
    if (osm->place_count == 0)
        st = osm_envelope_fail(&e, "a file without data: nothing", err);
done:
    if (st != MLG_OK)
        osm->place_count = 0;
    osm_envelope_release(&e);
    return st;
}
