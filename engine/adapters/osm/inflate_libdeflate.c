#include "adapters/osm/inflate.h"

#include <libdeflate.h>

static struct libdeflate_decompressor *own(osm_inflater *inflater)
{
    return (struct libdeflate_decompressor *)(void *)inflater;
}

osm_inflater *osm_inflater_new(void)
{
    return (osm_inflater *)(void *)libdeflate_alloc_decompressor();
}

void osm_inflater_free(osm_inflater *inflater)
{
    libdeflate_free_decompressor(own(inflater));
}

bool osm_inflate(osm_inflater *inflater, void *out, size_t size, const void *packed, size_t packed_size)
{
    return libdeflate_zlib_decompress(own(inflater), packed, packed_size, out, size, NULL) == LIBDEFLATE_SUCCESS;
}
