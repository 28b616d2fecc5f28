/* Cuts ways into pieces between vertices, and times each piece. */
#include "base/memory.h"
#include "base/parallel.h"
#include "network/roads/build.h"
#include "network/roads/sort_keys.h"
#include "network/roads/sphere.h"

#include <math.h>
#include <string.h>

/* ---- vertices --------------------------------------------------------------------------------------- */

static bool found(const builder *b, int32_t ref)
{
    return b->marks[b->ref_node[ref]] & NODE_FOUND;
}

/* Marks the vertices of a way: its ends, nodes used twice, the last node before a gap. */
static void mark_way(builder *b, const build_way *way)
{
    int32_t first = way->first_ref, end = first + way->ref_count, before = -1;
    bool gap = false;
    for (int32_t r = first; r < end; r++) {
        int32_t node = b->ref_node[r];
        if (!found(b, r)) {
            b->report.nodes_missing++;
            gap = true;
            if (before >= 0)
                b->marks[before] |= NODE_VERTEX;
            before = -1;
            continue;
        }
        if (node == before)
            continue;
        bool edge = before < 0 || b->marks[node] & NODE_USED;
        b->marks[node] |= (uint8_t)(NODE_USED | (edge ? NODE_VERTEX : 0));
        before = node;
    }
    if (before >= 0)
        b->marks[before] |= NODE_VERTEX;
    b->report.ways_cut += gap;
}

static void mark_vertices(builder *b)
{
    for (size_t w = 0; w < b->way_count; w++)
        mark_way(b, &b->ways[w]);
    for (size_t t = 0; t < b->turn_count; t++) {
        int32_t node = build_find_node(b, b->turns[t].via_node);
        if (node >= 0 && b->marks[node] & NODE_FOUND)
            b->marks[node] |= NODE_VERTEX;
    }
    for (int32_t n = 0; n < b->node_count; n++)
        if (b->marks[n] & (NODE_CLOSED | NODE_LIMITED))
            b->marks[n] |= NODE_VERTEX;
}

static mlg_status add_vertex(int32_t *vertex, builder *b, int32_t node, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&b->vertex_node, &b->vertex_capacity, b->vertex_count + 1, "junctions", err));
    *vertex = (int32_t)b->vertex_count;
    b->vertex_node[b->vertex_count++] = node;
    return MLG_OK;
}

/* The vertex of a node; a closed barrier has a new one at each use, so that no path crosses it. */
static mlg_status vertex_of(int32_t *vertex, builder *b, int32_t node, mlg_error *err)
{
    if (b->marks[node] & NODE_CLOSED)
        return add_vertex(vertex, b, node, err);
    if (b->node_vertex[node] < 0)
        MLG_TRY(add_vertex(&b->node_vertex[node], b, node, err));
    *vertex = b->node_vertex[node];
    return MLG_OK;
}

/* ---- pieces ----------------------------------------------------------------------------------------- */

static mlg_status keep_piece(builder *b, const build_piece *piece, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&b->pieces, &b->piece_capacity, b->piece_count + 1, "roads", err));
    b->pieces[b->piece_count++] = *piece;
    return MLG_OK;
}

/* The vertex where a piece starts or ends, at a reference; behind a gate of its own at a barrier without through traffic. */
static mlg_status end_piece(int32_t *vertex, builder *b, int32_t way, int32_t ref, bool starts, mlg_error *err)
{
    int32_t node = b->ref_node[ref];
    build_piece gate = { .way = way, .first = ref, .last = ref, .gate = true };
    MLG_TRY(vertex_of(vertex, b, node, err));
    if (!(b->marks[node] & NODE_LIMITED))
        return MLG_OK;
    gate.from = gate.to = *vertex;
    MLG_TRY(add_vertex(vertex, b, node, err));
    *(starts ? &gate.to : &gate.from) = *vertex;
    return keep_piece(b, &gate, err);
}

static mlg_status add_piece(builder *b, int32_t way, int32_t first, int32_t last, mlg_error *err)
{
    build_piece piece = { .way = way, .first = first, .last = last };
    MLG_TRY(end_piece(&piece.from, b, way, first, true, err));
    MLG_TRY(end_piece(&piece.to, b, way, last, false, err));
    return keep_piece(b, &piece, err);
}

static mlg_status cut_way(builder *b, int32_t w, mlg_error *err)
{
    const build_way *way = &b->ways[w];
    int32_t start = -1, end = way->first_ref + way->ref_count;
    for (int32_t r = way->first_ref; r < end; r++) {
        int32_t node = b->ref_node[r];
        if (!found(b, r)) {
            start = -1;
        } else if (start < 0) {
            start = r;
        } else if (b->marks[node] & NODE_VERTEX && node != b->ref_node[r - 1]) {
            MLG_TRY(add_piece(b, w, start, r, err));
            start = r;
        }
    }
    return MLG_OK;
}

static mlg_status cut_ways(builder *b, mlg_error *err)
{
    MLG_TRY(MLG_NEW_PLAIN(&b->node_vertex, (size_t)b->node_count, "nodes", err));
    memset(b->node_vertex, 0xff, (size_t)b->node_count * sizeof *b->node_vertex);
    for (size_t w = 0; w < b->way_count; w++)
        MLG_TRY(cut_way(b, (int32_t)w, err));
    b->report.ways = (int64_t)b->way_count;
    return b->piece_count > 0
               ? MLG_OK
               : mlg_fail(err, MLG_DATA,
                          "the nodes of the ways are missing from the file: the extract is incomplete");
}

static double piece_length_m(const builder *b, const build_piece *piece)
{
    double length = 0;
    for (int32_t r = piece->first + 1; r <= piece->last; r++) {
        int32_t u = b->ref_node[r - 1], v = b->ref_node[r];
        length += mlg_sphere_distance_m(b->lon_e7[u], b->lat_e7[u], b->lon_e7[v], b->lat_e7[v]);
    }
    return length;
}

/* ---- urban or rural --------------------------------------------------------------------------------- */

/* Street junctions (classes down to living_street, three ends or more) counted in cells of 250 m. */
typedef struct cells {
    mlg_sort_key *rows; /* sorted; item: junctions in the cell */
    size_t count;
} cells;

static const double CELL_E7 = 22457.9; /* 250 m of latitude */

static uint64_t cell_key(int32_t row, double lon_e7, int32_t side)
{
    double width = CELL_E7 / fmax(0.02, cos(row * CELL_E7 * 1e-7 * 3.14159265358979323846 / 180));
    return (uint64_t)(uint32_t)(row + (1 << 30)) << 32 |
           (uint32_t)((int32_t)floor(lon_e7 / width) + side + (1 << 30));
}

static int32_t cell_row(double lat_e7)
{
    return (int32_t)floor(lat_e7 / CELL_E7);
}

static mlg_status count_street_ends(uint8_t **out, const builder *b, mlg_error *err)
{
    MLG_TRY(MLG_NEW_PLAIN(out, b->vertex_count, "junctions", err));
    for (size_t i = 0; i < b->piece_count; i++) {
        if (b->ways[b->pieces[i].way].road.road_class > MLG_ROAD_LIVING_STREET)
            continue;
        int32_t ends[2] = { b->pieces[i].from, b->pieces[i].to };
        for (int e = 0; e < 2; e++)
            if ((*out)[ends[e]] < 3)
                (*out)[ends[e]]++;
    }
    return MLG_OK;
}

static mlg_status count_cells(cells *c, const builder *b, mlg_error *err)
{
    uint8_t *ends = NULL;
    mlg_status st;
    MLG_GO(count_street_ends(&ends, b, err));
    MLG_GO(MLG_NEW_PLAIN(&c->rows, b->vertex_count, "cells", err));
    for (size_t v = 0; v < b->vertex_count; v++) {
        int32_t node = b->vertex_node[v];
        if (ends[v] >= 3)
            c->rows[c->count++] = (mlg_sort_key){ cell_key(cell_row(b->lat_e7[node]), b->lon_e7[node], 0), 1 };
    }
    MLG_GO(mlg_sort_keys(c->rows, c->count, b->options->threads, err));
    size_t kept = 0;
    for (size_t i = 0; i < c->count; i++) {
        if (kept > 0 && c->rows[kept - 1].key == c->rows[i].key)
            c->rows[kept - 1].item++;
        else
            c->rows[kept++] = c->rows[i];
    }
    c->count = kept;
done:
    free(ends);
    return st;
}

/* Junctions in three consecutive cells of a row starting at `key`: neighbours in the sorted list. */
static int32_t count_row(const cells *c, uint64_t key)
{
    size_t low = 0, high = c->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c->rows[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    int32_t sum = 0;
    for (; low < c->count && c->rows[low].key < key + 3; low++)
        sum += c->rows[low].item;
    return sum;
}

/* Density around a position: nine cells, 0.5625 km2. */
static double junctions_km2(const cells *c, double lon_e7, double lat_e7)
{
    int32_t sum = 0;
    for (int32_t row = cell_row(lat_e7) - 1, n = 0; n < 3; n++)
        sum += count_row(c, cell_key(row + n, lon_e7, -1));
    return sum / 0.5625;
}

/* ---- times ------------------------------------------------------------------------------------------ */

static double peak_factor(const mlg_graph_options *o, double junctions)
{
    return o->peak ? o->profile->peak[mlg_profile_density_level(o->profile, junctions)] : 1;
}

static void set_delays(const builder *b, build_piece *piece)
{
    int32_t sum[2] = { 0 };
    for (int32_t r = piece->first; r <= piece->last; r++) {
        const int16_t *delay = b->delay_ds[b->ref_node[r]];
        if (r > piece->first && b->ref_node[r] == b->ref_node[r - 1])
            continue;
        sum[0] += r > piece->first ? delay[0] : 0;
        sum[1] += r < piece->last ? delay[1] : 0;
    }
    memcpy(piece->delay_ds, sum, sizeof sum);
}

static void set_speeds(const builder *b, const cells *c, build_piece *piece, double way_length_m)
{
    const build_way *way = &b->ways[piece->way];
    const build_route *route = way->route >= 0 ? &b->routes[way->route] : NULL;
    double duration_s = route ? route->duration_s : way->road.duration_s;
    double length_m =
        duration_s > 0 ? (route ? route->length_m : way_length_m) : 0; /* length covered in that time */
    const mlg_road *road = &b->ways[piece->way].road;
    int32_t u = b->ref_node[piece->first], v = b->ref_node[piece->last];
    double lon = ((double)b->lon_e7[u] + b->lon_e7[v]) / 2, lat = ((double)b->lat_e7[u] + b->lat_e7[v]) / 2;
    double junctions = junctions_km2(c, lon, lat);
    bool urban = road->urban >= 0 ? road->urban : junctions >= b->options->profile->urban_junctions_km2;
    double factor = road->road_class == MLG_ROAD_FERRY ? 1 : peak_factor(b->options, junctions);
    for (int d = 0; d < 2; d++) {
        double kmh = (double)road->kmh[d][urban ? 0 : 1] / factor;
        if (length_m > 0)
            kmh = fmin(300, fmax(0.1, length_m / duration_s * 3.6));
        piece->kmh[d] = road->open[d] ? (float)kmh : 0;
        piece->limited[d] = road->limited[d] || (piece->gate && road->open[d]);
    }
    piece->flags =
        (uint8_t)((urban ? MLG_SEGMENT_URBAN : 0) | (road->attach && !piece->gate ? MLG_SEGMENT_ATTACH : 0));
}

enum { PIECES_A_SLICE = 1 << 13 };

typedef struct timing {
    builder *b;
    const cells *c;
} timing;

static void measure_some(void *context, size_t from, size_t end)
{
    const timing *t = context;
    for (size_t i = from; i < end; i++)
        t->b->pieces[i].length_m = piece_length_m(t->b, &t->b->pieces[i]);
}

/* The crossings made of several ways. */
static void measure_routes(builder *b)
{
    for (size_t i = 0; i < b->piece_count; i++) {
        int32_t route = b->ways[b->pieces[i].way].route;
        if (route >= 0)
            b->routes[route].length_m += b->pieces[i].length_m;
    }
}

/* The ways, whose pieces are consecutive, that begin in the slice. */
static void time_some(void *context, size_t from, size_t end)
{
    const timing *t = context;
    const builder *b = t->b;
    while (from > 0 && from < end && b->pieces[from].way == b->pieces[from - 1].way)
        from++;
    for (size_t i = from, next; i < end; i = next) {
        double way_length = 0;
        for (next = i; next < b->piece_count && b->pieces[next].way == b->pieces[i].way; next++)
            way_length += b->pieces[next].length_m;
        for (size_t k = i; k < next; k++) {
            set_speeds(b, t->c, &b->pieces[k], way_length);
            set_delays(b, &b->pieces[k]);
        }
    }
}

static void time_pieces(builder *b, const cells *c)
{
    timing t = { b, c };
    mlg_parallel_slices(b->piece_count, PIECES_A_SLICE, b->options->threads, measure_some, &t);
    measure_routes(b);
    mlg_parallel_slices(b->piece_count, PIECES_A_SLICE, b->options->threads, time_some, &t);
}

mlg_status build_split(builder *b, mlg_error *err)
{
    cells c = { 0 };
    mark_vertices(b);
    MLG_TRY(cut_ways(b, err));
    mlg_status st = count_cells(&c, b, err);
    if (st == MLG_OK)
        time_pieces(b, &c);
    free(c.rows);
    return st;
}
