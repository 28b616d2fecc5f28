/* Streaming reader of OpenStreetMap files: .osm.pbf (dense or plain nodes, zlib or raw blocks, in any order),
 * .osm and .osm.gz. The format is detected from the contents, not from the name. Reading ignores the bounding box in the
 * file.
 *
 * Memory is bounded whatever the file declares: a block is at most 32 MiB once inflated, its header 64 KiB
 * (limits of the format); an element has at most 65,536 tags and 2^20 node references or members. A file that
 * exceeds these limits, is truncated, or cannot be decoded is MLG_INPUT, with the byte offset: for PBF, that of
 * the block in the file and the position in the inflated block; for XML, that in the uncompressed text.
 *
 * An answer whose <remark> says that the server stopped before the end is MLG_INPUT too, with the remark.
 *
 * Deleted elements (visible="false", action="delete") are skipped. Coordinates are int32, in units of 1e-7
 * degree, WGS84.
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
    size_t place; /* of the id in the node_ids of the sink, when it has some */
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

/* Callbacks; a kind with a NULL callback is not decoded. The element is valid only during the call. A status
 * other than MLG_OK stops the reading and is returned.
 *
 * With `contexts`, one a thread, blocks of a PBF file are unpacked and passed on several threads at a time: the elements of a
 * block come in order to the context of one thread, after a call of `block` (may be NULL) with the number of that block in the file.
 * Whoever needs the order of the file puts the blocks back in it. An XML file is one block, passed to the first context. */
typedef struct mlg_osm_sink {
    mlg_status (*node)(void *context, const mlg_osm_node *node, mlg_error *err);
    mlg_status (*way)(void *context, const mlg_osm_way *way, mlg_error *err);
    mlg_status (*relation)(void *context, const mlg_osm_relation *relation, mlg_error *err);
    mlg_status (*block)(void *context, int64_t number, mlg_error *err);
    void *context;         /* without `contexts`: everything in the order of the file */
    void *const *contexts; /* threads */
    int threads;
    /* The nodes are read in a later pass. The blocks of nodes at the head of a PBF file that says it is sorted by type are then left
     * packed; the later pass refuses a file where they hold something else. */
    bool nodes_follow;
    /* Nodes of these ids alone are passed, node_id_count in ascending order; NULL: all. Of the others the id is decoded, and the place of
     * their tags. */
    const int64_t *node_ids;
    size_t node_id_count;
    /* Ways that have one of these keys alone are passed, NULL last; NULL: all. Of the others the keys are decoded. */
    const char *const *way_keys;
} mlg_osm_sink;

/* MLG_INPUT: missing, unreadable, empty, not seekable, or in another format (bzip2, zip, o5m, a web page...). */
mlg_status mlg_osm_open(mlg_osm **out, const char *path, mlg_error *err) MLG_MUST_CHECK;

/* The same from bytes in memory, which must outlive the handle; `name` replaces the path in messages. */
mlg_status mlg_osm_open_bytes(mlg_osm **out, const void *bytes, size_t size, const char *name,
                              mlg_error *err) MLG_MUST_CHECK;
void mlg_osm_close(mlg_osm *osm);

/* One pass over the whole file; may be called several times. From the second pass on, PBF blocks
 * without any of the wanted kinds are skipped. O(bytes). Memory: 16 bytes a block of the file, and one block a
 * thread, packed and inflated. */
mlg_status mlg_osm_read(mlg_osm *osm, const mlg_osm_sink *sink, const mlg_progress *progress,
                        mlg_error *err) MLG_MUST_CHECK;

/* What the file states about itself, once read; "" when it does not: the timestamp of its data
 * ("2026-01-31T20:00:00Z"), and a server remark that is not an error. */
const char *mlg_osm_date(const mlg_osm *osm);
const char *mlg_osm_remark(const mlg_osm *osm);

/* West, south, east and north of the data in degrees, as the header of a PBF file states them; NaN when it does not, and for
 * XML. Reads the header only. */
mlg_status mlg_osm_box(double box[4], mlg_osm *osm, mlg_error *err) MLG_MUST_CHECK;

/* The first of ascending ids that is not below `id`, n when all are. O(log n). */
size_t mlg_osm_first_id(const int64_t *ids, size_t n, int64_t id);

/* The value of a key, or NULL. O(tag_count). */
const char *mlg_osm_value(const mlg_osm_tag *tags, int32_t tag_count, const char *key);

#endif
