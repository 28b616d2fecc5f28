#include "adapters/osm/block.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/progress.h"

#include <string.h>
#include <time.h>
#include <zlib.h>

enum { MAX_HEADER = 64 * 1024, MAX_BLOB = 32 * 1024 * 1024 };

/* Buffers of one pass. `offset` is that of the block being read. */
typedef struct pass {
    mlg_osm *osm;
    osm_block block;
    int64_t offset, data_at;
    uint8_t *packed, *plain;
    size_t packed_capacity, plain_capacity, data_size;
    char type[16];
} pass;

static mlg_status damaged(const pass *p, const char *what, mlg_error *err)
{
    mlg_fail(err, MLG_INPUT, "%s: %s in the block at byte %lld", p->osm->path, mlg_tr(what), (long long)p->offset);
    mlg_hint(err, "the file is damaged or truncated: download it again");
    return MLG_INPUT;
}

/* Reads `size` bytes of the file into the packed buffer. */
static mlg_status take(pass *p, size_t size, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&p->packed, &p->packed_capacity, size, "a block of the file", err));
    if (fread(p->packed, 1, size, p->osm->file) != size)
        return damaged(p, "the file ends too early:", err);
    return MLG_OK;
}

static void keep_type(pass *p, wire name)
{
    size_t n = (size_t)(name.end - name.at);
    n = n < sizeof p->type - 1 ? n : sizeof p->type - 1;
    memcpy(p->type, name.at, n);
    p->type[n] = '\0';
}

/* BlobHeader: type (1), size of the blob (3). */
static mlg_status read_blob_header(pass *p, wire bytes, mlg_error *err)
{
    wire_field field;
    uint64_t size = 0;
    p->type[0] = '\0';
    while (bytes.at < bytes.end) {
        if (!wire_next(&bytes, &field))
            return damaged(p, "a header that cannot be decoded", err);
        if (field.number == 1 && field.type == 2)
            keep_type(p, field.bytes);
        else if (field.number == 3 && field.type == 0)
            size = field.value;
    }
    if (p->type[0] == '\0')
        return damaged(p, "a header without type", err);
    if (size == 0 || size > MAX_BLOB)
        return damaged(p, "a declared size that is not between 1 byte and 32 MiB,", err);
    p->data_size = (size_t)size;
    return MLG_OK;
}

static mlg_status read_header(pass *p, bool *end, mlg_error *err)
{
    uint8_t size[4];
    p->offset = ftello(p->osm->file);
    size_t got = fread(size, 1, 4, p->osm->file);
    *end = got == 0 && feof(p->osm->file);
    if (*end)
        return MLG_OK;
    if (got != 4)
        return damaged(p, "the file ends too early:", err);
    uint32_t n = (uint32_t)size[0] << 24 | (uint32_t)size[1] << 16 | (uint32_t)size[2] << 8 | size[3];
    if (n == 0 || n > MAX_HEADER)
        return damaged(p, "a header that is not between 1 byte and 64 KiB", err);
    MLG_TRY(take(p, n, err));
    MLG_TRY(read_blob_header(p, (wire){ p->packed, p->packed + n }, err));
    p->data_at = ftello(p->osm->file);
    if (p->data_at + (int64_t)p->data_size > p->osm->size)
        return damaged(p, "the file ends too early:", err);
    return MLG_OK;
}

static mlg_status inflate_into(pass *p, wire from, uint64_t size, mlg_error *err)
{
    uLongf length = (uLongf)size;
    if (size == 0 || size > MAX_BLOB)
        return damaged(p, "an inflated size that is not between 1 byte and 32 MiB,", err);
    MLG_TRY(MLG_GROW(&p->plain, &p->plain_capacity, (size_t)size, "a block of the file", err));
    int code = uncompress(p->plain, &length, from.at, (uLong)(from.end - from.at));
    if (code == Z_MEM_ERROR)
        return mlg_fail_memory(err, "inflating a block", (size_t)size);
    if (code != Z_OK || length != size)
        return damaged(p, "compressed data that does not inflate to the declared size", err);
    return MLG_OK;
}

static mlg_status unread_compression(const pass *p, uint32_t field, mlg_error *err)
{
    static const char *const names[] = { "lzma", "bzip2", "lz4", "zstd" };
    mlg_fail(err, MLG_INPUT, "%s: the block at byte %lld is compressed with %s, only zlib is read", p->osm->path,
             (long long)p->offset, names[field - 4]);
    mlg_hint(err, "osmium cat in.osm.pbf -f pbf,pbf_compression=zlib -o out.osm.pbf");
    return MLG_INPUT;
}

/* Blob: raw (1), raw_size (2), zlib_data (3), other compressions (4 to 7). */
static mlg_status open_blob(wire *plain, pass *p, mlg_error *err)
{
    MLG_TRY(take(p, p->data_size, err));
    wire bytes = { p->packed, p->packed + p->data_size }, zlib = { NULL, NULL };
    wire_field field;
    uint64_t size = 0;
    *plain = zlib;
    while (bytes.at < bytes.end) {
        if (!wire_next(&bytes, &field))
            return damaged(p, "an envelope that cannot be decoded", err);
        if (field.number == 1 && field.type == 2)
            *plain = field.bytes;
        else if (field.number == 2 && field.type == 0)
            size = field.value;
        else if (field.number == 3 && field.type == 2)
            zlib = field.bytes;
        else if (field.number >= 4 && field.number <= 7 && field.type == 2)
            return unread_compression(p, field.number, err);
    }
    if (plain->at)
        return MLG_OK;
    if (!zlib.at)
        return damaged(p, "no data", err);
    MLG_TRY(inflate_into(p, zlib, size, err));
    *plain = (wire){ p->plain, p->plain + size };
    return MLG_OK;
}

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

/* HeaderBlock: bounding box (1), required features (4), instant of the data in seconds since 1970 (32). */
static mlg_status read_features(pass *p, wire bytes, mlg_error *err)
{
    wire_field field;
    while (bytes.at < bytes.end) {
        if (!wire_next(&bytes, &field))
            return damaged(p, "a file header that cannot be decoded", err);
        if (field.number == 1 && field.type == 2 && !read_box(p->osm->box, field.bytes))
            return damaged(p, "a file header that cannot be decoded", err);
        if (field.number == 32 && field.type == 0)
            write_date(p->osm, field.value);
        if (field.number != 4 || field.type != 2 || same(field.bytes, "OsmSchema-V0.6") ||
            same(field.bytes, "DenseNodes"))
            continue;
        if (same(field.bytes, "HistoricalInformation"))
            return mlg_fail(err, MLG_INPUT, "%s: a history file, but an extract of a single date is needed",
                            p->osm->path);
        return mlg_fail(err, MLG_INPUT, "%s: the file requires '%.*s', which is not supported", p->osm->path,
                        (int)(field.bytes.end - field.bytes.at < 60 ? field.bytes.end - field.bytes.at : 60),
                        (const char *)field.bytes.at);
    }
    return MLG_OK;
}

static mlg_status read_data(pass *p, size_t index, const mlg_osm_sink *sink, mlg_error *err)
{
    mlg_osm *osm = p->osm;
    wire plain;
    if (index < osm->kind_count && !(osm->kinds[index] & osm_wanted(sink))) {
        if (fseeko(osm->file, (off_t)p->data_size, SEEK_CUR) != 0)
            return damaged(p, "the file ends too early:", err);
        return MLG_OK;
    }
    MLG_TRY(open_blob(&plain, p, err));
    p->block.offset = p->offset;
    MLG_TRY(osm_block_read(&p->block, plain, err));
    if (index < osm->kind_count)
        return MLG_OK;
    MLG_TRY(MLG_GROW(&osm->kinds, &osm->kind_capacity, index + 1, "blocks of the file", err));
    osm->kinds[osm->kind_count++] = (unsigned char)p->block.kinds;
    return MLG_OK;
}

static mlg_status read_one(pass *p, size_t *data_blocks, bool *header_seen, const mlg_osm_sink *sink,
                           mlg_error *err)
{
    wire plain;
    if (strcmp(p->type, "OSMHeader") == 0) {
        *header_seen = true;
        MLG_TRY(open_blob(&plain, p, err));
        return read_features(p, plain, err);
    }
    if (!*header_seen)
        return damaged(p, "no file header: data of an unknown kind", err);
    if (strcmp(p->type, "OSMData") == 0)
        return read_data(p, (*data_blocks)++, sink, err);
    if (fseeko(p->osm->file, (off_t)p->data_size, SEEK_CUR) !=
        0) /* an unknown type of block, skipped as the format requires */
        return damaged(p, "the file ends too early:", err);
    return MLG_OK;
}

mlg_status osm_read_pbf_header(mlg_osm *osm, mlg_error *err)
{
    pass p = { .osm = osm };
    size_t data_blocks = 0;
    bool header_seen = false, end;
    mlg_status st;
    MLG_GO(read_header(&p, &end, err));
    if (!end && strcmp(p.type, "OSMHeader") == 0)
        MLG_GO(read_one(&p, &data_blocks, &header_seen, NULL, err));
done:
    osm_block_release(&p.block);
    free(p.packed);
    free(p.plain);
    return st;
}

mlg_status osm_read_pbf(mlg_osm *osm, const mlg_osm_sink *sink, const mlg_progress *progress, mlg_error *err)
{
    pass p = { .osm = osm, .block = { .path = osm->path, .sink = sink } };
    size_t data_blocks = 0;
    bool header_seen = false;
    mlg_status st;
    for (;;) {
        bool end;
        MLG_GO(read_header(&p, &end, err));
        if (end)
            break;
        double done_part = osm->size > 0 ? (double)p.offset / (double)osm->size : 0;
        MLG_GO(mlg_progress_step(progress, "reading roads", done_part, err));
        MLG_GO(read_one(&p, &data_blocks, &header_seen, sink, err));
    }
    if (data_blocks == 0)
        st = damaged(&p, "a file without data: nothing", err);
done:
    osm_block_release(&p.block);
    free(p.packed);
    free(p.plain);
    return st;
}
