/* APPNOTE 6.3: local headers with their parts, then the directory and its end. */
#include "adapters/zip_write.h"

#include "base/memory.h"
#include "base/text.h"

#include <string.h>
#include <zlib.h>

enum {
    VERSION = 20,
    STORED = 0,
    DEFLATED = 8,
    FIRST_DAY = 0x21
}; /* 1 January 1980, the first day that the format knows */

typedef struct {
    uint32_t crc, packed, size, at;
    uint16_t method;
} entry;

static void add_16(mlg_text *out, uint32_t value)
{
    const char bytes[2] = { (char)(value & 0xFF), (char)(value >> 8 & 0xFF) };
    mlg_text_add_bytes(out, bytes, 2);
}

static void add_32(mlg_text *out, uint32_t value)
{
    add_16(out, value & 0xFFFF);
    add_16(out, value >> 16);
}

/* What the local header and the directory both say. */
static void add_common(mlg_text *out, const entry *e, const char *name)
{
    add_16(out, VERSION);
    add_16(out, 0);
    add_16(out, e->method);
    add_16(out, 0);
    add_16(out, FIRST_DAY);
    add_32(out, e->crc);
    add_32(out, e->packed);
    add_32(out, e->size);
    add_16(out, (uint32_t)strlen(name));
    add_16(out, 0);
}

static mlg_status pack(unsigned char **packed, entry *e, const mlg_zip_part *part, mlg_error *err)
{
    z_stream z = { 0 };
    uLong most = compressBound((uLong)part->size) + 16;
    MLG_TRY(MLG_NEW(packed, most, "a compressed file", err));
    if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return mlg_fail_memory(err, "a compressed file", most);
    z.next_in = (Bytef *)(uintptr_t)part->bytes;
    z.avail_in = (uInt)part->size;
    z.next_out = *packed;
    z.avail_out = (uInt)most;
    int done = deflate(&z, Z_FINISH);
    e->packed = (uint32_t)z.total_out;
    e->method = DEFLATED;
    deflateEnd(&z);
    return done == Z_STREAM_END ? MLG_OK : mlg_fail(err, MLG_DATA, "%s: cannot be compressed", part->name);
}

static mlg_status add_part(mlg_text *out, entry *e, const mlg_zip_part *part, mlg_error *err)
{
    unsigned char *packed = NULL;
    if (part->size >= UINT32_MAX / 2 || out->length >= UINT32_MAX / 2)
        return mlg_fail(err, MLG_INPUT, "%s: too large for a zip file", part->name);
    *e = (entry){ .crc = (uint32_t)crc32(0, (const Bytef *)part->bytes, (uInt)part->size),
                  .packed = (uint32_t)part->size,
                  .size = (uint32_t)part->size,
                  .at = (uint32_t)out->length,
                  .method = STORED };
    mlg_status st = part->stored ? MLG_OK : pack(&packed, e, part, err);
    if (st == MLG_OK) {
        mlg_text_add_bytes(out, "PK\3\4", 4);
        add_common(out, e, part->name);
        mlg_text_add(out, part->name);
        mlg_text_add_bytes(out, packed ? (const char *)packed : part->bytes, e->packed);
    }
    free(packed);
    return st;
}

static void add_directory(mlg_text *out, const entry *entries, const mlg_zip_part *parts, int count)
{
    uint32_t start = (uint32_t)out->length;
    for (int i = 0; i < count; i++) {
        mlg_text_add_bytes(out, "PK\1\2", 4);
        add_16(out, VERSION);
        add_common(out, &entries[i], parts[i].name);
        for (int k = 0; k < 3; k++) /* comment, disk, kind */
            add_16(out, 0);
        add_32(out, 0);
        add_32(out, entries[i].at);
        mlg_text_add(out, parts[i].name);
    }
    uint32_t size = (uint32_t)out->length - start;
    mlg_text_add_bytes(out, "PK\5\6", 4);
    add_32(out, 0);
    add_16(out, (uint32_t)count);
    add_16(out, (uint32_t)count);
    add_32(out, size);
    add_32(out, start);
    add_16(out, 0);
}

mlg_status mlg_zip_save(const char *path, const mlg_zip_part *parts, int count, mlg_error *err)
{
    entry *entries;
    mlg_text out = { 0 };
    MLG_TRY(MLG_NEW(&entries, count, "a zip file", err));
    mlg_status st = MLG_OK;
    for (int i = 0; st == MLG_OK && i < count; i++)
        st = add_part(&out, &entries[i], &parts[i], err);
    if (st == MLG_OK) {
        add_directory(&out, entries, parts, count);
        st = mlg_text_save(&out, path, err);
    }
    mlg_text_release(&out);
    free(entries);
    return st;
}
