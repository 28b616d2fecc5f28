/* Shared by the .c files of this folder only. */
#ifndef MLG_ADAPTERS_OSM_READER_H
#define MLG_ADAPTERS_OSM_READER_H

#include "adapters/osm/extract.h"

#include <stdio.h>

/* OSM_PRESUMED: as the header of the file says, not read yet. */
enum { OSM_NODE = 1, OSM_WAY = 2, OSM_RELATION = 4, OSM_ALL = 7, OSM_PRESUMED = 8 };
enum { OSM_MAX_TAGS = 65536, OSM_MAX_REFS = 1 << 20, OSM_MAX_BLOB = 32 * 1024 * 1024 };

typedef enum osm_format { OSM_PBF, OSM_XML, OSM_XML_GZ } osm_format;

/* A PBF block of data. */
typedef struct osm_place {
    int64_t offset;            /* of its header */
    uint32_t data_size;        /* of the envelope that follows the header */
    uint32_t header_size : 24; /* with its own size */
    uint32_t kinds : 8;        /* of elements in it; 0: not known yet */
} osm_place;

struct mlg_osm {
    char *path;
    FILE *file;
    int64_t size;
    osm_format format;
    osm_place *places; /* of a PBF file, once it was read */
    size_t place_count, place_capacity;
    bool sorted;                /* the header says: nodes, then ways, then relations */
    char date[24], remark[256]; /* of the data, as found while reading; may be empty */
    double box[4];              /* of the header */
};

/* Lists of the element being read. They grow and never shrink. */
typedef struct osm_element {
    mlg_osm_tag *tags;
    int64_t *refs;
    mlg_osm_member *members;
    size_t tag_count, tag_capacity, ref_count, ref_capacity, member_count, member_capacity;
} osm_element;

void osm_element_release(osm_element *element);

mlg_status osm_read_pbf(mlg_osm *osm, const mlg_osm_sink *sink, const mlg_progress *progress, mlg_error *err);
mlg_status osm_read_pbf_header(mlg_osm *osm, mlg_error *err);

/* Finds the blocks of data of a PBF file, and reads its header. O(blocks). */
mlg_status osm_find_places(mlg_osm *osm, mlg_error *err);

mlg_status osm_read_xml(mlg_osm *osm, const mlg_osm_sink *sink, const mlg_progress *progress, mlg_error *err);

/* The kinds (OSM_NODE, OSM_WAY, OSM_RELATION) for which the sink has a callback. */
int osm_wanted(const mlg_osm_sink *sink);

/* Whether the sink asks for ways with this key. */
bool osm_is_way_key(const mlg_osm_sink *sink, const char *key);

/* Whether the sink asks for this node; its place in the ids of the sink is then *cursor, which only ever holds a place of this sink.
 * Files are mostly sorted: the ids that follow the last one are tried before a search. */
static inline bool osm_wants_node(size_t *cursor, const mlg_osm_sink *sink, int64_t id)
{
    const int64_t *ids = sink->node_ids;
    size_t at = *cursor, n = sink->node_id_count;
    if (!ids)
        return true;
    for (int tries = 0; tries < 4 && at < n && ids[at] < id; tries++)
        at++;
    if ((at > 0 && ids[at - 1] >= id) || (at < n && ids[at] < id))
        at = mlg_osm_first_id(ids, n, id);
    *cursor = at;
    return at < n && ids[at] == id;
}

#endif
