/* The bytes of one block of a .osm.pbf: as they lie in the file, then inflated. Included by the readers of that format only. */
#ifndef MLG_ADAPTERS_OSM_ENVELOPE_H
#define MLG_ADAPTERS_OSM_ENVELOPE_H

#include "adapters/osm/inflate.h"
#include "adapters/osm/reader.h"
#include "adapters/osm/wire.h"

typedef struct osm_envelope {
    const mlg_osm *osm;
    int64_t offset; /* of the block in the file */
    uint8_t *packed;
    size_t packed_size, packed_capacity;
} osm_envelope;

/* Inflated bytes, of one thread; they hold until the next envelope is opened into them. `{ 0 }` before. */
typedef struct osm_plain {
    uint8_t *bytes;
    size_t capacity;
    osm_inflater *inflater;
} osm_plain;

/* "file.osm.pbf: <what> in the block at byte 123". */
mlg_status osm_envelope_fail(const osm_envelope *envelope, const char *what, mlg_error *err);

/* Reads the next `size` bytes of the file. */
mlg_status osm_envelope_take(osm_envelope *envelope, size_t size, mlg_error *err);

/* What was taken, a Blob, inflated when it is packed. */
mlg_status osm_envelope_open(wire *bytes, osm_plain *plain, const osm_envelope *envelope, mlg_error *err);

void osm_envelope_release(osm_envelope *envelope);
void osm_plain_release(osm_plain *plain);

#endif
