#include "network/search/itinerary.h"

#include "base/memory.h"
#include "network/roads/sphere.h"

#include <math.h>

void mlg_itinerary_release(mlg_itinerary *itinerary)
{
    free(itinerary->lon_e7);
    free(itinerary->lat_e7);
    free(itinerary->arcs);
    *itinerary = (mlg_itinerary){ 0 };
}

static mlg_status add_point(mlg_itinerary *out, int32_t lon, int32_t lat, mlg_error *err)
{
    size_t n = (size_t)out->count;
    MLG_TRY(MLG_GROW(&out->lon_e7, &out->lon_room, n + 1, "way", err));
    MLG_TRY(MLG_GROW(&out->lat_e7, &out->lat_room, n + 1, "way", err));
    if (n > 0)
        out->length_m += mlg_sphere_distance_m(out->lon_e7[n - 1], out->lat_e7[n - 1], lon, lat);
    out->lon_e7[n] = lon;
    out->lat_e7[n] = lat;
    out->count++;
    return MLG_OK;
}

static mlg_status add_foot(mlg_itinerary *out, const mlg_snap *snap, mlg_error *err)
{
    return add_point(out, (int32_t)lround(snap->lon * 1e7), (int32_t)lround(snap->lat * 1e7), err);
}

static double piece_m(const mlg_graph *g, int32_t point)
{
    const int32_t *p = g->point_e7 + 2 * (int64_t)point;
    return mlg_sphere_distance_m(p[0], p[1], p[2], p[3]);
}

/* Appends the points of a segment strictly between two positions along it, from the first to the second, and the end of the shape
 * when a position is at that end (fraction 0 or 1). */
static mlg_status add_between(mlg_itinerary *out, const mlg_graph *g, int32_t segment, double from, double to,
                              mlg_error *err)
{
    int32_t first = g->first_point[segment], end = g->first_point[segment + 1], step = to >= from ? 1 : -1;
    double low = fmin(from, to), high = fmax(from, to), whole = 0, at = 0;
    for (int32_t k = first; k + 1 < end; k++)
        whole += piece_m(g, k);
    if (step < 0)
        for (int32_t k = first; k + 1 < end; k++)
            at += piece_m(g, k);
    for (int32_t k = step > 0 ? first : end - 1; k >= first && k < end; k += step) {
        double fraction = whole > 0 ? at / whole : 0;
        bool is_end = (k == first && low <= 0) || (k == end - 1 && high >= 1);
        if (is_end || (fraction > low && fraction < high))
            MLG_TRY(add_point(out, g->point_e7[2 * (int64_t)k], g->point_e7[2 * (int64_t)k + 1], err));
        if (step > 0 && k + 1 < end)
            at += piece_m(g, k);
        else if (step < 0 && k > first)
            at -= piece_m(g, k - 1);
    }
    return MLG_OK;
}

/* Route along the segment that both points are on. */
static mlg_status go_direct(mlg_itinerary *out, const mlg_graph *g, const mlg_snap *from, const mlg_snap *to,
                            mlg_error *err)
{
    MLG_TRY(add_foot(out, from, err));
    MLG_TRY(add_between(out, g, from->segment, from->fraction, to->fraction, err));
    return add_foot(out, to, err);
}

/* The direction in which the route follows the segment of a point: the one that leads to that node, the shorter if both do. */
static int direction_of(const int32_t node[2], const int32_t time_ds[2], int32_t wanted)
{
    if (node[0] == wanted && (node[1] != wanted || time_ds[0] <= time_ds[1]))
        return 0;
    return 1;
}

static mlg_status go_by_arcs(mlg_itinerary *out, const mlg_graph *g, const mlg_reached *reached,
                             const mlg_snap *from, const mlg_snap *to, int32_t last, mlg_error *err)
{
    mlg_graph_view view = mlg_graph_forward_view(g);
    int32_t n = mlg_search_path(NULL, 0, reached, &view, last);
    MLG_TRY(MLG_GROW(&out->arcs, &out->arcs_room, (size_t)n + 1, "way", err));
    mlg_search_path(out->arcs, n, reached, &view, last);
    int32_t first = n > 0 ? mlg_graph_view_tail(&view, out->arcs[0]) : last;
    int leave = direction_of(from->exit_node, from->exit_ds, first),
        enter = direction_of(to->entry_node, to->entry_ds, last);
    MLG_TRY(add_foot(out, from, err));
    MLG_TRY(add_between(out, g, from->segment, from->fraction, leave == 0 ? 1 : 0, err));
    for (int32_t k = 0; k < n; k++) {
        int32_t edge = g->edge[out->arcs[k]];
        if (edge >= 0)
            MLG_TRY(add_between(out, g, edge / 2, edge % 2, 1 - edge % 2, err));
    }
    MLG_TRY(add_between(out, g, to->segment, enter == 0 ? 0 : 1, to->fraction, err));
    return add_foot(out, to, err);
}

/* The node by which the route enters the last segment, and its total time; -1 without a route. */
static int32_t best_entry(const mlg_reached *reached, const mlg_snap *to, int32_t *time_ds)
{
    int32_t best = -1;
    for (int d = 0; d < 2; d++) {
        int32_t node = to->entry_node[d];
        if (node < 0 || reached->time_ds[node] == MLG_UNREACHABLE)
            continue;
        int32_t whole_ds = reached->time_ds[node] + to->entry_ds[d];
        if (whole_ds < *time_ds) {
            *time_ds = whole_ds;
            best = node;
        }
    }
    return best;
}

mlg_status mlg_itinerary_find(mlg_itinerary *out, mlg_search *search, const mlg_graph *graph, const mlg_snap *from,
                              const mlg_snap *to, mlg_error *err)
{
    mlg_graph_view view = mlg_graph_forward_view(graph);
    mlg_reached reached;
    mlg_seed seeds[2];
    int32_t n_seeds = 0, stop_at[2], n_stop = 0;
    out->count = 0;
    out->length_m = 0;
    out->time_ds = mlg_snap_direct_ds(from, to);
    for (int d = 0; d < 2; d++) {
        if (from->segment >= 0 && from->exit_node[d] >= 0)
            seeds[n_seeds++] = (mlg_seed){ from->exit_node[d], from->exit_ds[d] };
        if (to->segment >= 0 && to->entry_node[d] >= 0)
            stop_at[n_stop++] = to->entry_node[d];
    }
    if (n_seeds == 0 || n_stop == 0)
        return out->time_ds == MLG_UNREACHABLE ? MLG_OK : go_direct(out, graph, from, to, err);
    mlg_search_options options = {
        .limit_ds = MLG_TIME_MAX, .stop_at = stop_at, .n_stop_at = n_stop, .parents = true
    };
    MLG_TRY(mlg_search_run(&reached, search, &view, seeds, n_seeds, &options, err));
    int32_t last = best_entry(&reached, to, &out->time_ds);
    if (last >= 0)
        return go_by_arcs(out, graph, &reached, from, to, last, err);
    return out->time_ds == MLG_UNREACHABLE ? MLG_OK : go_direct(out, graph, from, to, err);
}
