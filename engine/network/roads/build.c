#include "network/roads/build.h"

#include "base/memory.h"
#include "base/progress.h"
#include "network/roads/sort_keys.h"

#include <math.h>
#include <string.h>

static const uint64_t sign_bit = (uint64_t)1 << 63;

static void release(builder *b)
{
    void *owned[] = { b->ferries,    b->routes,    b->ways,         b->refs,        b->turns,
                      b->via_id,     b->via_way,   b->ref_node,     b->node_id,     b->lon_e7,
                      b->lat_e7,     b->delay_ds,  b->marks,        b->node_vertex, b->vertex_node,
                      b->pieces,     b->end_first, b->ends,         b->links,       b->segments,
                      b->edge_tail,  b->edge_head, b->edge_time_ds, b->component,   b->edge_limited,
                      b->states,     b->rules,     b->edge_state,   b->edge_deep,   b->turning,
                      b->graph_node, b->unused,    b->arcs };
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free(owned[i]);
    mlg_arena_release(&b->arena);
}

/* ---- ways and restrictions -------------------------------------------------------------------------- */

mlg_status build_add_way(builder *b, int64_t id, const int64_t *refs, int32_t ref_count, const mlg_road *road,
                         mlg_error *err)
{
    build_way kept = { .id = id, .route = -1, .ref_count = ref_count, .road = *road };
    size_t n = (size_t)ref_count;
    if (b->ref_count + n > INT32_MAX / 2)
        return mlg_fail(err, MLG_DATA, "the roads have more than 2^30 points: take a smaller extract");
    MLG_TRY(MLG_GROW(&b->ways, &b->way_capacity, b->way_count + 1, "ways", err));
    MLG_TRY(MLG_GROW(&b->refs, &b->ref_capacity, b->ref_count + n, "points of ways", err));
    kept.first_ref = (int32_t)b->ref_count;
    memcpy(b->refs + b->ref_count, refs, n * sizeof *b->refs);
    b->ref_count += n;
    b->ways[b->way_count++] = kept;
    return MLG_OK;
}

static mlg_status keep_way(void *context, const mlg_osm_way *way, mlg_error *err)
{
    builder *b = context;
    mlg_road road;
    if (way->ref_count < 2)
        return MLG_OK;
    if (mlg_road_is_ferry(way->tags, way->tag_count))
        return build_keep_ferry(b, way, err);
    if (!mlg_road_read(&road, &b->report.notes, b->options->profile, way->tags, way->tag_count))
        return MLG_OK;
    return build_add_way(b, way->id, way->refs, way->ref_count, &road, err);
}

static mlg_status keep_turn(void *context, const mlg_restriction *turn, mlg_error *err)
{
    builder *b = context;
    MLG_TRY(MLG_GROW(&b->turns, &b->turn_capacity, b->turn_count + 1, "turn restrictions", err));
    b->turns[b->turn_count++] = *turn;
    return MLG_OK;
}

static mlg_status keep_relation(void *context, const mlg_osm_relation *relation, mlg_error *err)
{
    builder *b = context;
    MLG_TRY(build_keep_route(b, relation, err));
    return mlg_restriction_read(relation, b->options->profile, &b->report.notes, keep_turn, b, err);
}

/* ---- nodes ------------------------------------------------------------------------------------------ */

/* Numbers the distinct nodes by ascending id and replaces references by these numbers. */
static mlg_status number_nodes(builder *b, mlg_error *err)
{
    mlg_sort_key *rows = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&rows, b->ref_count, "points of ways", err));
    for (size_t i = 0; i < b->ref_count; i++)
        rows[i] = (mlg_sort_key){ (uint64_t)b->refs[i] ^ sign_bit, (int32_t)i };
    free(b->refs);
    b->refs = NULL;
    MLG_GO(mlg_sort_keys(rows, b->ref_count, err));
    MLG_GO(MLG_NEW(&b->ref_node, b->ref_count, "points of ways", err));
    size_t count = 0;
    for (size_t i = 0; i < b->ref_count; i++) {
        count += i == 0 || rows[i].key != rows[i - 1].key;
        b->ref_node[rows[i].item] = (int32_t)count - 1;
    }
    b->node_count = (int32_t)count;
    MLG_GO(MLG_NEW(&b->node_id, count, "nodes", err));
    for (size_t i = 0; i < b->ref_count; i++)
        b->node_id[b->ref_node[rows[i].item]] = (int64_t)(rows[i].key ^ sign_bit);
    MLG_GO(MLG_NEW(&b->lon_e7, count, "nodes", err));
    MLG_GO(MLG_NEW(&b->lat_e7, count, "nodes", err));
    MLG_GO(MLG_NEW(&b->delay_ds, count, "nodes", err));
    MLG_GO(MLG_NEW(&b->marks, count, "nodes", err));
done:
    free(rows);
    return st;
}

int32_t build_find_node(const builder *b, int64_t id)
{
    int32_t low = 0, high = b->node_count;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (b->node_id[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < b->node_count && b->node_id[low] == id ? low : -1;
}

/* Files are mostly sorted: the expected node is tried first, then a few after it, then a binary search. */
static int32_t find_from_cursor(builder *b, int64_t id)
{
    int32_t at = b->node_cursor;
    for (int tries = 0; tries < 4 && at < b->node_count && b->node_id[at] < id; tries++)
        at++;
    if (at < b->node_count && b->node_id[at] == id)
        return at;
    if ((at == 0 || b->node_id[at - 1] < id) && (at == b->node_count || b->node_id[at] > id)) {
        b->node_cursor = at;
        return -1;
    }
    return build_find_node(b, id);
}

static int16_t clamp_delay(int32_t delay_ds)
{
    return (int16_t)(delay_ds < 0 ? 0 : delay_ds > INT16_MAX ? INT16_MAX : delay_ds);
}

static mlg_status keep_node(void *context, const mlg_osm_node *node, mlg_error *err)
{
    (void)err;
    builder *b = context;
    mlg_road_node told;
    int32_t n = find_from_cursor(b, node->id);
    if (n < 0)
        return MLG_OK;
    b->node_cursor = n + 1;
    b->lon_e7[n] = node->lon_e7;
    b->lat_e7[n] = node->lat_e7;
    b->marks[n] |= NODE_FOUND;
    if (!mlg_road_node_read(&told, &b->report.notes, b->options->profile, node->tags, node->tag_count))
        return MLG_OK;
    if (told.closed)
        b->marks[n] |= NODE_CLOSED;
    if (told.limited)
        b->marks[n] |= NODE_LIMITED;
    b->report.barriers += told.closed;
    b->report.delays += told.delay_ds[0] > 0 || told.delay_ds[1] > 0;
    for (int d = 0; d < 2; d++)
        b->delay_ds[n][d] = clamp_delay(told.delay_ds[d]);
    return MLG_OK;
}

/* ---- common ----------------------------------------------------------------------------------------- */

mlg_status build_ends(builder *b, const void *rows, size_t n, size_t stride, mlg_error *err)
{
    free(b->end_first);
    free(b->ends);
    b->end_first = b->ends = NULL;
    MLG_TRY(MLG_NEW(&b->end_first, b->vertex_count + 2, "ends of roads", err));
    MLG_TRY(MLG_NEW(&b->ends, 2 * n, "ends of roads", err));
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

static mlg_status read_all(builder *b, mlg_osm *osm, mlg_error *err)
{
    const mlg_progress *progress = b->options->progress;
    mlg_osm_sink roads = { .way = keep_way, .relation = keep_relation, .context = b };
    mlg_osm_sink nodes = { .node = keep_node, .context = b };
    MLG_TRY(mlg_osm_read(osm, &roads, progress, err));
    MLG_TRY(build_join_ferries(b, err));
    if (b->way_count == 0) {
        mlg_fail(err, MLG_DATA, "no road for the profile %s", b->options->profile->name);
        mlg_hint(err, "the extract must contain the ways with the key highway");
        return MLG_DATA;
    }
    MLG_TRY(number_nodes(b, err));
    return mlg_osm_read(osm, &nodes, progress, err);
}

mlg_status mlg_graph_build(mlg_graph **out, mlg_osm *osm, const mlg_graph_options *options, mlg_error *err)
{
    builder b = { .options = options };
    mlg_status st;
    *out = NULL;
    MLG_GO(read_all(&b, osm, err));
    MLG_GO(mlg_progress_step(options->progress, "building the network", 0, err));
    MLG_GO(build_new_roads(&b, err));
    MLG_GO(build_list_via_ways(&b, err));
    MLG_GO(build_split(&b, err));
    MLG_GO(build_fold(&b, err));
    MLG_GO(mlg_progress_step(options->progress, "building the network", 0.5, err));
    MLG_GO(build_edges(&b, err));
    MLG_GO(build_zones(&b, err));
    MLG_GO(build_restrictions(&b, err));
    MLG_GO(build_u_turns(&b, err));
    MLG_GO(build_turns(&b, err));
    MLG_GO(build_layout(out, &b, err));
done:
    release(&b);
    return st;
}
