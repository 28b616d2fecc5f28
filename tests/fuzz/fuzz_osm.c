/* OpenStreetMap extracts, PBF and XML: any bytes give elements or one clear line. */
#include "adapters/osm/extract.h"
#include "pbf_writer.h"
#include "target.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static const char xml[] = "<?xml version='1.0'?><!-- c --><osm version='0.6'><node id='1' lat='45.0' lon='0.1'>"
                          "<tag k='a' v='&lt;&#xC9;'/></node><way id='10'><nd ref='1'/><nd ref='-2'/></way>"
                          "<relation id='20'><member type='way' ref='10' role='from'/></relation></osm>";

/* Reads every byte it is given, so that the sanitizer sees a bad pointer. */
static mlg_status touch_tags(const mlg_osm_tag *tags, int32_t n)
{
    size_t total = 0;
    for (int32_t i = 0; i < n; i++)
        total += strlen(tags[i].key) + strlen(tags[i].value);
    return total == SIZE_MAX ? MLG_DATA : MLG_OK;
}

static mlg_status touch_node(void *context, const mlg_osm_node *node, mlg_error *err)
{
    (void)context, (void)err;
    if (abs(node->lat_e7) > 900000000 || abs(node->lon_e7) > 1800000000)
        abort();
    return touch_tags(node->tags, node->tag_count);
}

static mlg_status touch_way(void *context, const mlg_osm_way *way, mlg_error *err)
{
    (void)err;
    for (int32_t i = 0; i < way->ref_count; i++)
        *(int64_t *)context ^= way->refs[i];
    return touch_tags(way->tags, way->tag_count);
}

static mlg_status touch_relation(void *context, const mlg_osm_relation *relation, mlg_error *err)
{
    (void)err;
    for (int32_t i = 0; i < relation->member_count; i++)
        *(int64_t *)context ^= relation->members[i].ref + (int64_t)strlen(relation->members[i].role);
    return touch_tags(relation->tags, relation->tag_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int64_t mix = 0;
    int64_t mixes[2] = { 0 };
    void *const contexts[2] = { &mixes[0], &mixes[1] };
    const mlg_osm_sink all = { .node = touch_node, .way = touch_way, .relation = touch_relation, .context = &mix };
    const mlg_osm_sink ways = { .way = touch_way, .contexts = contexts, .threads = 2, .nodes_follow = true };
    mlg_osm *osm;
    mlg_error err = { .status = MLG_OK };
    mlg_status st = mlg_osm_open_bytes(&osm, data, size, "fuzz", &err);
    fuzz_judge(st, &err);
    if (st != MLG_OK)
        return 0;
    const bool ways_first = size & 1;
    if (ways_first)
        fuzz_judge(mlg_osm_read(osm, &ways, NULL, &err), &err);
    st = mlg_osm_read(osm, &all, NULL, &err);
    fuzz_judge(st, &err);
    if (st == MLG_OK && mlg_osm_read(osm, &ways, NULL, &err) != MLG_OK)
        abort();
    mlg_osm_close(osm);
    return 0;
}

void fuzz_seeds(fuzz_keep keep)
{
    for (int i = 0; i < 8; i++) {
        bytes file = { 0 };
        put_small_network(&file, i & 1, i & 2, i & 4 ? 1 : 3);
        keep(file.data, file.size);
        free(file.data);
    }
    uint8_t packed[1024];
    z_stream gzip = { .next_in = (z_const Bytef *)(uintptr_t)xml,
                      .avail_in = sizeof xml - 1,
                      .next_out = packed,
                      .avail_out = sizeof packed };
    if (deflateInit2(&gzip, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK ||
        deflate(&gzip, Z_FINISH) != Z_STREAM_END)
        abort();
    keep(packed, sizeof packed - gzip.avail_out);
    deflateEnd(&gzip);
    FUZZ_SEED(keep, xml);
}
