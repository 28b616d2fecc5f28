/* Shared by the readers of both formats: the element being read. */
#include "adapters/osm/reader.h"

#include <stdlib.h>
#include <string.h>

const char *mlg_osm_value(const mlg_osm_tag *tags, int32_t tag_count, const char *key)
{
    for (int32_t i = 0; i < tag_count; i++)
        if (tags[i].key[0] == key[0] && strcmp(tags[i].key, key) == 0)
            return tags[i].value;
    return NULL;
}

bool osm_is_way_key(const mlg_osm_sink *sink, const char *key)
{
    for (const char *const *asked = sink->way_keys; asked && *asked; asked++)
        if ((*asked)[0] == key[0] && strcmp(*asked, key) == 0)
            return true;
    return !sink->way_keys;
}

size_t mlg_osm_first_id(const int64_t *ids, size_t n, int64_t id)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ids[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int osm_wanted(const mlg_osm_sink *sink)
{
    return (sink->node ? OSM_NODE : 0) | (sink->way ? OSM_WAY : 0) | (sink->relation ? OSM_RELATION : 0);
}

void osm_element_release(osm_element *element)
{
    free(element->tags);
    free(element->refs);
    free(element->members);
}
