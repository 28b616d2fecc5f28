/* Writes everything in Hilbert order into one block. */
#include "base/memory.h"
#include "base/parallel.h"
#include "network/roads/build.h"
#include "network/roads/graph_arrays.h"
#include "network/roads/sort_keys.h"

#include <math.h>
#include <string.h>

/* New numbers of graph nodes (-1: dropped) and of segments. */
typedef struct numbering {
    int32_t *node, *segment;
    mlg_sort_key *node_rows, *segment_rows;
    int32_t *points; /* of each segment */
    size_t node_count;
} numbering;

static uint64_t vertex_key(const builder *b, int32_t vertex)
{
    int32_t node = b->vertex_node[vertex];
    return mlg_hilbert_key(b->lon_e7[node], b->lat_e7[node]);
}

enum { ITEMS_A_SLICE = 1 << 13 };

typedef struct laying {
    const builder *b;
    const numbering *n;
    graph_arrays *a;
} laying;

static void find_node_keys(void *context, size_t from, size_t end)
{
    const laying *l = context;
    for (size_t i = from; i < end; i++)
        l->n->node_rows[i].key = vertex_key(l->b, l->b->graph_node[l->n->node_rows[i].item]);
}

static void find_segment_keys(void *context, size_t from, size_t end)
{
    const laying *l = context;
    for (size_t s = from; s < end; s++)
        l->n->segment_rows[s] = (mlg_sort_key){ vertex_key(l->b, l->b->segments[s].from), (int32_t)s };
}

static mlg_status number_all(numbering *n, const builder *b, mlg_error *err)
{
    size_t vertices = b->vertex_count, segments = b->segment_count;
    laying l = { .b = b, .n = n };
    MLG_TRY(MLG_NEW_PLAIN(&n->node, b->graph_node_count, "node order", err));
    MLG_TRY(MLG_NEW_PLAIN(&n->node_rows, b->graph_node_count, "node order", err));
    MLG_TRY(MLG_NEW_PLAIN(&n->segment, segments, "segment order", err));
    MLG_TRY(MLG_NEW_PLAIN(&n->segment_rows, segments, "segment order", err));
    MLG_TRY(MLG_NEW_PLAIN(&n->points, segments, "segment order", err));
    for (size_t v = 0; v < b->graph_node_count; v++) {
        n->node[v] = -1;
        if (v >= vertices || !b->unused[v])
            n->node_rows[n->node_count++].item = (int32_t)v;
    }
    mlg_parallel_slices(n->node_count, ITEMS_A_SLICE, b->options->threads, find_node_keys, &l);
    mlg_parallel_slices(segments, ITEMS_A_SLICE, b->options->threads, find_segment_keys, &l);
    MLG_TRY(mlg_sort_keys(n->node_rows, n->node_count, b->options->threads, err));
    MLG_TRY(mlg_sort_keys(n->segment_rows, segments, b->options->threads, err));
    for (size_t i = 0; i < n->node_count; i++)
        n->node[n->node_rows[i].item] = (int32_t)i;
    for (size_t i = 0; i < segments; i++)
        n->segment[n->segment_rows[i].item] = (int32_t)i;
    return MLG_OK;
}

/* ---- counts ----------------------------------------------------------------------------------------- */

/* Number of points of a piece, without the nodes repeated in the file. A gate has two, in one place. */
static int32_t piece_points(const builder *b, const build_piece *p)
{
    int32_t count = p->gate ? 2 : 1;
    for (int32_t r = p->first + 1; r <= p->last; r++)
        count += b->ref_node[r] != b->ref_node[r - 1];
    return count;
}

static void count_some(void *context, size_t from, size_t end)
{
    const laying *l = context;
    for (size_t s = from; s < end; s++) {
        const build_segment *segment = &l->b->segments[s];
        int32_t count = 1; /* consecutive links share a point */
        for (int32_t k = 0; k < segment->link_count; k++)
            count += piece_points(l->b, &l->b->pieces[l->b->links[segment->first_link + k] / 2]) - 1;
        l->n->points[s] = count;
    }
}

static int64_t count_points(const builder *b, const numbering *n)
{
    laying l = { .b = b, .n = n };
    int64_t count = 0;
    mlg_parallel_slices(b->segment_count, ITEMS_A_SLICE, b->options->threads, count_some, &l);
    for (size_t s = 0; s < b->segment_count; s++)
        count += n->points[s];
    return count;
}

static mlg_status make_block(mlg_graph *g, graph_arrays *a, const builder *b, const numbering *n, mlg_error *err)
{
    int64_t points = count_points(b, n);
    if (points > INT32_MAX / 2 || b->arc_count > INT32_MAX / 2)
        return mlg_fail(err, MLG_DATA, "the network has more than 2^30 points or arcs: take a smaller extract");
    g->n_nodes = (int32_t)n->node_count;
    g->n_arcs = (int32_t)b->arc_count;
    g->n_segments = (int32_t)b->segment_count;
    g->n_points = (int32_t)points;
    g->n_ways = (int32_t)b->way_count;
    g->walk_kmh = b->options->profile->walk_kmh;
    g->block_size = graph_place_arrays(NULL, g, NULL);
    MLG_TRY(mlg_new_plain_array(&g->block, g->block_size, 1, "network", err));
    graph_place_arrays(a, g, g->block);
    graph_attach(g, a);
    return MLG_OK;
}

/* ---- segments --------------------------------------------------------------------------------------- */

static void write_point(int32_t *to, int32_t *written, const builder *b, int32_t node)
{
    to[2 * *written] = b->lon_e7[node];
    to[2 * *written + 1] = b->lat_e7[node];
    ++*written;
}

static int32_t write_link(int32_t *to, const builder *b, int32_t link, bool first)
{
    const build_piece *p = &b->pieces[link / 2];
    int32_t step = link & 1 ? -1 : 1, from = link & 1 ? p->last : p->first, end = link & 1 ? p->first : p->last;
    int32_t written = 0, before = -1;
    for (int32_t r = from;; r += step) {
        int32_t node = b->ref_node[r];
        if (node != before && (first || r != from))
            write_point(to, &written, b, node);
        before = node;
        if (r == end)
            break;
    }
    if (p->gate)
        write_point(to, &written, b, before);
    return written;
}

static void write_edges(graph_arrays *a, const builder *b, const numbering *n, int32_t s, int32_t i)
{
    for (int d = 0; d < 2; d++) {
        int32_t from = 2 * s + d, to = 2 * i + d;
        bool open = b->edge_time_ds[from] >= 0;
        a->edge_tail[to] = open ? n->node[b->edge_tail[from]] : -1;
        a->edge_head[to] = open ? n->node[b->edge_head[from]] : -1;
        a->edge_time_ds[to] = b->edge_time_ds[from];
    }
}

static void write_segment(graph_arrays *a, const builder *b, const numbering *n, size_t i)
{
    int32_t s = n->segment_rows[i].item, point = a->first_point[i];
    const build_segment *segment = &b->segments[s];
    const build_piece *first = &b->pieces[b->links[segment->first_link] / 2];
    double length_m = 0;
    for (int32_t k = 0; k < segment->link_count; k++) {
        int32_t link = b->links[segment->first_link + k];
        length_m += b->pieces[link / 2].length_m;
        point += write_link(a->point_e7 + 2 * (size_t)point, b, link, k == 0);
    }
    a->length_dm[i] = (int32_t)lround(length_m * 10);
    a->way[i] = first->way;
    a->road_class[i] = (uint8_t)b->ways[first->way].road.road_class;
    a->flags[i] = first->flags;
    write_edges(a, b, n, s, (int32_t)i);
}

static void write_some(void *context, size_t from, size_t end)
{
    const laying *l = context;
    for (size_t i = from; i < end; i++)
        write_segment(l->a, l->b, l->n, i);
}

static void write_segments(graph_arrays *a, const builder *b, const numbering *n)
{
    laying l = { b, n, a };
    a->first_point[0] = 0;
    for (size_t i = 0; i < b->segment_count; i++)
        a->first_point[i + 1] = a->first_point[i] + n->points[n->segment_rows[i].item];
    mlg_parallel_slices(b->segment_count, ITEMS_A_SLICE, b->options->threads, write_some, &l);
    for (size_t w = 0; w < b->way_count; w++)
        a->way_id[w] = b->ways[w].id;
}

/* ---- arcs ------------------------------------------------------------------------------------------- */

/* Arcs by tail, then head; parallel arcs in order of creation. */
static mlg_status write_arcs(graph_arrays *a, const builder *b, const numbering *n, mlg_error *err)
{
    mlg_sort_key *rows;
    MLG_TRY(MLG_NEW_PLAIN(&rows, b->arc_count, "arcs", err));
    for (size_t i = 0; i < b->arc_count; i++) {
        const build_arc *arc = &b->arcs[i];
        rows[i] = (mlg_sort_key){ (uint64_t)(uint32_t)n->node[arc->tail] << 32 | (uint32_t)n->node[arc->head],
                                  (int32_t)i };
    }
    mlg_status st = mlg_sort_keys(rows, b->arc_count, b->options->threads, err);
    for (size_t i = 0; st == MLG_OK && i < b->arc_count; i++) {
        const build_arc *arc = &b->arcs[rows[i].item];
        a->first[n->node[arc->tail] + 1] = (int32_t)i + 1;
        a->head[i] = n->node[arc->head];
        a->time_ds[i] = arc->time_ds;
        a->edge[i] = arc->edge < 0 ? -1 : 2 * n->segment[arc->edge / 2] + (arc->edge & 1);
    }
    for (size_t v = 0; v < n->node_count; v++)
        if (a->first[v + 1] < a->first[v])
            a->first[v + 1] = a->first[v];
    free(rows);
    return st;
}

/* ---- islands ---------------------------------------------------------------------------------------- */

/* A component with fewer metres of streets is a fragment: a car park, a yard, a road disconnected by a mapping
 * error. */
static const double SCRAP_M = 250;

static bool is_street(uint8_t road_class)
{
    return road_class <= MLG_ROAD_ROAD || road_class == MLG_ROAD_PEDESTRIAN;
}

/* The component that contains both ends of a segment of the builder, -1: none. */
static int32_t component_of(const builder *b, int32_t segment)
{
    const build_segment *s = &b->segments[segment];
    int32_t c = b->component[s->from];
    return c == b->component[s->to] ? c : -1;
}

static mlg_status find_islands(mlg_graph *g, graph_arrays *a, const builder *b, const numbering *n, mlg_error *err)
{
    double *streets_m;
    MLG_TRY(MLG_NEW(&streets_m, (size_t)b->component_count, "islands", err));
    for (int32_t i = 0; i < g->n_segments; i++) {
        int32_t c = component_of(b, n->segment_rows[i].item);
        if (c >= 0 && a->flags[i] & MLG_SEGMENT_ATTACH && is_street(a->road_class[i]))
            streets_m[c] += a->length_dm[i] * 0.1;
    }
    for (int32_t i = 0; i < g->n_segments; i++) {
        int32_t c = component_of(b, n->segment_rows[i].item);
        if (c == 0)
            a->flags[i] |= MLG_SEGMENT_MAIN;
        if (c == 0 || (c > 0 && streets_m[c] >= SCRAP_M))
            a->flags[i] |= MLG_SEGMENT_COUNTS;
    }
    free(streets_m);
    for (int32_t v = 0; v < g->n_nodes; v++) {
        a->component[v] = b->component[b->graph_node[n->node_rows[v].item]];
        g->report.island_nodes += a->component[v] != 0;
    }
    g->report.components = b->component_count;
    return MLG_OK;
}

static mlg_status fill(mlg_graph *g, const builder *b, const numbering *n, mlg_error *err)
{
    graph_arrays a;
    MLG_TRY(make_block(g, &a, b, n, err));
    for (size_t i = 0; i < n->node_count; i++) {
        int32_t node = b->vertex_node[b->graph_node[n->node_rows[i].item]];
        a.lon_e7[i] = b->lon_e7[node];
        a.lat_e7[i] = b->lat_e7[node];
    }
    write_segments(&a, b, n);
    MLG_TRY(write_arcs(&a, b, n, err));
    MLG_TRY(graph_write_reverse(&a, g, err));
    g->report = b->report;
    return find_islands(g, &a, b, n, err);
}

mlg_status build_layout(mlg_graph **out, builder *b, mlg_error *err)
{
    numbering n = { 0 };
    mlg_graph *g = NULL;
    mlg_status st;
    MLG_GO(number_all(&n, b, err));
    MLG_GO(MLG_NEW(&g, 1, "network", err));
    MLG_GO(fill(g, b, &n, err));
    *out = g;
    g = NULL;
done:
    mlg_graph_free(g);
    free(n.node);
    free(n.segment);
    free(n.node_rows);
    free(n.segment_rows);
    free(n.points);
    return st;
}
