/* Reprojecting GeoPackage geometries. */
#include "adapters/layer/write_inner.h"

#include "base/memory.h"

#include <ogr_api.h>

static OGRSpatialReferenceH system_of(int epsg)
{
    OGRSpatialReferenceH system = OSRNewSpatialReference(NULL);
    if (OSRImportFromEPSG(system, epsg) != OGRERR_NONE) {
        OSRDestroySpatialReference(system);
        return NULL;
    }
    OSRSetAxisMappingStrategy(system, OAMS_TRADITIONAL_GIS_ORDER);
    return system;
}

mlg_status mlg_reprojection_new(mlg_reprojection **out, int from_epsg, int to_epsg, mlg_error *err)
{
    mlg_hush hush;
    mlg_reprojection *r;
    MLG_TRY(MLG_NEW(&r, 1, "a projection", err));
    mlg_hush_enter(&hush);
    OGRSpatialReferenceH from = system_of(from_epsg);
    r->to = system_of(to_epsg);
    if (from && r->to && from_epsg != to_epsg)
        r->steps = OCTNewCoordinateTransformation(from, r->to);
    bool known = from && r->to && (r->steps || from_epsg == to_epsg);
    OSRDestroySpatialReference(from);
    mlg_hush_leave();
    *out = r;
    if (known)
        return MLG_OK;
    mlg_reprojection_free(r);
    *out = NULL;
    mlg_status st =
        mlg_fail(err, MLG_INPUT, "EPSG:%d: geometries in EPSG:%d cannot be reprojected to this coordinate system",
                 to_epsg, from_epsg);
    mlg_hint(err, "as 2154 (Lambert-93), 4326 (degrees), 3035 (Europe)");
    return st;
}

void mlg_reprojection_free(mlg_reprojection *r)
{
    if (!r)
        return;
    OCTDestroyCoordinateTransformation(r->steps);
    OSRDestroySpatialReference(r->to);
    free(r);
}

/* The WKB after the header of a GeoPackage blob; NULL when truncated. */
static const unsigned char *wkb_of(const void *gpb, size_t size, size_t *length)
{
    static const size_t box_bytes[8] = { 0, 32, 48, 48, 64, SIZE_MAX, SIZE_MAX, SIZE_MAX };
    enum { FIXED = 8 };
    const unsigned char *b = gpb;
    if (size < FIXED || b[0] != 'G' || b[1] != 'P')
        return NULL;
    size_t box = box_bytes[(b[3] >> 1) & 7];
    if (box >= size - FIXED)
        return NULL;
    *length = size - FIXED - box;
    return b + FIXED + box;
}

OGRGeometryH mlg_shape_of_gpb(const mlg_reprojection *r, const void *gpb, size_t size)
{
    OGRGeometryH shape = NULL;
    size_t length;
    const unsigned char *wkb = wkb_of(gpb, size, &length);
    if (!wkb || OGR_G_CreateFromWkb(wkb, NULL, &shape, (int)length) != OGRERR_NONE)
        return NULL;
    if (r->steps && OGR_G_Transform(shape, r->steps) != OGRERR_NONE) {
        OGR_G_DestroyGeometry(shape);
        return NULL;
    }
    return shape;
}

mlg_status mlg_reproject_gpb(mlg_geom **out, const mlg_reprojection *r, const void *gpb, size_t size,
                             mlg_error *err)
{
    mlg_hush hush;
    unsigned char *wkb = NULL;
    *out = NULL;
    mlg_hush_enter(&hush);
    OGRGeometryH shape = mlg_shape_of_gpb(r, gpb, size);
    mlg_hush_leave();
    if (!shape)
        return MLG_OK;
    int length = OGR_G_WkbSize(shape);
    mlg_status st = MLG_NEW(&wkb, (size_t)length, "a geometry", err);
    if (st == MLG_OK && OGR_G_ExportToWkb(shape, wkbNDR, wkb) == OGRERR_NONE)
        st = mlg_geom_from_wkb(out, wkb, (size_t)length, err);
    free(wkb);
    OGR_G_DestroyGeometry(shape);
    return st;
}
