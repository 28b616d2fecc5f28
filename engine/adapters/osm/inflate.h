/* Inflates zlib data of a known size: by libdeflate, which takes half the time, where the build has it, else by zlib. */
#ifndef MLG_ADAPTERS_OSM_INFLATE_H
#define MLG_ADAPTERS_OSM_INFLATE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct osm_inflater osm_inflater; /* of one thread */

/* NULL: no memory. */
osm_inflater *osm_inflater_new(void);
void osm_inflater_free(osm_inflater *inflater);

/* False: the data are damaged, or do not inflate to exactly `size` bytes. */
bool osm_inflate(osm_inflater *inflater, void *out, size_t size, const void *packed, size_t packed_size);

#endif
