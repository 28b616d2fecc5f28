/* Points in order, and found by their position. */
#include "adapters/geom/inner.h"

#include "base/memory.h"

#include <math.h>

static int by_x_then_y(const void *left, const void *right)
{
    const mlg_vertex *l = left, *r = right;
    if (l->x != r->x)
        return l->x < r->x ? -1 : 1;
    if (l->y != r->y)
        return l->y < r->y ? -1 : 1;
    return (l->index > r->index) - (l->index < r->index);
}

mlg_status mlg_vertices_sort(mlg_vertex **out, int32_t *count, const double *x, const double *y, int32_t m,
                             mlg_error *err)
{
    *count = 0;
    MLG_TRY(MLG_NEW(out, (size_t)m, "points", err));
    for (int32_t i = 0; i < m; i++)
        if (isfinite(x[i]) && isfinite(y[i]))
            (*out)[(*count)++] = (mlg_vertex){ x[i], y[i], i };
    qsort(*out, (size_t)*count, sizeof **out, by_x_then_y);
    return MLG_OK;
}

int32_t mlg_vertices_east(const mlg_vertex *spots, int32_t count, double x)
{
    int32_t low = 0, high = count;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (spots[middle].x < x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int32_t mlg_vertex_find(const mlg_vertex *spots, int32_t count, double x, double y)
{
    for (int32_t k = mlg_vertices_east(spots, count, x); k < count && spots[k].x == x; k++)
        if (spots[k].y == y)
            return spots[k].index;
    return -1;
}

GEOSGeometry *mlg_vertices_shape(const mlg_vertex *spots, int32_t n)
{
    GEOSContextHandle_t geos = mlg_geos();
    GEOSCoordSequence *points = GEOSCoordSeq_create_r(geos, (unsigned)n, 2);
    for (int32_t i = 0; points && i < n; i++)
        GEOSCoordSeq_setXY_r(geos, points, (unsigned)i, spots[i].x, spots[i].y);
    return points ? GEOSGeom_createLineString_r(geos, points) : NULL;
}
