#include "adapters/geom/coast.h"

#include "adapters/geom/inner.h"
#include "base/length.h"
#include "base/memory.h"

#include <math.h>

/* Chosen on the coastal départements, whose area comes out within a fifth of the real one. */
static const double long_side = 2, disc_share = 0.35;

/* Side k goes from corner k to the next one. */
typedef struct {
    int32_t corner[3], across[3]; /* across: the triangle behind side k, -1: none */
    bool kept;
} triangle;

typedef struct {
    int32_t from, to, triangle; /* from < to */
    int k;
} side;

typedef struct {
    const double *x, *y;
    int32_t n, count;
    triangle *triangles;
    double *spacing; /* m */
} mesh;

/* ---- triangles ---------------------------------------------------------------------------------------- */

static mlg_status read_triangle(triangle *t, const GEOSGeometry *shape, const mlg_vertex *spots, int32_t n,
                                mlg_error *err)
{
    GEOSContextHandle_t geos = mlg_geos();
    const GEOSCoordSequence *ring = GEOSGeom_getCoordSeq_r(geos, GEOSGetExteriorRing_r(geos, shape));
    *t = (triangle){ .across = { -1, -1, -1 }, .kept = true };
    for (unsigned k = 0; k < 3; k++) {
        double x, y;
        if (!ring || !GEOSCoordSeq_getXY_r(geos, ring, k, &x, &y))
            return mlg_geos_fail(err, "reading a triangle");
        t->corner[k] = mlg_vertex_find(spots, n, x, y);
        if (t->corner[k] < 0)
            return mlg_fail(err, MLG_DATA, "a triangle has a corner at %.3f, %.3f, where no point is", x, y);
    }
    return MLG_OK;
}

static mlg_status triangulate(mesh *m, const mlg_vertex *spots, mlg_error *err)
{
    GEOSContextHandle_t geos = mlg_geos();
    GEOSGeometry *sites = mlg_vertices_shape(spots, m->n);
    GEOSGeometry *all = sites ? GEOSDelaunayTriangulation_r(geos, sites, 0.0, 0) : NULL;
    mlg_status st = all ? MLG_OK : mlg_geos_fail(err, "computing Delaunay triangles");
    GEOSGeom_destroy_r(geos, sites);
    MLG_GO(st);
    m->count = GEOSGetNumGeometries_r(geos, all);
    MLG_GO(MLG_NEW(&m->triangles, (size_t)m->count, "triangles", err));
    for (int32_t i = 0; i < m->count; i++)
        MLG_GO(read_triangle(&m->triangles[i], GEOSGetGeometryN_r(geos, all, i), spots, m->n, err));
done:
    GEOSGeom_destroy_r(geos, all);
    return st;
}

static int by_ends(const void *left, const void *right)
{
    const side *l = left, *r = right;
    if (l->from != r->from)
        return l->from < r->from ? -1 : 1;
    return (l->to > r->to) - (l->to < r->to);
}

/* Links triangles across their common sides. */
static mlg_status link_triangles(mesh *m, mlg_error *err)
{
    side *sides;
    int32_t count = 3 * m->count;
    MLG_TRY(MLG_NEW(&sides, (size_t)count, "sides", err));
    for (int32_t i = 0; i < count; i++) {
        const triangle *t = &m->triangles[i / 3];
        int32_t a = t->corner[i % 3], b = t->corner[(i + 1) % 3];
        sides[i] = (side){ a < b ? a : b, a < b ? b : a, i / 3, i % 3 };
    }
    qsort(sides, (size_t)count, sizeof *sides, by_ends);
    for (int32_t i = 1; i < count; i++) {
        const side *s = &sides[i], *before = s - 1;
        if (by_ends(before, s) != 0)
            continue;
        m->triangles[s->triangle].across[s->k] = before->triangle;
        m->triangles[before->triangle].across[before->k] = s->triangle;
    }
    free(sides);
    return MLG_OK;
}

/* ---- spacing ------------------------------------------------------------------------------------------ */

/* Distance from spots[i] to the second nearest, or to the only other one. Looks west and east until the difference in x alone exceeds it:
 * about sqrt(n) spots. */
static double second_nearest(const mlg_vertex *spots, int32_t n, int32_t i)
{
    double first = HUGE_VAL, second = HUGE_VAL;
    for (int step = -1; step <= 1; step += 2)
        for (int32_t k = i + step; k >= 0 && k < n; k += step) {
            double dx = spots[k].x - spots[i].x, dy = spots[k].y - spots[i].y, squared = dx * dx + dy * dy;
            if (dx * dx > second)
                break;
            second = fmin(second, fmax(first, squared));
            first = fmin(first, squared);
        }
    return sqrt(isfinite(second) ? second : first);
}

/* ---- water -------------------------------------------------------------------------------------------- */

static bool is_open(const mesh *m, const triangle *t, int k)
{
    return t->across[k] < 0 || !m->triangles[t->across[k]].kept;
}

static bool is_long(const mesh *m, int32_t a, int32_t b)
{
    return mlg_length(m->x[a] - m->x[b], m->y[a] - m->y[b]) > long_side * sqrt(m->spacing[a] * m->spacing[b]);
}

static bool lets_water_in(const mesh *m, const triangle *t)
{
    for (int k = 0; k < 3; k++)
        if (is_open(m, t, k) && is_long(m, t->corner[k], t->corner[(k + 1) % 3]))
            return true;
    return false;
}

/* What is left does not depend on the order. A triangle is looked at once, and again for each neighbour
 * removed. */
static mlg_status let_water_in(mesh *m, mlg_error *err)
{
    int32_t *waiting = NULL, count = m->count;
    MLG_TRY(MLG_NEW(&waiting, 4 * (size_t)m->count, "triangles", err));
    for (int32_t i = 0; i < m->count; i++)
        waiting[i] = i;
    while (count > 0) {
        triangle *t = &m->triangles[waiting[--count]];
        if (!t->kept || !lets_water_in(m, t))
            continue;
        t->kept = false;
        for (int k = 0; k < 3; k++)
            if (!is_open(m, t, k))
                waiting[count++] = t->across[k];
    }
    free(waiting);
    return MLG_OK;
}

/* ---- land --------------------------------------------------------------------------------------------- */

static mlg_status add_triangle(mlg_coast *coast, const mesh *m, const triangle *t, mlg_error *err)
{
    double xy[8];
    for (int k = 0; k < 4; k++) {
        xy[2 * k] = m->x[t->corner[k % 3]];
        xy[2 * k + 1] = m->y[t->corner[k % 3]];
    }
    const mlg_ring ring = { xy, 4, false };
    MLG_TRY(MLG_GROW(&coast->land, &coast->land_capacity, (size_t)coast->land_count + 1, "the land", err));
    MLG_TRY(mlg_geom_from_rings(&coast->land[coast->land_count], &ring, 1, err));
    coast->land_count++;
    return MLG_OK;
}

static mlg_status add_shore(mlg_coast *coast, const mesh *m, int32_t a, int32_t b, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&coast->shore, &coast->shore_capacity, (size_t)coast->shore_count + 1, "the shore", err));
    MLG_TRY(mlg_geom_line(&coast->shore[coast->shore_count], (double[]){ m->x[a], m->x[b] },
                          (double[]){ m->y[a], m->y[b] }, 2, err));
    coast->shore_count++;
    return MLG_OK;
}

static mlg_status add_disc(mlg_coast *coast, const mesh *m, int32_t i, double radius_m, mlg_error *err)
{
    mlg_geom *centre;
    MLG_TRY(MLG_GROW(&coast->land, &coast->land_capacity, (size_t)coast->land_count + 1, "the land", err));
    MLG_TRY(mlg_geom_point(&centre, m->x[i], m->y[i], err));
    mlg_status st = mlg_geom_buffer(&coast->land[coast->land_count], centre, radius_m, err);
    mlg_geom_free(centre);
    coast->land_count += st == MLG_OK;
    return st;
}

/* Triangles, then discs. `shore` marks the points at the border of a triangle that is left. */
static mlg_status gather(mlg_coast *coast, bool *shore, const mesh *m, const double *alone_m, mlg_error *err)
{
    for (int32_t i = 0; i < m->n; i++)
        coast->apart[i] = true;
    for (int32_t i = 0; i < m->count; i++) {
        const triangle *t = &m->triangles[i];
        if (!t->kept)
            continue;
        MLG_TRY(add_triangle(coast, m, t, err));
        for (int k = 0; k < 3; k++) {
            int32_t a = t->corner[k], b = t->corner[(k + 1) % 3];
            coast->apart[a] = false;
            if (!is_open(m, t, k))
                continue;
            shore[a] = shore[b] = true;
            MLG_TRY(add_shore(coast, m, a, b, err));
        }
    }
    coast->triangle_count = coast->land_count;
    for (int32_t i = 0; i < m->n; i++) {
        if (coast->apart[i] || shore[i])
            MLG_TRY(add_disc(coast, m, i, coast->apart[i] ? alone_m[i] : disc_share * m->spacing[i], err));
    }
    return MLG_OK;
}

static mlg_status measure(mesh *m, mlg_error *err)
{
    mlg_vertex *spots = NULL;
    int32_t count;
    mlg_status st;
    MLG_GO(mlg_vertices_sort(&spots, &count, m->x, m->y, m->n, err));
    MLG_GO(MLG_NEW(&m->spacing, (size_t)m->n, "points", err));
    for (int32_t i = 0; i < m->n; i++)
        m->spacing[spots[i].index] = second_nearest(spots, m->n, i);
    MLG_GO(triangulate(m, spots, err));
    st = link_triangles(m, err);
done:
    free(spots);
    return st;
}

mlg_status mlg_coast_find(mlg_coast *coast, const double *x, const double *y, const double *alone_m, int32_t n,
                          mlg_error *err)
{
    mesh m = { .x = x, .y = y, .n = n };
    bool *shore = NULL;
    mlg_status st;
    *coast = (mlg_coast){ 0 };
    MLG_GO(MLG_NEW(&coast->apart, (size_t)n, "points", err));
    MLG_GO(MLG_NEW(&shore, (size_t)n, "points", err));
    MLG_GO(measure(&m, err));
    MLG_GO(let_water_in(&m, err));
    st = gather(coast, shore, &m, alone_m, err);
done:
    free(shore);
    free(m.triangles);
    free(m.spacing);
    if (st != MLG_OK)
        mlg_coast_release(coast);
    return st;
}

void mlg_coast_release(mlg_coast *coast)
{
    for (int32_t i = 0; i < coast->land_count; i++)
        mlg_geom_free(coast->land[i]);
    for (int32_t i = 0; i < coast->shore_count; i++)
        mlg_geom_free(coast->shore[i]);
    free(coast->land);
    free(coast->shore);
    free(coast->apart);
    *coast = (mlg_coast){ 0 };
}
