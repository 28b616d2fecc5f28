/* The roads of an isochrone: shapes in the plane, times along them. */
#include "adapters/crs.h"
#include "base/length.h"
#include "base/memory.h"
#include "network/isochrone/inner.h"
#include "network/time.h"

#include <math.h>

/* ---- plane ------------------------------------------------------------------------------------------ */

mlg_status mlg_road_plane_new(mlg_road_plane **out, const mlg_graph *graph, const char *crs, mlg_error *err)
{
    mlg_road_plane *plane = NULL;
    mlg_transform *transform = NULL;
    size_t n = (size_t)graph->n_points, failed = 0;
    mlg_status st;
    *out = NULL;
    MLG_GO(MLG_NEW(&plane, 1, "shapes of roads", err));
    plane->graph = graph;
    MLG_GO(MLG_NEW(&plane->x_m, n, "shapes of roads", err));
    MLG_GO(MLG_NEW(&plane->y_m, n, "shapes of roads", err));
    MLG_GO(mlg_transform_new(&transform, "EPSG:4326", crs, err));
    for (size_t i = 0; i < n; i++) {
        plane->x_m[i] = graph->point_e7[2 * i] * 1e-7;
        plane->y_m[i] = graph->point_e7[2 * i + 1] * 1e-7;
    }
    mlg_transform_points(transform, plane->x_m, plane->y_m, n, &failed);
    if (failed > 0)
        MLG_GO(mlg_fail(err, MLG_INPUT, "%zu of %zu points of the roads cannot be represented in %s", failed, n,
                        crs));
    *out = plane;
    plane = NULL;
done:
    mlg_transform_free(transform);
    mlg_road_plane_free(plane);
    return st;
}

void mlg_road_plane_free(mlg_road_plane *plane)
{
    if (!plane)
        return;
    free(plane->x_m);
    free(plane->y_m);
    free(plane);
}

/* ---- times along segments ----------------------------------------------------------------------------- */

/* A site on its segment, and the time there: that of its walk, or less. */
typedef struct cut {
    int32_t segment;
    double fraction, time_ds;
} cut;

/* A segment forwards and backwards: time at the end where the direction starts, and time from end to end, negative when
 * closed. */
typedef struct passage {
    double start[2], whole[2];
    cut *cuts; /* those of the segment, by fraction */
    size_t n_cuts;
} passage;

typedef struct collector {
    const mlg_isochrone_request *request;
    const int32_t *time_ds;
    cut *cuts; /* by segment, then fraction */
    size_t n_cuts, next_cut;
    double limit_ds;
} collector;

static int by_place(const void *left, const void *right)
{
    const cut *l = left, *r = right;
    if (l->segment != r->segment)
        return l->segment < r->segment ? -1 : 1;
    return (l->fraction > r->fraction) - (l->fraction < r->fraction);
}

static mlg_status sort_cuts(collector *c, mlg_error *err)
{
    const mlg_isochrone_request *q = c->request;
    MLG_TRY(MLG_NEW(&c->cuts, (size_t)q->n_sites, "sites", err));
    for (int32_t i = 0; i < q->n_sites; i++)
        if (q->sites[i].segment >= 0)
            c->cuts[c->n_cuts++] = (cut){ q->sites[i].segment, q->sites[i].fraction, q->sites[i].walk_ds };
    if (c->n_cuts > 0)
        qsort(c->cuts, c->n_cuts, sizeof *c->cuts, by_place);
    return MLG_OK;
}

/* HUGE_VAL when that direction is closed. */
static double further(double time_ds, double part, double whole_ds)
{
    return whole_ds < 0 ? HUGE_VAL : time_ds + part * whole_ds;
}

static double node_time(const collector *c, int32_t node)
{
    int32_t time = node < 0 ? MLG_UNREACHABLE : c->time_ds[node];
    return time == MLG_UNREACHABLE ? HUGE_VAL : time;
}

/* Trips from the sites follow the edges; trips to the sites are searched against them, from their heads. */
static passage pass_segment(collector *c, int32_t segment)
{
    const mlg_graph *g = c->request->plane->graph;
    bool turned = c->request->to_sites;
    passage p = { .cuts = c->cuts + c->next_cut };
    for (int way = 0; way < 2; way++) {
        int32_t edge = 2 * segment + (turned ? 1 - way : way);
        p.whole[way] = g->edge_time_ds[edge];
        p.start[way] =
            p.whole[way] < 0 ? HUGE_VAL : node_time(c, turned ? g->edge_head[edge] : g->edge_tail[edge]);
    }
    while (c->next_cut < c->n_cuts && c->cuts[c->next_cut].segment == segment)
        c->next_cut++;
    p.n_cuts = (size_t)(c->cuts + c->next_cut - p.cuts);
    double up = p.start[0], down = p.start[1], at = 0;
    for (size_t k = 0; k < p.n_cuts; k++) {
        up = fmin(further(up, p.cuts[k].fraction - at, p.whole[0]), p.cuts[k].time_ds);
        p.cuts[k].time_ds = up;
        at = p.cuts[k].fraction;
    }
    at = 1;
    for (size_t k = p.n_cuts; k-- > 0;) {
        down = fmin(further(down, at - p.cuts[k].fraction, p.whole[1]), p.cuts[k].time_ds);
        p.cuts[k].time_ds = down;
        at = p.cuts[k].fraction;
    }
    return p;
}

static bool within_limit(const collector *c, const passage *p)
{
    bool within = fmin(p->start[0], p->start[1]) <= c->limit_ds;
    for (size_t k = 0; k < p->n_cuts; k++)
        within = within || p->cuts[k].time_ds <= c->limit_ds;
    return within;
}

/* ---- grid ------------------------------------------------------------------------------------------- */

static void widen(mlg_box *box, const mlg_road_plane *plane, int32_t segment)
{
    for (int32_t p = plane->graph->first_point[segment]; p < plane->graph->first_point[segment + 1]; p++) {
        box->min_x = fmin(box->min_x, plane->x_m[p]);
        box->max_x = fmax(box->max_x, plane->x_m[p]);
        box->min_y = fmin(box->min_y, plane->y_m[p]);
        box->max_y = fmax(box->max_y, plane->y_m[p]);
    }
}

static bool takes_points(const mlg_graph *graph, int32_t segment)
{
    return graph->flags[segment] & MLG_SEGMENT_ATTACH;
}

/* Bounding box of the segments that are reached in part within the limit. */
static mlg_box reached_box(collector *c)
{
    const mlg_road_plane *plane = c->request->plane;
    mlg_box box = { HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL };
    c->next_cut = 0;
    for (int32_t s = 0; s < plane->graph->n_segments; s++) {
        passage p = pass_segment(c, s);
        if (takes_points(plane->graph, s) && within_limit(c, &p))
            widen(&box, plane, s);
    }
    return box;
}

/* A road farther than twice the reach from every reached road owns no land that another road could reach. */
static mlg_status lay_grid(iso_grid *grid, const collector *c, const mlg_box *box, mlg_error *err)
{
    static const double MOST = 67108864; /* 2^26 */
    const mlg_isochrone_request *q = c->request;
    double step = fmax(1, floor(q->resolution_m / 3 * 16)) / 16;
    double reach = fmin(q->reach_m, iso_walk_ms(q) * c->limit_ds / 10);
    double margin = 2 * reach + 3 * step;
    *grid = (iso_grid){ .step_m = step };
    if (box->min_x > box->max_x)
        return MLG_OK;
    double west = floor((box->min_x - margin) / step), south = floor((box->min_y - margin) / step);
    double columns = ceil((box->max_x + margin) / step) - west + 1,
           rows = ceil((box->max_y + margin) / step) - south + 1;
    if (columns * rows > MOST) {
        mlg_fail(err, MLG_USAGE, "an isochrone of %.0f by %.0f km at a resolution of %g m needs too large a grid",
                 columns * step / 1000, rows * step / 1000, q->resolution_m);
        mlg_hint(err, "a resolution of %.0f m would fit",
                 ceil(q->resolution_m * sqrt(columns * rows / MOST) * 1.01));
        return MLG_USAGE;
    }
    grid->x_m = west * step;
    grid->y_m = south * step;
    grid->columns = (int32_t)columns;
    grid->rows = (int32_t)rows;
    return MLG_OK;
}

/* ---- pieces ----------------------------------------------------------------------------------------- */

static double plane_length(const mlg_road_plane *plane, int32_t point)
{
    return mlg_length(plane->x_m[point + 1] - plane->x_m[point], plane->y_m[point + 1] - plane->y_m[point]);
}

static bool meets(const iso_grid *grid, const iso_piece *piece)
{
    double right = grid->columns - 1, top = grid->rows - 1;
    return fmin(piece->x, piece->x + piece->dx) <= right && fmax(piece->x, piece->x + piece->dx) >= 0 &&
           fmin(piece->y, piece->y + piece->dy) <= top && fmax(piece->y, piece->y + piece->dy) >= 0;
}

/* The part [from, to] of the segment, which lies in one straight piece of its shape and between two cuts; `before` is
 * the number of cuts at or before it. */
static void set_times(iso_piece *piece, const passage *p, size_t before, double from, double to)
{
    double left = before > 0 ? p->cuts[before - 1].fraction : 0;
    double right = before < p->n_cuts ? p->cuts[before].fraction : 1;
    double start = before > 0 ? p->cuts[before - 1].time_ds : p->start[0];
    double end = before < p->n_cuts ? p->cuts[before].time_ds : p->start[1];
    piece->from_start = further(start, from - left, p->whole[0]);
    piece->forward = fmax(0, p->whole[0]) * (to - from);
    piece->from_end = further(end, right - to, p->whole[1]);
    piece->backward = fmax(0, p->whole[1]) * (to - from);
}

/* Splits the straight piece of shape at `point`, which covers [from, to] of the segment, at the cuts. */
static mlg_status add_pieces(iso_pieces *pieces, const iso_grid *grid, const mlg_road_plane *plane,
                             const passage *p, int32_t point, double from, double to, mlg_error *err)
{
    double x = (plane->x_m[point] - grid->x_m) / grid->step_m, y = (plane->y_m[point] - grid->y_m) / grid->step_m;
    double dx = (plane->x_m[point + 1] - plane->x_m[point]) / grid->step_m;
    double dy = (plane->y_m[point + 1] - plane->y_m[point]) / grid->step_m;
    size_t before = 0;
    for (double at = from; at < to || at == from;) {
        while (before < p->n_cuts && p->cuts[before].fraction <= at)
            before++;
        double end = before < p->n_cuts ? fmin(to, p->cuts[before].fraction) : to;
        double t0 = to > from ? (at - from) / (to - from) : 0, t1 = to > from ? (end - from) / (to - from) : 1;
        iso_piece piece = { .x = x + t0 * dx, .y = y + t0 * dy, .dx = (t1 - t0) * dx, .dy = (t1 - t0) * dy };
        set_times(&piece, p, before, at, end);
        if (meets(grid, &piece)) {
            MLG_TRY(MLG_GROW(&pieces->items, &pieces->capacity, pieces->count + 1, "roads", err));
            pieces->items[pieces->count++] = piece;
        }
        if (end <= at)
            break;
        at = end;
    }
    return MLG_OK;
}

static mlg_status add_segment(iso_pieces *pieces, const iso_grid *grid, const mlg_road_plane *plane,
                              int32_t segment, const passage *p, mlg_error *err)
{
    int32_t first = plane->graph->first_point[segment], last = plane->graph->first_point[segment + 1] - 1;
    double whole = 0, before = 0;
    for (int32_t i = first; i < last; i++)
        whole += plane_length(plane, i);
    for (int32_t i = first; i < last; i++) {
        double after = i + 1 == last ? whole : before + plane_length(plane, i);
        double from = whole > 0 ? before / whole : 0, to = whole > 0 ? after / whole : 1;
        MLG_TRY(add_pieces(pieces, grid, plane, p, i, from, to, err));
        before = after;
    }
    return MLG_OK;
}

/* Whether a segment may have pieces in the grid. */
static bool near_grid(const iso_grid *grid, const mlg_road_plane *plane, int32_t segment)
{
    mlg_box box = { HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL };
    widen(&box, plane, segment);
    return box.min_x <= grid->x_m + grid->columns * grid->step_m && box.max_x >= grid->x_m &&
           box.min_y <= grid->y_m + grid->rows * grid->step_m && box.max_y >= grid->y_m;
}

mlg_status iso_collect(iso_grid *grid, iso_pieces *pieces, const mlg_isochrone_request *request,
                       const int32_t *time_ds, mlg_error *err)
{
    const mlg_road_plane *plane = request->plane;
    collector c = { .request = request, .time_ds = time_ds, .limit_ds = request->limit_ds[request->n_limits - 1] };
    mlg_status st;
    MLG_GO(sort_cuts(&c, err));
    mlg_box box = reached_box(&c);
    MLG_GO(lay_grid(grid, &c, &box, err));
    c.next_cut = 0;
    for (int32_t s = 0; grid->rows > 0 && s < plane->graph->n_segments; s++) {
        passage p = pass_segment(&c, s);
        if (takes_points(plane->graph, s) && near_grid(grid, plane, s))
            MLG_GO(add_segment(pieces, grid, plane, s, &p, err));
    }
done:
    free(c.cuts);
    return st;
}
