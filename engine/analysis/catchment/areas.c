#include "analysis/catchment/areas.h"

#include "analysis/common/input_check.h"
#include "base/memory.h"

#include <string.h>

/* ---- tiles ------------------------------------------------------------------------------------------ */

typedef struct {
    double x, y;
    int32_t place;
} spot;

typedef struct {
    int32_t n; /* distinct places */
    spot *spots;
    double *x, *y;
    int32_t *tile; /* of each cell */
    mlg_geom **cell;
    const mlg_geom **parts;
} mosaic;

static int by_position(const void *left, const void *right)
{
    const spot *l = left, *r = right;
    if (l->x != r->x)
        return l->x < r->x ? -1 : 1;
    if (l->y != r->y)
        return l->y < r->y ? -1 : 1;
    return (l->place > r->place) - (l->place < r->place);
}

static int by_place(const void *left, const void *right)
{
    const spot *l = left, *r = right;
    return (l->place > r->place) - (l->place < r->place);
}

/* The lowest place of each position, in the order of the places. */
static mlg_status keep_distinct(mosaic *m, int32_t places, const double *x_m, const double *y_m, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&m->spots, (size_t)places, "places", err));
    for (int32_t i = 0; i < places; i++) {
        if (!isfinite(x_m[i]) || !isfinite(y_m[i]))
            return mlg_fail(err, MLG_INPUT, "place %d stands at %g, %g", i, x_m[i], y_m[i]);
        m->spots[i] = (spot){ x_m[i], y_m[i], i };
    }
    qsort(m->spots, (size_t)places, sizeof *m->spots, by_position);
    for (int32_t i = 0; i < places; i++)
        if (m->n == 0 || m->spots[i].x != m->spots[m->n - 1].x || m->spots[i].y != m->spots[m->n - 1].y)
            m->spots[m->n++] = m->spots[i];
    qsort(m->spots, (size_t)m->n, sizeof *m->spots, by_place);
    return MLG_OK;
}

static mlg_status cut_cells(mosaic *m, int32_t sites, const int32_t *site, const mlg_geom *clip, mlg_error *err)
{
    size_t n = (size_t)m->n;
    MLG_TRY(MLG_NEW(&m->x, n, "places", err));
    MLG_TRY(MLG_NEW(&m->y, n, "places", err));
    MLG_TRY(MLG_NEW(&m->tile, n, "places", err));
    MLG_TRY(MLG_NEW(&m->cell, n, "cells", err));
    MLG_TRY(MLG_NEW(&m->parts, n, "cells", err));
    for (int32_t i = 0; i < m->n; i++) {
        int32_t own = site[m->spots[i].place];
        m->x[i] = m->spots[i].x;
        m->y[i] = m->spots[i].y;
        m->tile[i] = own < 0 ? sites : own;
    }
    return mlg_geom_voronoi(m->cell, m->x, m->y, m->n, clip, 0, err);
}

/* Cells by tile, then dissolved. */
static mlg_status join_cells(mlg_geom **tile, const mosaic *m, int32_t tiles, int32_t *first, mlg_error *err)
{
    for (int32_t i = 0; i < m->n; i++)
        first[m->tile[i] + 2] += !mlg_geom_is_empty(m->cell[i]);
    for (int32_t j = 0; j < tiles; j++)
        first[j + 2] += first[j + 1];
    for (int32_t i = 0; i < m->n; i++)
        if (!mlg_geom_is_empty(m->cell[i]))
            m->parts[first[m->tile[i] + 1]++] = m->cell[i];
    for (int32_t j = 0; j < tiles; j++)
        if (first[j + 1] > first[j])
            MLG_TRY(mlg_geom_union(&tile[j], m->parts + first[j], first[j + 1] - first[j], err));
    return MLG_OK;
}

static void drop_shapes(mlg_geom **shapes, int32_t count)
{
    for (int32_t i = 0; shapes && i < count; i++) {
        mlg_geom_free(shapes[i]);
        shapes[i] = NULL;
    }
}

mlg_status mlg_allocation_tiles(mlg_geom **tile, int32_t sites, int32_t places, const double *x_m,
                                const double *y_m, const int32_t *site, const mlg_geom *clip, mlg_error *err)
{
    mosaic m = { 0 };
    int32_t *first = NULL;
    mlg_status st;
    memset(tile, 0, ((size_t)sites + 1) * sizeof *tile);
    if (places < 1)
        return mlg_fail(err, MLG_INPUT, "there is no place to cut the territory by");
    MLG_GO(mlg_check_indices("nearest site of place", places, site, sites, err));
    MLG_GO(keep_distinct(&m, places, x_m, y_m, err));
    MLG_GO(cut_cells(&m, sites, site, clip, err));
    MLG_GO(MLG_NEW(&first, (size_t)sites + 3, "tiles", err));
    st = join_cells(tile, &m, sites + 1, first, err);
done:
    if (st != MLG_OK)
        drop_shapes(tile, sites + 1);
    free(first);
    drop_shapes(m.cell, m.n);
    free(m.parts);
    free(m.cell);
    free(m.tile);
    free(m.y);
    free(m.x);
    free(m.spots);
    return st;
}

/* ---- people inside ---------------------------------------------------------------------------------- */

mlg_status mlg_persons_at_points(double *inside, const mlg_geom *area, int32_t places, const double *x_m,
                                 const double *y_m, const double *persons, mlg_error *err)
{
    int32_t *found = NULL;
    mlg_status st;
    *inside = 0;
    MLG_GO(mlg_check_amounts("population of place", places, persons, false, err));
    MLG_GO(MLG_NEW(&found, (size_t)places, "places", err));
    MLG_GO(mlg_geom_locate(found, &area, 1, x_m, y_m, places, err));
    for (int32_t i = 0; i < places; i++)
        *inside += found[i] == 0 ? persons[i] : 0;
done:
    free(found);
    return st;
}

mlg_status mlg_persons_by_share(double *inside, double *share, const mlg_geom *area, int32_t places,
                                const mlg_geom *const *outline, const double *persons, mlg_error *err)
{
    *inside = 0;
    MLG_TRY(mlg_check_amounts("population of place", places, persons, false, err));
    for (int32_t i = 0; i < places; i++) {
        double common = 0, whole = outline[i] ? mlg_geom_area(outline[i]) : 1;
        if (!(whole > 0))
            return mlg_fail(err, MLG_INPUT, "the outline of place %d has no area", i);
        if (outline[i])
            MLG_TRY(mlg_geom_intersection_area(&common, outline[i], area, err));
        double part = fmin(1, common / whole);
        *inside += part * persons[i];
        if (share)
            share[i] = part;
    }
    return MLG_OK;
}
