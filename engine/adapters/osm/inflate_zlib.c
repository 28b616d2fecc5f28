#include "adapters/osm/inflate.h"

#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

struct osm_inflater {
    z_stream stream;
};

osm_inflater *osm_inflater_new(void)
{
    osm_inflater *inflater = calloc(1, sizeof *inflater);
    if (inflater && inflateInit(&inflater->stream) != Z_OK) {
        free(inflater);
        inflater = NULL;
    }
    return inflater;
}

void osm_inflater_free(osm_inflater *inflater)
{
    if (inflater)
        inflateEnd(&inflater->stream);
    free(inflater);
}

bool osm_inflate(osm_inflater *inflater, void *out, size_t size, const void *packed, size_t packed_size)
{
    z_stream *z = &inflater->stream;
    if (inflateReset(z) != Z_OK)
        return false;
    z->next_in = (Bytef *)(uintptr_t)packed; /* which zlib does not write to */
    z->avail_in = (uInt)packed_size;
    z->next_out = out;
    z->avail_out = (uInt)size;
    return inflate(z, Z_FINISH) == Z_STREAM_END && z->avail_out == 0;
}
