/* Multipolygons from rings. */
#include "adapters/geom/inner.h"

#include "base/memory.h"

static mlg_status make_ring(GEOSGeometry **out, const mlg_ring *ring, mlg_error *err)
{
    GEOSContextHandle_t geos = mlg_geos();
    GEOSCoordSequence *points =
        geos ? GEOSCoordSeq_copyFromBuffer_r(geos, ring->xy, (unsigned)ring->n, false, false) : NULL;
    *out = points ? GEOSGeom_createLinearRing_r(geos, points) : NULL; /* takes ownership of the points */
    return *out ? MLG_OK : mlg_geos_fail(err, "making a ring");
}

static void drop_all(GEOSGeometry **shapes, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        GEOSGeom_destroy_r(mlg_geos(), shapes[i]);
}

/* A polygon from a shell and `holes` holes. `work` has room for the holes. */
static mlg_status make_polygon(GEOSGeometry **out, const mlg_ring *rings, int32_t holes, GEOSGeometry **work,
                               mlg_error *err)
{
    GEOSGeometry *shell;
    int32_t made = 0;
    *out = NULL;
    MLG_TRY(make_ring(&shell, rings, err));
    mlg_status st = MLG_OK;
    while (made < holes && st == MLG_OK) {
        st = make_ring(&work[made], &rings[made + 1], err);
        made += st == MLG_OK;
    }
    if (st == MLG_OK) {
        *out = GEOSGeom_createPolygon_r(mlg_geos(), shell, work,
                                        (unsigned)holes); /* takes ownership, unless it fails */
        st = *out ? MLG_OK : mlg_geos_fail(err, "making a polygon");
    }
    if (st != MLG_OK) {
        GEOSGeom_destroy_r(mlg_geos(), shell);
        drop_all(work, made);
    }
    return st;
}

static mlg_status make_polygons(GEOSGeometry **polygons, int32_t *made, const mlg_ring *rings, int32_t count,
                                GEOSGeometry **work, mlg_error *err)
{
    for (int32_t i = 0; i < count;) {
        int32_t holes = 0;
        if (rings[i].hole)
            return mlg_fail(err, MLG_USAGE, "ring %d is a hole without a shell before it", i);
        while (i + 1 + holes < count && rings[i + 1 + holes].hole)
            holes++;
        MLG_TRY(make_polygon(&polygons[*made], &rings[i], holes, work, err));
        (*made)++;
        i += 1 + holes;
    }
    return MLG_OK;
}

mlg_status mlg_geom_from_rings(mlg_geom **out, const mlg_ring *rings, int32_t count, mlg_error *err)
{
    GEOSGeometry **polygons = NULL, **work = NULL, *all;
    int32_t made = 0;
    mlg_status st;
    *out = NULL;
    MLG_GO(MLG_NEW(&polygons, (size_t)count, "polygons", err));
    MLG_GO(MLG_NEW(&work, (size_t)count, "holes", err));
    MLG_GO(make_polygons(polygons, &made, rings, count, work, err));
    all =
        GEOSGeom_createCollection_r(mlg_geos(), GEOS_MULTIPOLYGON, polygons, (unsigned)made); /* takes ownership */
    if (all)
        made = 0;
    st = mlg_geom_wrap(out, all, "gathering polygons", err);
done:
    drop_all(polygons, made);
    free(work);
    free(polygons);
    return st;
}
