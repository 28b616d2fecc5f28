/* What the steps of building a graph share: adding a way, the ends at each vertex, releasing all. */
#include "network/roads/build.h"

#include "base/memory.h"

#include <string.h>

void build_release(builder *b)
{
    void *owned[] = { b->ferries,    b->routes,    b->ways,         b->refs,        b->turns,
                      b->via_id,     b->via_way,   b->ref_node,     b->node_id,     b->lon_e7,
                      b->lat_e7,     b->delay_ds,  b->marks,        b->node_vertex, b->vertex_node,
                      b->pieces,     b->end_first, b->ends,         b->links,       b->segments,
                      b->edge_tail,  b->edge_head, b->edge_time_ds, b->component,   b->edge_limited,
                      b->states,     b->rules,     b->edge_state,   b->edge_deep,   b->turning,
                      b->graph_node, b->unused,    b->arcs,         b->points };
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free(owned[i]);
    mlg_arena_release(&b->arena);
    for (int i = 0; i < b->part_count; i++) {
        mlg_arena_release(&b->parts[i].arena);
        free(b->parts[i].refs);
    }
    free(b->parts);
}

mlg_status build_fail_points(mlg_error *err)
{
    return mlg_fail(err, MLG_DATA, "the roads have more than 2^30 points: take a smaller extract");
}

mlg_status build_add_way(builder *b, int64_t id, const int64_t *refs, int32_t ref_count, const mlg_road *road,
                         mlg_error *err)
{
    build_way kept = { .id = id, .route = -1, .ref_count = ref_count, .road = *road };
    size_t n = (size_t)ref_count;
    if (b->ref_count + n > BUILD_MOST_POINTS)
        return build_fail_points(err);
    MLG_TRY(MLG_GROW(&b->ways, &b->way_capacity, b->way_count + 1, "ways", err));
    MLG_TRY(MLG_GROW(&b->refs, &b->ref_capacity, b->ref_count + n, "points of ways", err));
    kept.first_ref = (int32_t)b->ref_count;
    memcpy(b->refs + b->ref_count, refs, n * sizeof *b->refs);
    b->ref_count += n;
    b->ways[b->way_count++] = kept;
    return MLG_OK;
}

mlg_status build_ends(builder *b, const void *rows, size_t n, size_t stride, mlg_error *err)
{
    free(b->end_first);
    free(b->ends);
    b->end_first = b->ends = NULL;
    MLG_TRY(MLG_NEW_PLAIN(&b->end_first, b->vertex_count + 2, "ends of roads", err));
    MLG_TRY(MLG_NEW_PLAIN(&b->ends, 2 * n, "ends of roads", err));
    for (int pass = 0; pass < 2; pass++) { /* counting sort; counts are shifted by one so that the starts remain */
        for (size_t i = 0; i < n; i++) {
            int32_t vertex[2];
            memcpy(vertex, (const char *)rows + i * stride, sizeof vertex);
            for (int end = 0; end < 2; end++) {
                if (pass == 0)
                    b->end_first[vertex[end] + 2]++;
                else
                    b->ends[b->end_first[vertex[end] + 1]++] = (int32_t)(2 * i) + end;
            }
        }
        for (size_t v = 0; pass == 0 && v < b->vertex_count; v++)
            b->end_first[v + 2] += b->end_first[v + 1];
    }
    return MLG_OK;
}
