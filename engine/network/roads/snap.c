#include "network/roads/snap.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "network/roads/sphere.h"

#include <math.h>
#include <string.h>

enum { LEAF_POINTS = 16, FAN = 8, MAX_LEVELS = 12, TASK_POINTS = 4096 };

/* [min lon, min lat, max lon, max lat], 1e-7 degrees; empty when min is above max. */
typedef struct box {
    int32_t side[4];
} box;

static const box nothing = { { INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN } };

/* Level 0: a box for every 16 shape points; each level above: one for 8 boxes; the last: a single box. */
struct mlg_snap_index {
    const mlg_graph *graph;
    box *boxes;
    int32_t level_first[MAX_LEVELS + 1]; /* of each level in `boxes` */
    int levels;
};

/* ---- the tree --------------------------------------------------------------------------------------- */

static void extend(box *b, int32_t lon, int32_t lat)
{
    b->side[0] = lon < b->side[0] ? lon : b->side[0];
    b->side[1] = lat < b->side[1] ? lat : b->side[1];
    b->side[2] = lon > b->side[2] ? lon : b->side[2];
    b->side[3] = lat > b->side[3] ? lat : b->side[3];
}

/* Piece p joins points p and p + 1 of a segment; it belongs to the leaf of p. */
static void fill_leaves(mlg_snap_index *index)
{
    const mlg_graph *g = index->graph;
    for (int32_t s = 0; s < g->n_segments; s++) {
        if (!(g->flags[s] & MLG_SEGMENT_ATTACH))
            continue;
        for (int32_t p = g->first_point[s]; p + 1 < g->first_point[s + 1]; p++)
            for (int32_t end = p; end <= p + 1; end++)
                extend(&index->boxes[p / LEAF_POINTS], g->point_e7[2 * (int64_t)end],
                       g->point_e7[2 * (int64_t)end + 1]);
    }
}

static void fill_level(mlg_snap_index *index, int level)
{
    int32_t below = index->level_first[level - 1], count = index->level_first[level] - below;
    for (int32_t i = 0; i < count; i++) {
        const int32_t *side = index->boxes[below + i].side;
        if (side[0] > side[2])
            continue;
        box *parent = &index->boxes[index->level_first[level] + i / FAN];
        extend(parent, side[0], side[1]);
        extend(parent, side[2], side[3]);
    }
}

mlg_status mlg_snap_index_new(mlg_snap_index **out, const mlg_graph *graph, mlg_error *err)
{
    mlg_snap_index *index;
    *out = NULL;
    MLG_TRY(MLG_NEW(&index, 1, "index of roads", err));
    index->graph = graph;
    int32_t count = graph->n_points / LEAF_POINTS + 1;
    for (;; count = (count + FAN - 1) / FAN) {
        index->level_first[index->levels + 1] = index->level_first[index->levels] + count;
        index->levels++;
        if (count == 1)
            break;
    }
    int32_t total = index->level_first[index->levels];
    mlg_status st = MLG_NEW(&index->boxes, (size_t)total, "index of roads", err);
    if (st != MLG_OK) {
        mlg_snap_index_free(index);
        return st;
    }
    for (int32_t i = 0; i < total; i++)
        index->boxes[i] = nothing;
    fill_leaves(index);
    for (int level = 1; level < index->levels; level++)
        fill_level(index, level);
    *out = index;
    return MLG_OK;
}

void mlg_snap_index_free(mlg_snap_index *index)
{
    if (!index)
        return;
    free(index->boxes);
    free(index);
}

/* ---- nearest segment -------------------------------------------------------------------------------- */

typedef struct query {
    const mlg_snap_index *index;
    double lon, lat;           /* 1e-7 degrees */
    double metres_x, metres_y; /* metres per unit */
    bool any;                  /* fragments included */
    double best2;              /* squared metres; candidates not nearer are pruned */
    int32_t piece, segment;    /* -1: none */
    double t;                  /* along the piece */
} query;

static double box_distance2(const query *q, const box *b)
{
    double dx = fmax(fmax(b->side[0] - q->lon, q->lon - b->side[2]), 0) * q->metres_x;
    double dy = fmax(fmax(b->side[1] - q->lat, q->lat - b->side[3]), 0) * q->metres_y;
    return b->side[0] > b->side[2] ? HUGE_VAL : dx * dx + dy * dy;
}

static void try_piece(query *q, int32_t segment, int32_t piece)
{
    const int32_t *a = q->index->graph->point_e7 + 2 * (int64_t)piece;
    double ax = (a[0] - q->lon) * q->metres_x, ay = (a[1] - q->lat) * q->metres_y;
    double dx = ((double)a[2] - a[0]) * q->metres_x, dy = ((double)a[3] - a[1]) * q->metres_y;
    double length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? fmin(1, fmax(0, -(ax * dx + ay * dy) / length2)) : 0;
    double x = ax + t * dx, y = ay + t * dy, distance2 = x * x + y * y;
    bool nearer = distance2 < q->best2, equal = distance2 <= q->best2;
    if (nearer || (equal && (q->piece < 0 || piece < q->piece))) {
        q->best2 = distance2;
        q->piece = piece;
        q->segment = segment;
        q->t = t;
    }
}

/* Segment that contains a shape point. */
static int32_t segment_of(const mlg_graph *g, int32_t point)
{
    int32_t low = 0, high = g->n_segments;
    while (high - low > 1) {
        int32_t middle = low + (high - low) / 2;
        if (g->first_point[middle] <= point)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static void try_leaf(query *q, int32_t leaf)
{
    const mlg_graph *g = q->index->graph;
    int32_t point = leaf * LEAF_POINTS,
            end = point + LEAF_POINTS < g->n_points ? point + LEAF_POINTS : g->n_points;
    int wanted = MLG_SEGMENT_ATTACH | (q->any ? 0 : MLG_SEGMENT_COUNTS);
    for (int32_t s = segment_of(g, point); point < end; s++) {
        int32_t last = g->first_point[s + 1] - 1;
        for (; point < end && point < last; point++)
            if ((g->flags[s] & wanted) == wanted)
                try_piece(q, s, point);
        if (point == last)
            point++;
    }
}

/* Visits the children by distance, nearest first, pruning those that cannot be nearer. Recursion depth: the
 * levels of the tree. */
static void visit(query *q, int level, int32_t at)
{
    const mlg_snap_index *index = q->index;
    if (level == 0) {
        try_leaf(q, at);
        return;
    }
    int32_t first = at * FAN, below = index->level_first[level] - index->level_first[level - 1], count = 0;
    int32_t child[FAN];
    double distance2[FAN];
    for (int32_t i = first; i < first + FAN && i < below; i++) {
        double d = box_distance2(q, &index->boxes[index->level_first[level - 1] + i]);
        if (d > q->best2)
            continue;
        int32_t k = count++;
        for (; k > 0 && distance2[k - 1] > d; k--) {
            distance2[k] = distance2[k - 1];
            child[k] = child[k - 1];
        }
        distance2[k] = d;
        child[k] = i;
    }
    for (int32_t k = 0; k < count && distance2[k] <= q->best2; k++)
        visit(q, level - 1, child[k]);
}

static bool find_nearest(query *q, double radius_m, bool any)
{
    q->best2 = radius_m * radius_m;
    q->piece = q->segment = -1;
    q->any = any;
    visit(q, q->index->levels - 1, 0);
    return q->piece >= 0;
}

/* ---- results ---------------------------------------------------------------------------------------- */

/* Length of the shape up to the foot, as a fraction of its total length. */
static double fraction_of(const mlg_graph *g, const query *q)
{
    double whole = 0, before = 0;
    for (int32_t p = g->first_point[q->segment]; p + 1 < g->first_point[q->segment + 1]; p++) {
        const int32_t *a = g->point_e7 + 2 * (int64_t)p;
        double length = mlg_sphere_distance_m(a[0], a[1], a[2], a[3]);
        before += p < q->piece ? length : p == q->piece ? q->t * length : 0;
        whole += length;
    }
    return whole > 0 ? fmin(1, before / whole) : 0;
}

static void set_times(mlg_snap *out, const mlg_graph *g)
{
    for (int d = 0; d < 2; d++) {
        int32_t edge = 2 * out->segment + d, time = g->edge_time_ds[edge];
        if (time < 0)
            continue;
        double part = d == 0 ? out->fraction : 1 - out->fraction;
        out->along_ds[d] = (int32_t)lround(part * time);
        out->exit_node[d] = g->edge_head[edge];
        out->exit_ds[d] = out->walk_ds + time - out->along_ds[d];
        out->entry_node[d] = g->edge_tail[edge];
        out->entry_ds[d] = out->walk_ds + out->along_ds[d];
    }
}

static void set_place(mlg_snap *out, const query *q, const mlg_snap_options *options)
{
    const mlg_graph *g = q->index->graph;
    const int32_t *a = g->point_e7 + 2 * (int64_t)q->piece;
    double walk_kmh = options->walk_kmh > 0 ? options->walk_kmh : g->walk_kmh;
    out->segment = q->segment;
    out->distance_m = sqrt(q->best2);
    out->lon = (a[0] + q->t * ((double)a[2] - a[0])) * 1e-7;
    out->lat = (a[1] + q->t * ((double)a[3] - a[1])) * 1e-7;
    out->walk_ds = (int32_t)lround(fmin(out->distance_m / walk_kmh * 36, INT32_MAX / 4));
    out->fraction = fraction_of(g, q);
    set_times(out, g);
}

void mlg_snap_point(mlg_snap *out, const mlg_snap_index *index, double lon, double lat,
                    const mlg_snap_options *options)
{
    *out = (mlg_snap){ .status = MLG_SNAP_INVALID,
                       .segment = -1,
                       .fraction = (double)NAN,
                       .distance_m = (double)NAN,
                       .passed_over_m = (double)NAN,
                       .lon = (double)NAN,
                       .lat = (double)NAN,
                       .along_ds = { -1, -1 },
                       .exit_node = { -1, -1 },
                       .exit_ds = { -1, -1 },
                       .entry_node = { -1, -1 },
                       .entry_ds = { -1, -1 } };
    if (!(fabs(lon) <= 180 && fabs(lat) <= 90))
        return;
    query q = { .index = index, .lon = lon * 1e7, .lat = lat * 1e7, .metres_y = MLG_METRES_PER_E7 };
    q.metres_x = q.metres_y * cos(lat * 3.14159265358979323846 / 180);
    bool found = find_nearest(&q, options->radius_m, true);
    double nearest_m = sqrt(q.best2);
    if (found && !(index->graph->flags[q.segment] & MLG_SEGMENT_COUNTS) &&
        !find_nearest(&q, options->radius_m, false))
        find_nearest(&q, options->radius_m, true);
    out->status = !found                                              ? MLG_SNAP_FAR
                  : index->graph->flags[q.segment] & MLG_SEGMENT_MAIN ? MLG_SNAP_MAIN
                                                                      : MLG_SNAP_ISLAND;
    if (!found)
        return;
    set_place(out, &q, options);
    out->passed_over_m = out->distance_m - nearest_m;
}

typedef struct batch {
    mlg_snap *out;
    const mlg_snap_index *index;
    const double *lon, *lat;
    int32_t n;
    const mlg_snap_options *options;
} batch;

static mlg_status snap_some(void *context, int32_t task, int worker, mlg_error *err)
{
    const batch *b = context;
    (void)worker, (void)err;
    int32_t first = task * TASK_POINTS;
    for (int32_t i = first; i < b->n && i - first < TASK_POINTS; i++)
        mlg_snap_point(&b->out[i], b->index, b->lon[i], b->lat[i], b->options);
    return MLG_OK;
}

mlg_status mlg_snap_points(mlg_snap *out, int32_t count[MLG_SNAP_STATUSES], const mlg_snap_index *index,
                           const double *lon, const double *lat, int32_t n, const mlg_snap_options *options,
                           mlg_error *err)
{
    batch b = { out, index, lon, lat, n, options };
    if (!(options->radius_m >= 0 && options->radius_m <= 1e6))
        return mlg_fail(err, MLG_USAGE, "the radius to reach a road is %g m, not between 0 and 1000 km",
                        options->radius_m);
    if (!(options->walk_kmh >= 0 && options->walk_kmh <= 100))
        return mlg_fail(err, MLG_USAGE, "the walking speed is %g km/h, not between 0 and 100", options->walk_kmh);
    MLG_TRY(mlg_parallel(n / TASK_POINTS + (n % TASK_POINTS != 0), options->threads, snap_some, &b, err));
    memset(count, 0, MLG_SNAP_STATUSES * sizeof *count);
    for (int32_t i = 0; i < n; i++)
        count[out[i].status]++;
    return MLG_OK;
}

int32_t mlg_snap_direct_ds(const mlg_snap *a, const mlg_snap *b)
{
    int32_t best = INT32_MAX;
    if (a->segment < 0 || a->segment != b->segment)
        return best;
    for (int d = 0; d < 2; d++) {
        bool ahead = d == 0 ? b->fraction >= a->fraction : b->fraction <= a->fraction;
        if (a->along_ds[d] < 0 || !ahead)
            continue;
        int32_t time = b->along_ds[d] - a->along_ds[d] + a->walk_ds + b->walk_ds;
        best = time < best ? time : best;
    }
    return best;
}
