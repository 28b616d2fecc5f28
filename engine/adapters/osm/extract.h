/* Streaming reader of OpenStreetMap files: .osm.pbf (dense or plain nodes, zlib or raw blocks, in any order), .osm and
 * .osm.gz. The kind is told by the content, not by the name. What the file says of its own box is not looked at.
 *
 * Memory is bounded whatever the file declares: a block is at most 32 MiB once inflated, its header 64 KiB (limits of
 * the format), an element at most 65,536 tags, 2^20 node references or members. What breaks these limits, is cut short, or does
 * not decode is MLG_INPUT, one line with the byte offset: in the file for a PBF (start of the block, and how far into
 * the inflated block), in the uncompressed text for XML.
 *
 * Deleted elements (visible="false", action="delete") are passed over. Coordinates are int32, 1e-7 degree, WGS84.
 *
 * Format: https://wiki.openstreetmap.org/wiki/PBF_Format and https://wiki.openstreetmap.org/wiki/OSM_XML */
#ifndef MLG_ADAPTERS_OSM_EXTRACT_H
#define MLG_ADAPTERS_OSM_EXTRACT_H

#include "base/error.h"

typedef struct mlg_osm mlg_osm;

typedef struct mlg_osm_tag {
    const char *key, *value;
} mlg_osm_tag;

typedef struct mlg_osm_node {
    int64_t id;
    int32_t lon_e7, lat_e7;
    const mlg_osm_tag *tags; /* tag_count */
    int32_t tag_count;
} mlg_osm_node;

typedef struct mlg_osm_way {
    int64_t id;
    const int64_t *refs; /* ref_count ids of nodes */
    int32_t ref_count;
    const mlg_osm_tag *tags;
    int32_t tag_count;
} mlg_osm_way;

typedef struct mlg_osm_member {
    char kind; /* 'n', 'w' or 'r' */
    int64_t ref;
    const char *role;
} mlg_osm_member;

typedef struct mlg_osm_relation {
    int64_t id;
    const mlg_osm_member *members; /* member_count */
    int32_t member_count;
    const mlg_osm_tag *tags;
    int32_t tag_count;
} mlg_osm_relation;

/* A NULL function: that kind is not decoded. What a function is given lives until it returns; a status other than
 * MLG_OK stops the reading and is returned. */
typedef struct mlg_osm_sink {
    mlg_status (*node)(void *context, const mlg_osm_node *node, mlg_error *err);
    mlg_status (*way)(void *context, const mlg_osm_way *way, mlg_error *err);
    mlg_status (*relation)(void *context, const mlg_osm_relation *relation, mlg_error *err);
    void *context;
} mlg_osm_sink;

/* MLG_INPUT: missing, unreadable, empty, not seekable, or of another kind (bzip2, zip, o5m, a web page...). */
mlg_status mlg_osm_open(mlg_osm **out, const char *path, mlg_error *err) MLG_MUST_CHECK;

/* The same from bytes that must outlive the handle; `name` stands for the path in messages. */
mlg_status mlg_osm_open_bytes(mlg_osm **out, const void *bytes, size_t size, const char *name,
                              mlg_error *err) MLG_MUST_CHECK;
void mlg_osm_close(mlg_osm *osm);

/* One pass over the whole file, in file order; may be called again. From the second pass on, PBF blocks that hold nothing of
 * what is wanted are jumped over. O(bytes). */
mlg_status mlg_osm_read(mlg_osm *osm, const mlg_osm_sink *sink, const mlg_progress *progress,
                        mlg_error *err) MLG_MUST_CHECK;

/* Value of a key, NULL when absent. O(tag_count). */
const char *mlg_osm_value(const mlg_osm_tag *tags, int32_t tag_count, const char *key);

#endif
