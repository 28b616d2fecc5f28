/* From times on a grid to polygons: marching triangles.
 *
 * Each square is split along its rising diagonal. A limit crosses an edge of the triangles when one end is within the
 * limit and the other is not. Along the edge, in sixteenths from the inner end, the time is that of the nearer of the
 * owners of both ends; the crossing is the last sixteenth within the limit, never an end. (When the owner of the inner
 * end is not reached but a road beside it is, the time is interpolated linearly, and the crossing is the middle if the
 * outer end is not reached.) A triangle has two such edges or none: the crossings link into rings with the land on the
 * left. A longer limit never crosses nearer to the inner end, so isochrones nest. Connected areas of land are the
 * components of neighbouring vertices within the limit. */
#include "base/memory.h"
#include "base/union_find.h"
#include "network/isochrone/inner.h"
#include "network/roads/sort_keys.h"

#include <math.h>
#include <string.h>

enum { EDGES = 3, PARTS = 16 };

/* Edge 3v + k leaves vertex v to the east, the north-east or the north. */
static const int32_t EDGE_COLUMN[EDGES] = { 1, 1, 0 }, EDGE_ROW[EDGES] = { 0, 1, 1 };

typedef struct ring {
    int32_t land; /* representative vertex of the land it bounds */
    bool hole;
    int32_t first, count; /* in `edges` */
} ring;

typedef struct tracer {
    const iso_field *field;
    const iso_grid *grid;
    const float *time_ds;
    float limit_ds;
    int32_t *land;       /* union-find parent by vertex; the root represents the land */
    mlg_sort_key *links; /* from a crossing (key) to the next, sorted */
    size_t n_links, links_capacity;
    int32_t *edges; /* crossings of the rings, one ring after the other */
    size_t n_edges;
    ring *rings;
    size_t n_rings, rings_capacity;
} tracer;

static bool within(const tracer *t, int32_t vertex)
{
    return t->time_ds[vertex] <= t->limit_ds;
}

static int32_t edge_end(const tracer *t, int32_t edge)
{
    int32_t k = edge % EDGES;
    return edge / EDGES + EDGE_ROW[k] * t->grid->columns + EDGE_COLUMN[k];
}

/* ---- land ------------------------------------------------------------------------------------------- */

/* Border vertices are never within the limit, so that both ends of every crossed edge are in the grid. */
static mlg_status tell_land_apart(tracer *t, mlg_error *err)
{
    int32_t vertices = t->grid->columns * t->grid->rows;
    MLG_TRY(MLG_NEW(&t->land, (size_t)vertices, "grid of an isochrone", err));
    mlg_sets_init(t->land, vertices);
    for (int32_t v = 0; v < vertices; v++)
        for (int32_t k = 0; k < EDGES && within(t, v); k++) {
            int32_t end = edge_end(t, EDGES * v + k);
            if (within(t, end))
                mlg_sets_join(t->land, v, end);
        }
    return MLG_OK;
}

/* ---- crossings -------------------------------------------------------------------------------------- */

/* Corners and edges counter-clockwise; edge k leads from corner k to the next. The contour goes from the edge that
 * leaves the land to the one that enters it. */
static mlg_status cut_triangle(tracer *t, const int32_t corner[3], const int32_t edge[3], mlg_error *err)
{
    int32_t leave = -1, back = -1;
    for (int k = 0; k < 3; k++) {
        bool here = within(t, corner[k]), next = within(t, corner[(k + 1) % 3]);
        if (here && !next)
            leave = edge[k];
        if (!here && next)
            back = edge[k];
    }
    if (leave < 0)
        return MLG_OK;
    MLG_TRY(MLG_GROW(&t->links, &t->links_capacity, t->n_links + 1, "border of an isochrone", err));
    t->links[t->n_links++] = (mlg_sort_key){ (uint64_t)leave, back };
    return MLG_OK;
}

static mlg_status cut_square(tracer *t, int32_t v, mlg_error *err)
{
    int32_t east = v + 1, north = v + t->grid->columns, opposite = north + 1;
    int in = within(t, v) + within(t, east) + within(t, north) + within(t, opposite);
    if (in == 0 || in == 4)
        return MLG_OK;
    const int32_t below[3] = { v, east, opposite }, above[3] = { v, opposite, north };
    const int32_t below_edge[3] = { EDGES * v, EDGES * east + 2, EDGES * v + 1 };
    const int32_t above_edge[3] = { EDGES * v + 1, EDGES * north, EDGES * v + 2 };
    MLG_TRY(cut_triangle(t, below, below_edge, err));
    return cut_triangle(t, above, above_edge, err);
}

static mlg_status cut_all(tracer *t, mlg_error *err)
{
    for (int32_t j = 0; j + 1 < t->grid->rows; j++)
        for (int32_t i = 0; i + 1 < t->grid->columns; i++)
            MLG_TRY(cut_square(t, j * t->grid->columns + i, err));
    return mlg_sort_keys(t->links, t->n_links, 1, err);
}

/* Whether the owner of a vertex reaches it, disregarding the limit. */
static bool is_owned(const tracer *t, int32_t v)
{
    double distance2;
    int32_t owner = t->field->owner[v], columns = t->grid->columns;
    return owner >= 0 && isfinite(iso_time_by(&distance2, t->field, owner, v % columns, v / columns));
}

/* Number of sixteenths from (x, y) towards (x + dx, y + dy) that the nearer of two owners reaches within the limit. */
static int32_t follow_owners(const tracer *t, int32_t here, int32_t there, double x, double y, double dx,
                             double dy)
{
    int32_t part = 1;
    for (; part + 1 < PARTS; part++) {
        double along = (part + 1) / (double)PARTS, near2, far2 = HUGE_VAL, other = HUGE_VAL;
        double time = iso_time_by(&near2, t->field, here, x + along * dx, y + along * dy);
        if (there >= 0)
            other = iso_time_by(&far2, t->field, there, x + along * dx, y + along * dy);
        if ((far2 < near2 ? other : time) > (double)t->limit_ds)
            break;
    }
    return part;
}

static int32_t interpolate(double inside, double outside, double limit)
{
    double part = isinf(outside) ? 0.5 : (limit - inside) / (outside - inside);
    return (int32_t)fmin(PARTS - 1, fmax(1, round(part * PARTS)));
}

static void place_crossing(double at[2], const tracer *t, int32_t edge)
{
    int32_t v = edge / EDGES, k = edge % EDGES, end = edge_end(t, edge), columns = t->grid->columns;
    bool turned = within(t, end);
    int32_t in = turned ? end : v, out = turned ? v : end, sixteenths, sign = turned ? -1 : 1;
    if (is_owned(t, in))
        sixteenths = follow_owners(t, t->field->owner[in], t->field->owner[out], in % columns, in / columns,
                                   sign * EDGE_COLUMN[k], sign * EDGE_ROW[k]);
    else
        sixteenths = interpolate((double)t->time_ds[in], (double)t->time_ds[out], (double)t->limit_ds);
    double part = sign * sixteenths / (double)PARTS;
    at[0] = t->grid->x_m + t->grid->step_m * (in % columns + part * EDGE_COLUMN[k]);
    at[1] = t->grid->y_m + t->grid->step_m * (in / columns + part * EDGE_ROW[k]);
}

/* ---- rings ------------------------------------------------------------------------------------------ */

static size_t find_link(const tracer *t, int32_t edge)
{
    size_t low = 0, high = t->n_links;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (t->links[middle].key <= (uint64_t)edge)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Twice the signed area, relative to the first crossing for precision. */
static bool turns_right(const tracer *t, const ring *r)
{
    double first[2], before[2], at[2], area = 0;
    place_crossing(first, t, t->edges[r->first]);
    memcpy(before, first, sizeof before);
    for (int32_t k = 1; k < r->count; k++) {
        place_crossing(at, t, t->edges[r->first + k]);
        area += (before[0] - first[0]) * (at[1] - first[1]) - (at[0] - first[0]) * (before[1] - first[1]);
        memcpy(before, at, sizeof before);
    }
    return area < 0;
}

/* Follows the links from a crossing until it returns there, marking them with -1. */
static mlg_status trace_ring(tracer *t, size_t link, mlg_error *err)
{
    ring r = { .first = (int32_t)t->n_edges };
    int32_t edge = (int32_t)t->links[link].key, v = edge / EDGES;
    r.land = mlg_sets_root(t->land, within(t, v) ? v : edge_end(t, edge));
    while (t->links[link].item >= 0) {
        t->edges[t->n_edges++] = (int32_t)t->links[link].key;
        int32_t next = t->links[link].item;
        t->links[link].item = -1;
        link = find_link(t, next);
    }
    r.count = (int32_t)t->n_edges - r.first;
    r.hole = turns_right(t, &r);
    MLG_TRY(MLG_GROW(&t->rings, &t->rings_capacity, t->n_rings + 1, "border of an isochrone", err));
    t->rings[t->n_rings++] = r;
    return MLG_OK;
}

/* By land, the shell first, then its holes. */
static int by_land(const void *left, const void *right)
{
    const ring *l = left, *r = right;
    if (l->land != r->land)
        return l->land < r->land ? -1 : 1;
    if (l->hole != r->hole)
        return l->hole ? 1 : -1;
    return (l->first > r->first) - (l->first < r->first);
}

static mlg_status trace_rings(tracer *t, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&t->edges, t->n_links, "border of an isochrone", err));
    for (size_t k = 0; k < t->n_links; k++)
        if (t->links[k].item >= 0)
            MLG_TRY(trace_ring(t, k, err));
    if (t->n_rings > 0)
        qsort(t->rings, t->n_rings, sizeof *t->rings, by_land);
    return MLG_OK;
}

/* ---- output ----------------------------------------------------------------------------------------- */

/* Coordinates of all rings, each ending with its first point. */
static mlg_status place_rings(double **xy, mlg_ring **shapes, const tracer *t, mlg_error *err)
{
    MLG_TRY(MLG_NEW(xy, 2 * (t->n_edges + t->n_rings), "border of an isochrone", err));
    MLG_TRY(MLG_NEW(shapes, t->n_rings, "border of an isochrone", err));
    double *at = *xy;
    for (size_t r = 0; r < t->n_rings; r++) {
        const ring *from = &t->rings[r];
        (*shapes)[r] = (mlg_ring){ at, from->count + 1, from->hole };
        for (int32_t k = 0; k <= from->count; k++, at += 2)
            place_crossing(at, t, t->edges[from->first + k % from->count]);
    }
    return MLG_OK;
}

mlg_status iso_polygons(mlg_geom **out, const iso_field *field, int32_t limit_ds, mlg_error *err)
{
    tracer t = { .field = field, .grid = field->grid, .time_ds = field->time_ds, .limit_ds = (float)limit_ds };
    double *xy = NULL;
    mlg_ring *shapes = NULL;
    mlg_status st = MLG_OK;
    *out = NULL;
    if (t.grid->rows > 0) {
        MLG_GO(tell_land_apart(&t, err));
        MLG_GO(cut_all(&t, err));
        MLG_GO(trace_rings(&t, err));
    }
    MLG_GO(place_rings(&xy, &shapes, &t, err));
    st = mlg_geom_from_rings(out, shapes, (int32_t)t.n_rings, err);
done:
    free(shapes);
    free(xy);
    free(t.rings);
    free(t.edges);
    free(t.links);
    free(t.land);
    return st;
}
