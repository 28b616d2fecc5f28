/* Roads that the extract does not hold: ways of their own, joined to the others before all are cut. */
#include "base/memory.h"
#include "base/length.h"
#include "network/roads/build.h"
#include "network/roads/sphere.h"

#include <math.h>
#include <string.h>

static const double JOIN_M = 25, SAME_M = 1;

/* The nearest point of the roads of the extract to a point of a line. */
typedef struct {
    double distance_m;
    size_t way;      /* index */
    int32_t ref;     /* the stretch from this reference to the next one */
    double lon, lat; /* 1e-7 degrees */
    int32_t node;    /* there is one; -1: in between */
} foot;

typedef struct {
    builder *b;
    size_t ways; /* of the extract: the roads are not joined to each other but where they join one */
    size_t refs_room, node_room[5];
} drawing;

static double metres_x(double lat_e7)
{
    return MLG_METRES_PER_E7 * cos(lat_e7 * 1e-7 * 3.14159265358979323846 / 180);
}

/* Tries the stretch between two nodes. */
static void try_stretch(foot *best, const builder *b, size_t way, int32_t ref, double lon, double lat)
{
    const int32_t u = b->ref_node[ref], v = b->ref_node[ref + 1];
    const double wide = metres_x(lat), ux = (b->lon_e7[u] - lon) * wide,
                 uy = (b->lat_e7[u] - lat) * MLG_METRES_PER_E7, vx = (b->lon_e7[v] - lon) * wide,
                 vy = (b->lat_e7[v] - lat) * MLG_METRES_PER_E7;
    const double x = vx - ux, y = vy - uy, whole = x * x + y * y;
    const double t = whole > 0 ? fmin(1, fmax(0, -(ux * x + uy * y) / whole)) : 0;
    const double distance = mlg_length(ux + t * x, uy + t * y), length = sqrt(whole);
    if (distance >= best->distance_m)
        return;
    *best = (foot){ .distance_m = distance,
                    .way = way,
                    .ref = ref,
                    .lon = b->lon_e7[u] + t * ((double)b->lon_e7[v] - b->lon_e7[u]),
                    .lat = b->lat_e7[u] + t * ((double)b->lat_e7[v] - b->lat_e7[u]),
                    .node = t * length < SAME_M         ? u
                            : (1 - t) * length < SAME_M ? v
                                                        : -1 };
}

static bool is_near(const builder *b, int32_t ref, double lon, double lat)
{
    const int32_t u = b->ref_node[ref], v = b->ref_node[ref + 1];
    const double north = JOIN_M / MLG_METRES_PER_E7, east = JOIN_M / metres_x(lat);
    return (b->marks[u] & NODE_FOUND) && (b->marks[v] & NODE_FOUND) &&
           fmin(b->lon_e7[u], b->lon_e7[v]) <= lon + east && fmax(b->lon_e7[u], b->lon_e7[v]) >= lon - east &&
           fmin(b->lat_e7[u], b->lat_e7[v]) <= lat + north && fmax(b->lat_e7[u], b->lat_e7[v]) >= lat - north;
}

static foot find_foot(const drawing *d, double lon, double lat)
{
    const builder *b = d->b;
    foot best = { .distance_m = JOIN_M, .ref = -1, .node = -1 };
    for (size_t w = 0; w < d->ways; w++) {
        const build_way *way = &b->ways[w];
        if (way->road.road_class == MLG_ROAD_FERRY)
            continue;
        for (int32_t r = way->first_ref; r + 1 < way->first_ref + way->ref_count; r++)
            if (is_near(b, r, lon, lat))
                try_stretch(&best, b, w, r, lon, lat);
    }
    return best;
}

/* ---- nodes and references ---------------------------------------------------------------------------------------- */

static mlg_status add_node(int32_t *node, drawing *d, double lon, double lat, mlg_error *err)
{
    builder *b = d->b;
    const size_t wanted = (size_t)b->node_count + 1;
    const int64_t last = b->node_count > 0 ? b->node_id[b->node_count - 1] : 0;
    MLG_TRY(MLG_GROW(&b->node_id, &d->node_room[0], wanted, "nodes", err));
    MLG_TRY(MLG_GROW(&b->lon_e7, &d->node_room[1], wanted, "nodes", err));
    MLG_TRY(MLG_GROW(&b->lat_e7, &d->node_room[2], wanted, "nodes", err));
    MLG_TRY(MLG_GROW(&b->delay_ds, &d->node_room[3], wanted, "nodes", err));
    MLG_TRY(MLG_GROW(&b->marks, &d->node_room[4], wanted, "nodes", err));
    *node = b->node_count++;
    b->node_id[*node] = last < INT64_MAX ? last + 1 : last;
    b->lon_e7[*node] = (int32_t)lround(lon);
    b->lat_e7[*node] = (int32_t)lround(lat);
    b->delay_ds[*node][0] = b->delay_ds[*node][1] = 0;
    b->marks[*node] = NODE_FOUND;
    return MLG_OK;
}

static mlg_status add_reference(drawing *d, int32_t node, mlg_error *err)
{
    builder *b = d->b;
    if (b->ref_count >= INT32_MAX / 2)
        return mlg_fail(err, MLG_DATA, "the roads have more than 2^30 points: take a smaller extract");
    MLG_TRY(MLG_GROW(&b->ref_node, &d->refs_room, b->ref_count + 1, "points of ways", err));
    b->ref_node[b->ref_count++] = node;
    return MLG_OK;
}

/* The way gets a node between two of its own: its references stand anew at the end of the list. */
static mlg_status insert_node(drawing *d, const foot *at, int32_t node, mlg_error *err)
{
    builder *b = d->b;
    const build_way way = b->ways[at->way];
    const int32_t first = (int32_t)b->ref_count;
    for (int32_t r = way.first_ref; r < way.first_ref + way.ref_count; r++) {
        MLG_TRY(add_reference(d, b->ref_node[r], err));
        if (r == at->ref)
            MLG_TRY(add_reference(d, node, err));
    }
    b->ways[at->way].first_ref = first;
    b->ways[at->way].ref_count = way.ref_count + 1;
    return MLG_OK;
}

/* ---- a road ------------------------------------------------------------------------------------------------------ */

/* The node of a point of the line: of the road that it joins, else its own. */
static mlg_status place_point(int32_t *node, bool *joins, drawing *d, double lon, double lat, mlg_error *err)
{
    const foot at = find_foot(d, lon, lat);
    *joins = at.ref >= 0;
    *node = at.node;
    if (!*joins)
        return add_node(node, d, lon, lat, err);
    if (at.node >= 0)
        return MLG_OK;
    MLG_TRY(add_node(node, d, at.lon, at.lat, err));
    return insert_node(d, &at, *node, err);
}

static mlg_road road_of(const mlg_new_road *r)
{
    const float kmh = (float)r->kmh;
    return (mlg_road){ .road_class = MLG_ROAD_SECONDARY,
                       .open = { r->forward, r->backward },
                       .attach = true,
                       .urban = -1,
                       .kmh = { { kmh, kmh }, { kmh, kmh } },
                       .duration_s = (double)NAN };
}

static mlg_status draw(drawing *d, const mlg_new_road *r, int64_t id, mlg_error *err)
{
    builder *b = d->b;
    int32_t *nodes, joined = 0;
    MLG_TRY(MLG_NEW(&nodes, (size_t)r->count, "a new road", err));
    mlg_status st = MLG_OK;
    for (int32_t k = 0; k < r->count; k++) {
        bool joins;
        MLG_GO(place_point(&nodes[k], &joins, d, r->lon[k] * 1e7, r->lat[k] * 1e7, err));
        joined += joins;
    }
    if (joined == 0) {
        st = mlg_fail(err, MLG_INPUT, "%s: no point of the line is within %g m of a road", r->where, JOIN_M);
        mlg_hint(err, "a new road joins the others where its line has a point on them; longitudes come first");
        goto done;
    }
    const mlg_road road = road_of(r);
    const int32_t first = (int32_t)b->ref_count;
    for (int32_t k = 0; k < r->count; k++)
        MLG_GO(add_reference(d, nodes[k], err));
    MLG_GO(MLG_GROW(&b->ways, &b->way_capacity, b->way_count + 1, "ways", err));
    b->ways[b->way_count++] =
        (build_way){ .id = id, .first_ref = first, .ref_count = r->count, .route = -1, .road = road };
done:
    free(nodes);
    return st;
}

mlg_status build_new_roads(builder *b, mlg_error *err)
{
    const size_t nodes = (size_t)b->node_count;
    drawing d = { .b = b, .refs_room = b->ref_count, .node_room = { nodes, nodes, nodes, nodes, nodes } };
    for (int32_t k = 0; k < b->options->new_road_count; k++) {
        d.ways = b->way_count; /* one may join those drawn before it */
        MLG_TRY(draw(&d, &b->options->new_roads[k], -1 - k, err));
    }
    return MLG_OK;
}
