/* Coordinates of rings, and what is computed from them without GEOS: intersecting boxes, adjacency. */
#include "adapters/geom/inner.h"

#include "base/length.h"
#include "base/memory.h"

#include <math.h>

/* ---- rings -------------------------------------------------------------------------------------------- */

static mlg_status visit_ring(const GEOSGeometry *ring, bool hole, mlg_ring_fn visit, void *context, mlg_error *err)
{
    GEOSContextHandle_t geos = mlg_geos();
    const GEOSCoordSequence *points = ring ? GEOSGeom_getCoordSeq_r(geos, ring) : NULL;
    unsigned n = 0;
    if (!points || !GEOSCoordSeq_getSize_r(geos, points, &n))
        return mlg_geos_fail(err, "reading a ring");
    double *x = NULL;
    MLG_TRY(MLG_NEW(&x, 2 * (size_t)n, "a ring", err));
    mlg_status st = MLG_OK;
    if (GEOSCoordSeq_copyToArrays_r(geos, points, x, x + n, NULL, NULL))
        visit(context, x, x + n, (int32_t)n, hole);
    else
        st = mlg_geos_fail(err, "reading a ring");
    free(x);
    return st;
}

mlg_status mlg_geom_rings(const mlg_geom *geom, mlg_ring_fn visit, void *context, mlg_error *err)
{
    GEOSContextHandle_t geos = mlg_geos();
    if (!mlg_geom_is_polygonal(geom))
        return mlg_fail(err, MLG_DATA, "a geometry that is no polygon has no rings");
    int n = GEOSGetNumGeometries_r(geos, geom->shape);
    for (int i = 0; i < n; i++) {
        const GEOSGeometry *polygon = GEOSGetGeometryN_r(geos, geom->shape, i);
        if (GEOSisEmpty_r(geos, polygon))
            continue;
        MLG_TRY(visit_ring(GEOSGetExteriorRing_r(geos, polygon), false, visit, context, err));
        int holes = GEOSGetNumInteriorRings_r(geos, polygon);
        for (int k = 0; k < holes; k++)
            MLG_TRY(visit_ring(GEOSGetInteriorRingN_r(geos, polygon, k), true, visit, context, err));
    }
    return MLG_OK;
}

/* Rings of a geometry while its points are moved. */
typedef struct {
    mlg_move_fn move;
    void *context;
    mlg_ring *rings;
    double **xy;
    size_t n, rings_room, xy_room;
    mlg_status st;
    mlg_error *err;
} moving;

static void move_ring(void *context, const double *x, const double *y, int32_t n, bool hole)
{
    moving *m = context;
    double *xy = NULL;
    if (m->st == MLG_OK)
        m->st = MLG_GROW(&m->rings, &m->rings_room, m->n + 1, "a ring", m->err);
    if (m->st == MLG_OK)
        m->st = MLG_GROW(&m->xy, &m->xy_room, m->n + 1, "a ring", m->err);
    if (m->st == MLG_OK)
        m->st = MLG_NEW(&xy, 2 * (size_t)n, "a ring", m->err);
    if (m->st != MLG_OK)
        return;
    for (int32_t k = 0; k < n; k++) {
        xy[2 * k] = x[k];
        xy[2 * k + 1] = y[k];
        m->move(m->context, &xy[2 * k]);
    }
    m->xy[m->n] = xy;
    m->rings[m->n++] = (mlg_ring){ xy, n, hole };
}

mlg_status mlg_geom_map(mlg_geom **out, const mlg_geom *geom, mlg_move_fn move, void *context, mlg_error *err)
{
    moving m = { .move = move, .context = context, .st = MLG_OK, .err = err };
    *out = NULL;
    mlg_status st = mlg_geom_rings(geom, move_ring, &m, err);
    if (st == MLG_OK)
        st = m.st;
    if (st == MLG_OK)
        st = mlg_geom_from_rings(out, m.rings, (int32_t)m.n, err);
    for (size_t k = 0; k < m.n; k++)
        free(m.xy[k]);
    free(m.xy);
    free(m.rings);
    return st;
}

/* ---- boxes that meet ---------------------------------------------------------------------------------- */

typedef struct {
    int32_t a, b;
} pair;

typedef struct {
    pair *items;
    size_t count, capacity;
} pair_list;

typedef struct {
    mlg_box box;
    int32_t index;
} entry;

static int by_min_x(const void *left, const void *right)
{
    const entry *l = left, *r = right;
    if (l->box.min_x != r->box.min_x)
        return l->box.min_x < r->box.min_x ? -1 : 1;
    return (l->index > r->index) - (l->index < r->index);
}

static int by_pair(const void *left, const void *right)
{
    const pair *l = left, *r = right;
    return l->a != r->a ? (l->a > r->a) - (l->a < r->a) : (l->b > r->b) - (l->b < r->b);
}

/* Nonempty boxes widened by `margin`, sorted from west to east. */
static mlg_status sort_boxes(entry **out, int32_t *count, const mlg_geom *const *geoms, int32_t n, double margin,
                             mlg_error *err)
{
    *count = 0;
    MLG_TRY(MLG_NEW(out, (size_t)n, "boxes", err));
    for (int32_t i = 0; i < n; i++) {
        mlg_box box = mlg_geom_box(geoms[i]);
        if (mlg_geom_is_empty(geoms[i]))
            continue;
        box = (mlg_box){ box.min_x - margin, box.min_y - margin, box.max_x + margin, box.max_y + margin };
        (*out)[(*count)++] = (entry){ box, i };
    }
    qsort(*out, (size_t)*count, sizeof **out, by_min_x);
    return MLG_OK;
}

/* Pairs of `one` with the boxes of `others` that start east of it. */
static mlg_status add_east_of(pair_list *found, const entry *one, const entry *others, int32_t n, bool swapped,
                              mlg_error *err)
{
    for (int32_t k = 0; k < n && others[k].box.min_x <= one->box.max_x; k++) {
        const entry *o = &others[k];
        if (o->box.min_y > one->box.max_y || one->box.min_y > o->box.max_y)
            continue;
        MLG_TRY(MLG_GROW(&found->items, &found->capacity, found->count + 1, "pairs", err));
        found->items[found->count++] = swapped ? (pair){ o->index, one->index } : (pair){ one->index, o->index };
    }
    return MLG_OK;
}

/* A sweep from west to east: each box is compared with those of the other list that start within its width. */
static mlg_status sweep(pair_list *found, const mlg_geom *const *left, int32_t n, const mlg_geom *const *right,
                        int32_t m, double margin, mlg_error *err)
{
    entry *l = NULL, *r = NULL;
    int32_t nl = 0, nr = 0, i = 0, k = 0;
    mlg_status st;
    MLG_GO(sort_boxes(&l, &nl, left, n, margin, err));
    MLG_GO(sort_boxes(&r, &nr, right, m, margin, err));
    while (i < nl && k < nr) {
        if (l[i].box.min_x <= r[k].box.min_x) {
            MLG_GO(add_east_of(found, &l[i], r + k, nr - k, false, err));
            i++;
        } else {
            MLG_GO(add_east_of(found, &r[k], l + i, nl - i, true, err));
            k++;
        }
    }
    if (found->count)
        qsort(found->items, found->count, sizeof *found->items, by_pair);
done:
    free(r);
    free(l);
    return st;
}

/* Returns the pairs as two arrays owned by the caller. */
static mlg_status hand_over(int32_t **a, int32_t **b, int32_t *count, const pair_list *found, mlg_error *err)
{
    *a = *b = NULL;
    *count = 0;
    MLG_TRY(MLG_NEW(a, found->count, "pairs", err));
    mlg_status st = MLG_NEW(b, found->count, "pairs", err);
    if (st != MLG_OK) {
        free(*a);
        *a = NULL;
        return st;
    }
    for (size_t i = 0; i < found->count; i++) {
        (*a)[i] = found->items[i].a;
        (*b)[i] = found->items[i].b;
    }
    *count = (int32_t)found->count;
    return MLG_OK;
}

mlg_status mlg_geom_box_pairs(int32_t **a, int32_t **b, int32_t *count, const mlg_geom *const *left, int32_t n,
                              const mlg_geom *const *right, int32_t m, mlg_error *err)
{
    pair_list found = { 0 };
    mlg_status st = sweep(&found, left, n, right, m, 0.0, err);
    *a = *b = NULL;
    *count = 0;
    if (st == MLG_OK)
        st = hand_over(a, b, count, &found, err);
    free(found.items);
    return st;
}

/* ---- adjacency ---------------------------------------------------------------------------------------- */

typedef struct {
    double x0, y0, x1, y1;
} segment;

/* Segments of all polygons; those of polygon i are first[i] .. first[i + 1] - 1. */
typedef struct {
    segment *items;
    size_t count, capacity;
    size_t *first;
    mlg_status st;
    mlg_error *err;
} outlines;

static void add_segments(void *context, const double *x, const double *y, int32_t n, bool hole)
{
    outlines *o = context;
    (void)hole;
    if (o->st == MLG_OK)
        o->st = MLG_GROW(&o->items, &o->capacity, o->count + (size_t)n, "borders", o->err);
    for (int32_t i = 0; i + 1 < n && o->st == MLG_OK; i++)
        o->items[o->count++] = (segment){ x[i], y[i], x[i + 1], y[i + 1] };
}

static mlg_status read_outlines(outlines *o, const mlg_geom *const *polygons, int32_t n, mlg_error *err)
{
    o->err = err;
    MLG_TRY(MLG_NEW(&o->first, (size_t)n + 1, "borders", err));
    for (int32_t i = 0; i < n; i++) {
        MLG_TRY(mlg_geom_rings(polygons[i], add_segments, o, err));
        MLG_TRY(o->st);
        o->first[i + 1] = o->count;
    }
    return MLG_OK;
}

/* Length of `s` along which `t` is nearly parallel and within `tolerance`. `t` is expressed in the frame of `s`
 * (u along, v across); the common stretch is clipped where |v| exceeds the tolerance. */
static double common_length(const segment *s, const segment *t, double tolerance)
{
    static const double MAX_SINE = 0.2; /* about 11 degrees */
    double dx = s->x1 - s->x0, dy = s->y1 - s->y0, length = mlg_length(dx, dy);
    double tx = t->x1 - t->x0, ty = t->y1 - t->y0, other = mlg_length(tx, ty);
    if (!(length > 0 && other > 0) || fabs(dx * ty - dy * tx) > MAX_SINE * length * other)
        return 0;
    double ax = t->x0 - s->x0, ay = t->y0 - s->y0, bx = t->x1 - s->x0, by = t->y1 - s->y0;
    double u0 = (ax * dx + ay * dy) / length, u1 = (bx * dx + by * dy) / length;
    double v0 = (ax * -dy + ay * dx) / length, v1 = (bx * -dy + by * dx) / length;
    double from = 0, to = 1; /* along t */
    if (v0 == v1 && fabs(v0) > tolerance)
        return 0;
    if (v0 != v1) {
        double p = (-tolerance - v0) / (v1 - v0), q = (tolerance - v0) / (v1 - v0);
        from = fmax(from, fmin(p, q));
        to = fmin(to, fmax(p, q));
    }
    if (from >= to)
        return 0;
    double a = u0 + (u1 - u0) * from, b = u0 + (u1 - u0) * to;
    return fmax(0, fmin(length, fmax(a, b)) - fmax(0, fmin(a, b)));
}

static bool segment_meets(const segment *s, const mlg_box *box, double margin)
{
    return fmin(s->x0, s->x1) <= box->max_x + margin && fmax(s->x0, s->x1) >= box->min_x - margin &&
           fmin(s->y0, s->y1) <= box->max_y + margin && fmax(s->y0, s->y1) >= box->min_y - margin;
}

/* Compares only the segments within the box of the other polygon, a few dozen on each side. */
static bool share_border(const outlines *o, const pair *p, const mlg_geom *const *polygons, double tolerance)
{
    static const double CORNER =
        5.0; /* in tolerances: the most that two borders share when they only meet at a corner */
    mlg_box box_a = mlg_geom_box(polygons[p->a]), box_b = mlg_geom_box(polygons[p->b]);
    double shared = 0;
    for (size_t i = o->first[p->a]; i < o->first[p->a + 1]; i++) {
        const segment *s = &o->items[i];
        if (!segment_meets(s, &box_b, tolerance))
            continue;
        mlg_box around = { fmin(s->x0, s->x1), fmin(s->y0, s->y1), fmax(s->x0, s->x1), fmax(s->y0, s->y1) };
        for (size_t k = o->first[p->b]; k < o->first[p->b + 1]; k++)
            if (segment_meets(&o->items[k], &box_a, tolerance) && segment_meets(&o->items[k], &around, tolerance))
                shared += common_length(s, &o->items[k], tolerance);
        if (shared > CORNER * tolerance)
            return true;
    }
    return false;
}

mlg_status mlg_geom_adjacency(int32_t **a, int32_t **b, int32_t *count, const mlg_geom *const *polygons, int32_t n,
                              double tolerance_m, mlg_error *err)
{
    pair_list found = { 0 };
    outlines o = { 0 };
    mlg_status st;
    *a = *b = NULL;
    *count = 0;
    MLG_GO(sweep(&found, polygons, n, polygons, n, tolerance_m / 2, err));
    MLG_GO(read_outlines(&o, polygons, n, err));
    size_t kept = 0;
    for (size_t i = 0; i < found.count; i++)
        if (found.items[i].a < found.items[i].b && share_border(&o, &found.items[i], polygons, tolerance_m))
            found.items[kept++] = found.items[i];
    found.count = kept;
    MLG_GO(hand_over(a, b, count, &found, err));
done:
    free(o.first);
    free(o.items);
    free(found.items);
    return st;
}
