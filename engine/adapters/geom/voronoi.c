/* Point location, and Voronoi cells. */
#include "adapters/geom/coast.h"
#include "adapters/geom/inner.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

/* ---- locate ------------------------------------------------------------------------------------------- */

static mlg_status locate_in(int32_t *found, const mlg_geom *polygon, int32_t id, const mlg_vertex *places,
                            int32_t count, mlg_error *err)
{
    GEOSContextHandle_t geos = mlg_geos();
    const GEOSPreparedGeometry *prepared = NULL;
    mlg_box box = mlg_geom_box(polygon);
    mlg_status st = MLG_OK;
    for (int32_t k = mlg_vertices_east(places, count, box.min_x); k < count && places[k].x <= box.max_x; k++) {
        const mlg_vertex *p = &places[k];
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
    mlg_vertex *places = NULL;
    int32_t count = 0;
    mlg_status st;
    for (int32_t i = 0; i < m; i++)
        found[i] = -1;
    MLG_GO(mlg_vertices_sort(&places, &count, x, y, m, err));
    for (int32_t i = 0; i < n; i++)
        if (!mlg_geom_is_empty(polygons[i]))
            MLG_GO(locate_in(found, polygons[i], i, places, count, err));
done:
    free(places);
    return st;
}

/* ---- Voronoi ------------------------------------------------------------------------------------------ */

static void free_all(mlg_geom **geoms, int32_t n)
{
    for (int32_t i = 0; geoms && i < n; i++) {
        mlg_geom_free(geoms[i]);
        geoms[i] = NULL;
    }
}

static mlg_status check_distinct(const mlg_vertex *places, int32_t count, int32_t n, mlg_error *err)
{
    if (count < n)
        return mlg_fail(err, MLG_INPUT, "%d of %d points have no finite coordinates", n - count, n);
    for (int32_t i = 1; i < count; i++) {
        const mlg_vertex *p = &places[i - 1], *q = &places[i];
        if (p->x == q->x && p->y == q->y)
            return mlg_fail(err, MLG_INPUT, "points %d and %d fall together at %.3f, %.3f", p->index, q->index,
                            p->x, p->y);
    }
    return MLG_OK;
}

/* Cells that cover `frame`, in the order GEOS returns them. */
static mlg_status raw_cells(mlg_geom **cells, int32_t n, const mlg_vertex *places, mlg_box frame, mlg_error *err)
{
    GEOSContextHandle_t geos = mlg_geos();
    GEOSGeometry *sites = NULL, *around = NULL, *diagram = NULL;
    mlg_status st = MLG_OK;
    around = GEOSGeom_createRectangle_r(geos, frame.min_x, frame.min_y, frame.max_x, frame.max_y);
    if (n == 1) {
        st = mlg_geom_wrap(&cells[0], around, "framing a point", err);
        return st;
    }
    sites = mlg_vertices_shape(places, n);
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

/* Cells that the shore may cross, and those of isolated points; the others lie wholly on land. */
static mlg_status find_cut(bool *cut, mlg_geom *const *cells, int32_t n, const mlg_coast *coast, mlg_error *err)
{
    int32_t *cell, *shore, pairs;
    MLG_TRY(mlg_geom_box_pairs(&cell, &shore, &pairs, (const mlg_geom *const *)cells, n,
                               (const mlg_geom *const *)coast->shore, coast->shore_count, err));
    for (int32_t i = 0; i < n; i++)
        cut[i] = coast->apart[i];
    for (int32_t k = 0; k < pairs; k++)
        cut[cell[k]] = true;
    free(cell);
    free(shore);
    return MLG_OK;
}

/* The union of triangles, then discs. Triangles are joined first, while their sides are the same to the last bit: a side that a disc has cut
 * is bent by rounding, and leaves a slit beside its twin. */
static mlg_status join_land(mlg_geom **out, const mlg_geom *const *pieces, int32_t count, int32_t triangles,
                            mlg_error *err)
{
    mlg_geom *parts[2] = { NULL, NULL };
    mlg_status st;
    MLG_GO(mlg_geom_union(&parts[0], pieces, triangles, err));
    MLG_GO(mlg_geom_union(&parts[1], pieces + triangles, count - triangles, err));
    st = mlg_geom_union(out, (const mlg_geom *const *)parts, 2, err);
done:
    mlg_geom_free(parts[0]);
    mlg_geom_free(parts[1]);
    return st;
}

/* Clips a cell to the union of the land that reaches it. */
static mlg_status clip_to_land(mlg_geom **cells, int32_t n, const mlg_coast *coast, mlg_error *err)
{
    int32_t *cell = NULL, *piece = NULL, pairs = 0;
    const mlg_geom **near = NULL;
    bool *cut = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&cut, (size_t)n, "cells", err));
    MLG_GO(find_cut(cut, cells, n, coast, err));
    MLG_GO(mlg_geom_box_pairs(&cell, &piece, &pairs, (const mlg_geom *const *)cells, n,
                              (const mlg_geom *const *)coast->land, coast->land_count, err));
    MLG_GO(MLG_NEW(&near, (size_t)coast->land_count, "the land", err));
    for (int32_t from = 0, to; from < pairs; from = to) {
        int32_t i = cell[from], count = 0, triangles = 0;
        for (to = from; to < pairs && cell[to] == i; to++) {
            triangles += piece[to] < coast->triangle_count;
            near[count++] = coast->land[piece[to]];
        }
        if (!cut[i])
            continue;
        mlg_geom *joined = NULL;
        MLG_GO(join_land(&joined, near, count, triangles, err));
        st = clip_cell(&cells[i], joined, err);
        mlg_geom_free(joined);
        MLG_GO(st);
    }
done:
    free(cut);
    free(near);
    free(piece);
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
static mlg_box frame_of(mlg_box frame, const mlg_vertex *places, int32_t n)
{
    for (int32_t i = 0; i < n; i++)
        frame = (mlg_box){ fmin(frame.min_x, places[i].x), fmin(frame.min_y, places[i].y),
                           fmax(frame.max_x, places[i].x), fmax(frame.max_y, places[i].y) };
    double margin = 0.05 * (frame.max_x - frame.min_x + frame.max_y - frame.min_y) + 1;
    return (mlg_box){ frame.min_x - margin, frame.min_y - margin, frame.max_x + margin, frame.max_y + margin };
}

mlg_status mlg_geom_voronoi(mlg_geom **cells, const double *x, const double *y, int32_t n, const mlg_geom *clip,
                            const double *alone_m, mlg_error *err)
{
    mlg_vertex *places = NULL;
    mlg_coast coast = { 0 };
    int32_t count = 0;
    mlg_status st;
    memset(cells, 0, (size_t)n * sizeof *cells);
    if (n == 0)
        return MLG_OK;
    if (!clip && n < 2)
        return mlg_fail(err, MLG_INPUT, "Voronoi cells of %d point need an outline to clip to", n);
    MLG_GO(mlg_vertices_sort(&places, &count, x, y, n, err));
    MLG_GO(check_distinct(places, count, n, err));
    if (!clip)
        MLG_GO(mlg_coast_find(&coast, x, y, alone_m, n, err));
    mlg_box extent = clip ? mlg_geom_box(clip) : widest(coast.land, coast.land_count);
    MLG_GO(raw_cells(cells, n, places, frame_of(extent, places, n), err));
    MLG_GO(order_cells(cells, x, y, n, err));
    MLG_GO(clip ? clip_to_one(cells, n, clip, err) : clip_to_land(cells, n, &coast, err));
done:
    mlg_coast_release(&coast);
    free(places);
    if (st != MLG_OK)
        free_all(cells, n);
    return st;
}
