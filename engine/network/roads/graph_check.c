/* Validates the arrays of a network read from a file: a checksum only detects accidental damage, these checks also
 * detect forged contents. */
#include "base/parallel.h"
#include "base/ranges.h"
#include "network/roads/graph_arrays.h"
#include "network/time.h"

#include <math.h>

enum { LON_MAX_E7 = 1800000000, LAT_MAX_E7 = 900000000, FLAGS_MAX = 15, CHECKS = 21 };

static bool bytes_below(const uint8_t *value, int32_t count, int most)
{
    uint8_t highest = 0;
    for (int32_t i = 0; i < count; i++)
        highest = value[i] > highest ? value[i] : highest;
    return highest <= most;
}

/* Every segment has both its ends. */
static bool has_shapes(const mlg_graph *g)
{
    if (!mlg_are_starts(g->first_point, (size_t)g->n_segments + 1, g->n_points))
        return false;
    bool good = true;
    for (int32_t s = 0; s < g->n_segments; s++)
        good &= g->first_point[s + 1] - g->first_point[s] >= 2;
    return good;
}

static bool points_hold(const mlg_graph *g)
{
    uint32_t outside = 0;
    for (int32_t i = 0; i < g->n_points; i++) {
        outside |= (uint32_t)((uint32_t)g->point_e7[2 * i] + LON_MAX_E7 > 2u * LON_MAX_E7);
        outside |= (uint32_t)((uint32_t)g->point_e7[2 * i + 1] + LAT_MAX_E7 > 2u * LAT_MAX_E7);
    }
    return outside == 0;
}

/* A closed edge has no time and no ends; an open one has all three. */
static bool edges_agree(const mlg_graph *g)
{
    bool good = true;
    for (int32_t e = 0; e < 2 * g->n_segments; e++)
        good &= g->edge_time_ds[e] < 0 || (g->edge_tail[e] >= 0 && g->edge_head[e] >= 0);
    return good;
}

static bool holds(const mlg_graph *g, int32_t check)
{
    const size_t nodes = (size_t)g->n_nodes, arcs = (size_t)g->n_arcs, segments = (size_t)g->n_segments;
    const int32_t last_node = g->n_nodes - 1;
    switch (check) {
    case 0:
        return mlg_all_within(g->lon_e7, nodes, -LON_MAX_E7, LON_MAX_E7);
    case 1:
        return mlg_all_within(g->lat_e7, nodes, -LAT_MAX_E7, LAT_MAX_E7);
    case 2:
        return mlg_all_within(g->component, nodes, 0, last_node);
    case 3:
        return mlg_are_starts(g->first, nodes + 1, g->n_arcs);
    case 4:
        return mlg_all_within(g->head, arcs, 0, last_node);
    case 5:
        return mlg_all_within(g->time_ds, arcs, 0, MLG_TIME_MAX);
    case 6:
        return mlg_all_within(g->edge, arcs, -1, 2 * g->n_segments - 1);
    case 7:
        return mlg_are_starts(g->reverse_first, nodes + 1, g->n_arcs);
    case 8:
        return mlg_all_within(g->reverse_head, arcs, 0, last_node);
    case 9:
        return mlg_all_within(g->reverse_time_ds, arcs, 0, MLG_TIME_MAX);
    case 10:
        return mlg_all_within(g->reverse_arc, arcs, 0, g->n_arcs - 1);
    case 11:
        return mlg_all_within(g->edge_tail, 2 * segments, -1, last_node);
    case 12:
        return mlg_all_within(g->edge_head, 2 * segments, -1, last_node);
    case 13:
        return mlg_all_within(g->edge_time_ds, 2 * segments, -1, MLG_TIME_MAX);
    case 14:
        return mlg_all_within(g->length_dm, segments, 0, INT32_MAX);
    case 15:
        return has_shapes(g);
    case 16:
        return mlg_all_within(g->way, segments, 0, g->n_ways - 1);
    case 17:
        return points_hold(g);
    case 18:
        return bytes_below(g->road_class, g->n_segments, MLG_ROAD_CLASSES - 1);
    case 19:
        return bytes_below(g->flags, g->n_segments, FLAGS_MAX);
    default:
        return edges_agree(g);
    }
}

static mlg_status check_one(void *context, int32_t check, int worker, mlg_error *err)
{
    (void)worker;
    return holds(context, check) ? MLG_OK : mlg_fail(err, MLG_INPUT, "a damaged network (contents)");
}

mlg_status graph_check(const mlg_graph *g, mlg_error *err)
{
    mlg_graph copy = *g;
    if (!(isfinite(g->walk_kmh) && g->walk_kmh > 0) || g->n_segments > INT32_MAX / 2)
        return mlg_fail(err, MLG_INPUT, "a damaged network (contents)");
    return mlg_parallel(CHECKS, 0, check_one, &copy, err);
}
