/* One inflated block of a .osm.pbf. Included by pbf.c and block.c only. */
#ifndef MLG_ADAPTERS_OSM_BLOCK_H
#define MLG_ADAPTERS_OSM_BLOCK_H

#include "adapters/osm/reader.h"
#include "adapters/osm/wire.h"

typedef struct osm_block {
    const char *path;
    int64_t offset;       /* of the block in the file */
    const uint8_t *start; /* of the inflated bytes */
    const mlg_osm_sink *sink;
    char *text; /* strings of the block, each NUL-terminated */
    uint32_t *string_at;
    uint8_t *is_way_key; /* of the sink, for each string */
    size_t text_size, text_capacity, string_count, string_capacity, key_capacity;
    int64_t granularity, lat_offset, lon_offset;
    osm_element element;
    size_t cursor; /* in the ids of the sink */
    int kinds;     /* kinds found, wanted or not */
} osm_block;

/* Passes the elements of one PrimitiveBlock to the sink; block->kinds tells which kinds it contained. */
mlg_status osm_block_read(osm_block *block, wire bytes, mlg_error *err);

/* Fails with "file.osm.pbf: <what> in the block at byte 123 (456 bytes into it)". */
mlg_status osm_block_fail(const osm_block *block, const uint8_t *at, const char *what, mlg_error *err);

void osm_block_release(osm_block *block);

#endif
