/* Shared by the .c files of this folder only. */
#ifndef MLG_ADAPTERS_OSM_READER_H
#define MLG_ADAPTERS_OSM_READER_H

#include "adapters/osm/extract.h"

#include <stdio.h>

enum { OSM_NODE = 1, OSM_WAY = 2, OSM_RELATION = 4, OSM_ALL = 7 };
enum { OSM_MAX_TAGS = 65536, OSM_MAX_REFS = 1 << 20 };

typedef enum osm_format { OSM_PBF, OSM_XML, OSM_XML_GZ } osm_format;

struct mlg_osm {
    char *path;
    FILE *file;
    int64_t size;
    osm_format format;
    unsigned char *kinds; /* in each PBF block, known after the first pass */
    size_t kind_count, kind_capacity;
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
mlg_status osm_read_xml(mlg_osm *osm, const mlg_osm_sink *sink, const mlg_progress *progress, mlg_error *err);

/* The kinds (OSM_NODE, OSM_WAY, OSM_RELATION) for which the sink has a callback. */
int osm_wanted(const mlg_osm_sink *sink);

#endif
