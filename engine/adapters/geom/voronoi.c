/* Point location, and Voronoi cells. */
#include "adapters/geom/inner.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

typedef struct {
    double x, y;
    int32_t index;
} place;

static int by_x_then_y(const void *left, const void *right)
{
    const place *l = left, *r = right;
    if (l->x != r->x)
        return l->x < r->x ? -1 : 1;
    if (l->y != r->y)
        return l->y < r->y ? -1 : 1;
    return (l->index > r->index) - (l->index < r->index);
}

/* Sorts the finite points from west to east. */
static mlg_status sort_places(place **out, int32_t *count, const double *x, const double *y, int32_t m,
                              mlg_error *err)
{
    *count = 0;
    MLG_TRY(MLG_NEW(out, (size_t)m, "points", err));
    for (int32_t i = 0; i < m; i++)
        if (isfinite(x[i]) && isfinite(y[i]))
            (*out)[(*count)++] = (place){ x[i], y[i], i };
    qsort(*out, (size_t)*count, sizeof **out, by_x_then_y);
    return MLG_OK;
}

/* The first place at or east of x. */
static int32_t first_east(const place *places, int32_t count, double x)
{
    int32_t low = 0, high = count;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (places[middle].x < x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- locate ------------------------------------------------------------------------------------------- */

static mlg_status locate_in(int32_t *found, const mlg_geom *polygon, int32_t id, const place *places,
                            int32_t count, mlg_error *err)
{
    GEOSContextHandle_t geos = mlg_geos();
    const GEOSPreparedGeometry *prepared = NULL;
    mlg_box box = mlg_geom_box(polygon);
    mlg_status st = MLG_OK;
    for (int32_t k = first_east(places, count, box.min_x); k < count && places[k].x <= box.max_x; k++) {
        const place *p = &places[k];
        if (found[p->index] >= 0 || p->y < box.min_y || p->y > box.max_y)
            continue;
        if (!prepared)
            prepared = GEOSPrepare_r(geos, polygon->shape);
        GEOSGeometry *point = prepared ? GEOSGeom_createPointFromXY_r(geos, p->x, p->y) : NULL;
        char answer = point ? GEOSPreparedIntersects_r(geos, prepared, point) : 2;
        GEOSGeom_destroy_r(geos, point);
        if (answer == 2) {
            st = mlg_geos_fail(err, "locating a point");
            break;
        }
        if (answer == 1)
            found[p->index] = id;
    }
    GEOSPreparedGeom_destroy_r(geos, prepared);
    return st;
}

mlg_status mlg_geom_locate(int32_t *found, const mlg_geom *const *polygons, int32_t n, const double *x,
                           const double *y, int32_t m, mlg_error *err)
{
    place *places = NULL;
    int32_t count = 0;
    mlg_status st;
    for (int32_t i = 0; i < m; i++)
        found[i] = -1;
    MLG_GO(sort_places(&places, &count, x, y, m, err));
    for (int32_t i = 0; i < n; i++)
        if (!mlg_geom_is_empty(polygons[i]))
            MLG_GO(locate_in(found, polygons[i], i, places, count, err));
done:
    free(places);
    return st;
}

/* ---- discs around the points -------------------------------------------------------------------------- */

enum { NEIGHBOURS = 6 };

/* Keeps the six smallest squared distances, in order. */
static void keep_nearest(double nearest[NEIGHBOURS], double squared)
{
    int k = NEIGHBOURS;
    while (k > 0 && nearest[k - 1] > squared)
        k--;
    for (int i = NEIGHBOURS - 1; i > k; i--)
        nearest[i] = nearest[i - 1];
    if (k < NEIGHBOURS)
        nearest[k] = squared;
}

/* Mean distance from places[i] to its six nearest neighbours, or to all when there are fewer. Scans west and
 * east until the difference in x alone exceeds the sixth distance: about sqrt(n) places. */
static double mean_nearest(const place *places, int32_t count, int32_t i)
{
    double nearest[NEIGHBOURS], sum = 0;
    int have = 0;
    for (int k = 0; k < NEIGHBOURS; k++)
        nearest[k] = HUGE_VAL;
    for (int step = -1; step <= 1; step += 2)
        for (int32_t k = i + step; k >= 0 && k < count; k += step) {
            double dx = places[k].x - places[i].x, dy = places[k].y - places[i].y;
            if (dx * dx > nearest[NEIGHBOURS - 1])
                break;
            keep_nearest(nearest, dx * dx + dy * dy);
        }
    for (; have < NEIGHBOURS && nearest[have] < HUGE_VAL; have++)
        sum += sqrt(nearest[have]);
    return have ? sum / have : 0;
}

static mlg_status make_discs(mlg_geom **discs, const place *places, int32_t n, double reach, mlg_error *err)
{
    for (int32_t i = 0; i < n; i++) {
        mlg_geom *centre = NULL;
        MLG_TRY(mlg_geom_point(&centre, places[i].x, places[i].y, err));
        mlg_status st = mlg_geom_buffer(&discs[places[i].index], centre, reach * mean_nearest(places, n, i), err);
        mlg_geom_free(centre);
        MLG_TRY(st);
    }
    return MLG_OK;
}

/* ---- Voronoi ------------------------------------------------------------------------------------------ */

static void free_all(mlg_geom **geoms, int32_t n)
{
    for (int32_t i = 0; geoms && i < n; i++) {
        mlg_geom_free(geoms[i]);
        geoms[i] = NULL;
    }
}

static mlg_status check_distinct(const place *places, int32_t count, int32_t n, mlg_error *err)
{
    if (count < n)
        return mlg_fail(err, MLG_INPUT, "%d of %d points have no finite coordinates", n - count, n);
    for (int32_t i = 1; i < count; i++) {
        const place *p = &places[i - 1], *q = &places[i];
        if (p->x == q->x && p->y == q->y)
            return mlg_fail(err, MLG_INPUT, "points %d and %d fall together at %.3f, %.3f", p->index, q->index,
                            p->x, p->y);
    }
    return MLG_OK;
}

static GEOSGeometry *sites_of(const place *places, int32_t n)
{
    GEOSContextHandle_t geos = mlg_geos();
    GEOSCoordSequence *points = GEOSCoordSeq_create_r(geos, (unsigned)n, 2);
    for (int32_t i = 0; points && i < n; i++)
        GEOSCoordSeq_setXY_r(geos, points, (unsigned)i, places[i].x, places[i].y);
    return points ? GEOSGeom_createLineString_r(geos, points) : NULL; /* only its vertices count */
}

/* Cells that cover `frame`, in the order GEOS returns them. */
static mlg_status raw_cells(mlg_geom **cells, int32_t n, const place *places, mlg_box frame, mlg_error *err)
{
    GEOSContextHandle_t geos = mlg_geos();
    GEOSGeometry *sites = NULL, *around = NULL, *diagram = NULL;
    mlg_status st = MLG_OK;
    around = GEOSGeom_createRectangle_r(geos, frame.min_x, frame.min_y, frame.max_x, frame.max_y);
    if (n == 1) {
        st = mlg_geom_wrap(&cells[0], around, "framing a point", err);
        return st;
    }
    sites = sites_of(places, n);
    diagram = sites && around ? GEOSVoronoiDiagram_r(geos, sites, around, 0.0, 0) : NULL;
    if (!diagram)
        st = mlg_geos_fail(err, "computing Voronoi cells");
    else if (GEOSGetNumGeometries_r(geos, diagram) != n)
        st = mlg_fail(err, MLG_DATA, "%d Voronoi cells for %d points: some are too close together",
                      GEOSGetNumGeometries_r(geos, diagram), n);
    for (int32_t i = 0; i < n && st == MLG_OK; i++)
        st = mlg_geom_wrap(&cells[i], GEOSGeom_clone_r(geos, GEOSGetGeometryN_r(geos, diagram, i)),
                           "copying a cell", err);
    GEOSGeom_destroy_r(geos, diagram);
    GEOSGeom_destroy_r(geos, around);
    GEOSGeom_destroy_r(geos, sites);
    return st;
}

/* Reorders the cells by the point each contains. */
static mlg_status order_cells(mlg_geom **cells, const double *x, const double *y, int32_t n, mlg_error *err)
{
    mlg_geom **sorted = NULL;
    int32_t *holder = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&sorted, (size_t)n, "cells", err));
    MLG_GO(MLG_NEW(&holder, (size_t)n, "cells", err));
    MLG_GO(mlg_geom_locate(holder, (const mlg_geom *const *)cells, n, x, y, n, err));
    for (int32_t i = 0; i < n; i++) {
        if (holder[i] < 0 || !cells[holder[i]]) {
            st = mlg_fail(err, MLG_DATA, "no Voronoi cell for point %d at %.3f, %.3f: it is too close to another",
                          i, x[i], y[i]);
            goto done;
        }
        sorted[i] = cells[holder[i]];
        cells[holder[i]] = NULL;
    }
    memcpy(cells, sorted, (size_t)n * sizeof *cells);
    memset(sorted, 0, (size_t)n * sizeof *sorted);
done:
    free_all(sorted, sorted ? n : 0);
    free(sorted);
    free(holder);
    return st;
}

static mlg_status clip_cell(mlg_geom **cell, const mlg_geom *clip, mlg_error *err)
{
    mlg_geom *cut = NULL;
    MLG_TRY(mlg_geom_intersection(&cut, *cell, clip, err));
    mlg_geom_free(*cell);
    *cell = cut;
    return MLG_OK;
}

static mlg_status clip_to_one(mlg_geom **cells, int32_t n, const mlg_geom *clip, mlg_error *err)
{
    GEOSContextHandle_t geos = mlg_geos();
    const GEOSPreparedGeometry *prepared = GEOSPrepare_r(geos, clip->shape);
    mlg_status st = prepared ? MLG_OK : mlg_geos_fail(err, "preparing the outline");
    for (int32_t i = 0; i < n && st == MLG_OK; i++)
        if (GEOSPreparedCovers_r(geos, prepared, cells[i]->shape) != 1)
            st = clip_cell(&cells[i], clip, err);
    GEOSPreparedGeom_destroy_r(geos, prepared);
    return st;
}

/* Clips a cell to the union of the discs that reach it, not just its own. Few cells need this. */
static mlg_status clip_to_discs(mlg_geom **cells, mlg_geom **discs, int32_t n, mlg_error *err)
{
    int32_t *cell = NULL, *disc = NULL, pairs = 0;
    const mlg_geom **near = NULL;
    mlg_status st;
    MLG_GO(mlg_geom_box_pairs(&cell, &disc, &pairs, (const mlg_geom *const *)cells, n,
                              (const mlg_geom *const *)discs, n, err));
    MLG_GO(MLG_NEW(&near, (size_t)n, "discs", err));
    for (int32_t from = 0, to; from < pairs; from = to) {
        int32_t i = cell[from], count = 0;
        for (to = from; to < pairs && cell[to] == i; to++)
            near[count++] = discs[disc[to]];
        if (GEOSCovers_r(mlg_geos(), discs[i]->shape, cells[i]->shape) == 1)
            continue;
        mlg_geom *joined = NULL;
        MLG_GO(mlg_geom_union(&joined, near, count, err));
        st = clip_cell(&cells[i], joined, err);
        mlg_geom_free(joined);
        if (st != MLG_OK)
            break;
    }
done:
    free(near);
    free(disc);
    free(cell);
    return st;
}

static mlg_box widest(mlg_geom *const *geoms, int32_t n)
{
    mlg_box all = mlg_geom_box(geoms[0]);
    for (int32_t i = 1; i < n; i++) {
        mlg_box b = mlg_geom_box(geoms[i]);
        all = (mlg_box){ fmin(all.min_x, b.min_x), fmin(all.min_y, b.min_y), fmax(all.max_x, b.max_x),
                         fmax(all.max_y, b.max_y) };
    }
    return all;
}

/* The frame includes the points, as GEOS requires. */
static mlg_box frame_of(mlg_box frame, const place *places, int32_t n)
{
    for (int32_t i = 0; i < n; i++)
        frame = (mlg_box){ fmin(frame.min_x, places[i].x), fmin(frame.min_y, places[i].y),
                           fmax(frame.max_x, places[i].x), fmax(frame.max_y, places[i].y) };
    double margin = 0.05 * (frame.max_x - frame.min_x + frame.max_y - frame.min_y) + 1;
    return (mlg_box){ frame.min_x - margin, frame.min_y - margin, frame.max_x + margin, frame.max_y + margin };
}

mlg_status mlg_geom_voronoi(mlg_geom **cells, const double *x, const double *y, int32_t n, const mlg_geom *clip,
                            double reach, mlg_error *err)
{
    place *places = NULL;
    mlg_geom **discs = NULL;
    int32_t count = 0;
    mlg_status st;
    memset(cells, 0, (size_t)n * sizeof *cells);
    if (n == 0)
        return MLG_OK;
    if (!clip && (n < 2 || !(reach > 0)))
        return mlg_fail(err, MLG_INPUT, "Voronoi cells of %d point with reach %g need an outline to clip to", n,
                        reach);
    MLG_GO(sort_places(&places, &count, x, y, n, err));
    MLG_GO(check_distinct(places, count, n, err));
    MLG_GO(MLG_NEW(&discs, (size_t)n, "discs", err));
    if (!clip)
        MLG_GO(make_discs(discs, places, n, reach, err));
    mlg_box extent = clip ? mlg_geom_box(clip) : widest(discs, n);
    MLG_GO(raw_cells(cells, n, places, frame_of(extent, places, n), err));
    MLG_GO(order_cells(cells, x, y, n, err));
    MLG_GO(clip ? clip_to_one(cells, n, clip, err) : clip_to_discs(cells, discs, n, err));
done:
    free_all(discs, discs ? n : 0);
    free(discs);
    free(places);
    if (st != MLG_OK)
        free_all(cells, n);
    return st;
}
