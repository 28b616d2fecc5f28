/* The two directions of each segment, and the strongly connected components that they form. */
#include "base/memory.h"
#include "network/roads/build.h"
#include "network/roads/graph_arrays.h"
#include "network/roads/sphere.h"

#include <math.h>

/* ---- times ------------------------------------------------------------------------------------------ */

static int32_t time_ds(double length_m, double kmh, int32_t delay_ds)
{
    double ds = length_m / kmh * 36 + delay_ds;
    return ds < INT32_MAX / 4 ? (int32_t)lround(ds) : INT32_MAX / 4;
}

/* Metres of level road worth a piece, in the direction of its shape or against it; its points are handed over many at a time. */
static double level_length(const builder *b, const build_piece *p, bool against)
{
    const mlg_graph_options *o = b->options;
    double lon[MLG_LINE_POINTS], lat[MLG_LINE_POINTS], length_m[MLG_LINE_POINTS - 1], sum = 0, straight = 0;
    if (!o->level_m || p->gate || b->ways[p->way].road.road_class == MLG_ROAD_FERRY)
        return p->length_m;
    int32_t n = 0, before = -1;
    for (int32_t i = p->first; i <= p->last; i++) {
        const int32_t at = b->ref_node[against ? p->first + p->last - i : i];
        const double step_m =
            before < 0 ? 0
                       : mlg_sphere_distance_m(b->lon_e7[before], b->lat_e7[before], b->lon_e7[at], b->lat_e7[at]);
        if (before >= 0 && !(step_m > 0))
            continue;
        if (n == MLG_LINE_POINTS) {
            sum += o->level_m(o->level_context, lon, lat, n, length_m);
            n = 0;
        }
        if (n == 0 && before >= 0) {
            lon[n] = b->lon_e7[before] / 1e7;
            lat[n++] = b->lat_e7[before] / 1e7;
        }
        if (n > 0)
            length_m[n - 1] = step_m;
        lon[n] = b->lon_e7[at] / 1e7;
        lat[n++] = b->lat_e7[at] / 1e7;
        straight += step_m;
        before = at;
    }
    if (n > 1)
        sum += o->level_m(o->level_context, lon, lat, n, length_m);
    return straight > 0 ? sum * (p->length_m / straight) : p->length_m;
}

/* Times both edges of a segment. Its consecutive pieces have equal speeds, so lengths and delays are summed
 * first. */
static void time_segment(builder *b, int32_t s)
{
    const build_segment *segment = &b->segments[s];
    double length_m[2] = { 0 };
    int32_t delay[2] = { 0 };
    for (int32_t i = 0; i < segment->link_count; i++) {
        int32_t link = b->links[segment->first_link + i];
        const build_piece *p = &b->pieces[link / 2];
        for (int d = 0; d < 2; d++)
            length_m[d] += level_length(b, p, (link & 1) ^ d);
        delay[0] += p->delay_ds[link & 1];
        delay[1] += p->delay_ds[~link & 1];
    }
    int32_t link = b->links[segment->first_link];
    for (int d = 0; d < 2; d++) {
        double kmh = (double)b->pieces[link / 2].kmh[(link & 1) ^ d];
        int32_t edge = 2 * s + d;
        b->edge_tail[edge] = kmh > 0 ? (d == 0 ? segment->from : segment->to) : -1;
        b->edge_head[edge] = kmh > 0 ? (d == 0 ? segment->to : segment->from) : -1;
        b->edge_time_ds[edge] = kmh > 0 ? time_ds(length_m[d], kmh, delay[d]) : -1;
        b->edge_limited[edge] = kmh > 0 && b->pieces[link / 2].limited[(link & 1) ^ d];
    }
}

/* ---- components ------------------------------------------------------------------------------------- */

/* Vertices that remain after folding, numbered; the edges between them by tail. */
typedef struct junctions {
    int32_t *number, *first, *head, *component;
    int32_t count;
} junctions;

static bool is_passed(const builder *b, int32_t edge, bool with_limited)
{
    return build_is_open(b, edge) && (with_limited || !b->edge_limited[edge]);
}

static mlg_status list_junctions(junctions *j, const builder *b, bool with_limited, mlg_error *err)
{
    MLG_TRY(MLG_NEW_PLAIN(&j->number, b->vertex_count, "components", err));
    for (size_t v = 0; v < b->vertex_count; v++)
        j->number[v] = b->end_first[v] < b->end_first[v + 1] ? j->count++ : -1;
    MLG_TRY(MLG_NEW_PLAIN(&j->first, (size_t)j->count + 1, "components", err));
    MLG_TRY(MLG_NEW_PLAIN(&j->head, 2 * b->segment_count, "components", err));
    MLG_TRY(MLG_NEW_PLAIN(&j->component, (size_t)j->count, "components", err));
    int32_t arcs = 0;
    for (size_t v = 0; v < b->vertex_count; v++) {
        for (int32_t i = b->end_first[v]; i < b->end_first[v + 1]; i++)
            if (is_passed(b, b->ends[i], with_limited))
                j->head[arcs++] = j->number[build_edge_end(b, b->ends[i])];
        if (j->number[v] >= 0)
            j->first[j->number[v] + 1] = arcs;
    }
    return MLG_OK;
}

mlg_status build_components(int32_t *component, int32_t *count, const builder *b, bool with_limited,
                            mlg_error *err)
{
    junctions j = { 0 };
    mlg_status st;
    MLG_GO(list_junctions(&j, b, with_limited, err));
    mlg_graph_view view = { .n_nodes = j.count, .n_arcs = j.first[j.count], .first = j.first, .head = j.head };
    MLG_GO(graph_components(j.component, count, &view, err));
    for (size_t v = 0; v < b->vertex_count; v++)
        component[v] = j.number[v] < 0 ? -1 : j.component[j.number[v]];
done:
    free(j.number);
    free(j.first);
    free(j.head);
    free(j.component);
    return st;
}

mlg_status build_edges(builder *b, mlg_error *err)
{
    size_t n = 2 * b->segment_count;
    if (n > INT32_MAX / 4)
        return mlg_fail(err, MLG_DATA, "more than 2^28 road segments: take a smaller extract");
    MLG_TRY(MLG_NEW_PLAIN(&b->edge_tail, n, "edges", err));
    MLG_TRY(MLG_NEW_PLAIN(&b->edge_head, n, "edges", err));
    MLG_TRY(MLG_NEW_PLAIN(&b->edge_time_ds, n, "edges", err));
    MLG_TRY(MLG_NEW_PLAIN(&b->edge_limited, n, "edges", err));
    for (size_t s = 0; s < b->segment_count; s++)
        time_segment(b, (int32_t)s);
    MLG_TRY(MLG_NEW_PLAIN(&b->component, b->vertex_count, "components", err));
    return build_components(b->component, &b->component_count, b, true, err);
}
