/* libFuzzer target of the OpenStreetMap readers: any bytes give elements or one clear line, never a crash.
 *   cmake -S . -B build-fuzz -G Ninja -DCMAKE_C_COMPILER=clang -DMAILLAGE_FUZZ=ON && ninja -C build-fuzz
 *   build-fuzz/tests/fuzz/corpus_osm corpus && build-fuzz/tests/fuzz/fuzz_osm -max_total_time=1800 corpus */
#include "adapters/osm/extract.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
    mlg_osm_sink all = { touch_node, touch_way, touch_relation, &mix };
    mlg_osm_sink ways = { .way = touch_way, .context = &mix };
    mlg_osm *osm;
    mlg_error err = { .status = MLG_OK };
    if (mlg_osm_open_bytes(&osm, data, size, "fuzz", &err) != MLG_OK)
        return 0;
    mlg_status st = mlg_osm_read(osm, &all, NULL, &err);
    if (st != MLG_OK && (st != err.status || strchr(err.message, '\n') || !strchr(err.message, ':')))
        abort();
    if (st == MLG_OK && mlg_osm_read(osm, &ways, NULL, &err) != MLG_OK)
        abort();
    mlg_osm_close(osm);
    return 0;
}
