#include "adapters/osm/envelope.h"

#include "base/language.h"
#include "base/memory.h"

void osm_envelope_release(osm_envelope *e)
{
    free(e->packed);
}

void osm_plain_release(osm_plain *plain)
{
    free(plain->bytes);
    osm_inflater_free(plain->inflater);
}

mlg_status osm_envelope_fail(const osm_envelope *e, const char *what, mlg_error *err)
{
    mlg_fail(err, MLG_INPUT, "%s: %s in the block at byte %lld", e->osm->path, mlg_tr(what), (long long)e->offset);
    mlg_hint(err, "the file is damaged or truncated: download it again");
    return MLG_INPUT;
}

mlg_status osm_envelope_take(osm_envelope *e, size_t size, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&e->packed, &e->packed_capacity, size, "a block of the file", err));
    e->packed_size = size;
    if (fread(e->packed, 1, size, e->osm->file) != size)
        return osm_envelope_fail(e, "the file ends too early:", err);
    return MLG_OK;
}

static mlg_status inflate_into(osm_plain *plain, const osm_envelope *e, wire from, uint64_t size, mlg_error *err)
{
    if (size == 0 || size > OSM_MAX_BLOB)
        return osm_envelope_fail(e, "an inflated size that is not between 1 byte and 32 MiB,", err);
    MLG_TRY(MLG_GROW(&plain->bytes, &plain->capacity, (size_t)size, "a block of the file", err));
    if (!plain->inflater && !(plain->inflater = osm_inflater_new()))
        return mlg_fail_memory(err, "inflating a block", (size_t)size);
    if (!osm_inflate(plain->inflater, plain->bytes, (size_t)size, from.at, (size_t)(from.end - from.at)))
        return osm_envelope_fail(e, "compressed data that does not inflate to the declared size", err);
    return MLG_OK;
}

static mlg_status unread_compression(const osm_envelope *e, uint32_t field, mlg_error *err)
{
    static const char *const names[] = { "lzma", "bzip2", "lz4", "zstd" };
    mlg_fail(err, MLG_INPUT, "%s: the block at byte %lld is compressed with %s, only zlib is read", e->osm->path,
             (long long)e->offset, names[field - 4]);
    mlg_hint(err, "osmium cat in.osm.pbf -f pbf,pbf_compression=zlib -o out.osm.pbf");
    return MLG_INPUT;
}

/* Blob: raw (1), raw_size (2), zlib_data (3), other compressions (4 to 7). */
mlg_status osm_envelope_open(wire *out, osm_plain *plain, const osm_envelope *e, mlg_error *err)
{
    wire bytes = { e->packed, e->packed + e->packed_size }, zlib = { NULL, NULL };
    wire_field field;
    uint64_t size = 0;
    *out = zlib;
    while (bytes.at < bytes.end) {
        if (!wire_next(&bytes, &field))
            return osm_envelope_fail(e, "an envelope that cannot be decoded", err);
        if (field.number == 1 && field.type == 2)
            *out = field.bytes;
        else if (field.number == 2 && field.type == 0)
            size = field.value;
        else if (field.number == 3 && field.type == 2)
            zlib = field.bytes;
        else if (field.number >= 4 && field.number <= 7 && field.type == 2)
            return unread_compression(e, field.number, err);
    }
    if (out->at)
        return MLG_OK;
    if (!zlib.at)
        return osm_envelope_fail(e, "no data", err);
    MLG_TRY(inflate_into(plain, e, zlib, size, err));
    *out = (wire){ plain->bytes, plain->bytes + size };
    return MLG_OK;
}
