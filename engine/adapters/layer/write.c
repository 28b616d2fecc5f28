#include "adapters/layer/write_inner.h"

#include "base/memory.h"

#include <cpl_string.h>
#include <ctype.h>
#include <math.h>
#include <ogr_api.h>
#include <stdio.h>
#include <string.h>

/* ---- systems ------------------------------------------------------------------------------------------------- */

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
        mlg_fail(err, MLG_INPUT, "EPSG:%d: not a coordinate system that geometries in EPSG:%d can be put in",
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

/* The WKB behind the header of a GeoPackage blob; NULL when it is cut. */
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

/* NULL when it cannot be read, or has no place in the system asked for. */
static OGRGeometryH shape_of(const mlg_reprojection *r, const void *gpb, size_t size)
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
    OGRGeometryH shape = shape_of(r, gpb, size);
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

/* ---- opening and closing --------------------------------------------------------------------------------------- */

/* Databases speak in several lines; their hints are for those who type SQL. */
mlg_status mlg_writer_fail(const mlg_writer *w, const mlg_hush *hush, const char *what, mlg_error *err)
{
    char words[256];
    size_t n = 0;
    for (const char *c = hush->message; *c && n + 1 < sizeof words && strncmp(c, "\nHINT:", 6) != 0; c++) {
        bool blank = isspace((unsigned char)*c);
        if (!blank || (n > 0 && words[n - 1] != ' '))
            words[n++] = blank ? ' ' : *c;
    }
    n -= n > 0 && words[n - 1] == ' ';
    words[n] = '\0';
    return mlg_fail(err, MLG_INPUT, "%s: %s%s%s", w->shown, what, n ? ": " : "", words);
}

static const char *driver_name(mlg_file_format format)
{
    static const char *const names[] = { "ESRI Shapefile", "GeoJSON", "FlatGeobuf" };
    return names[format];
}

mlg_status mlg_writer_file(mlg_writer **out, mlg_file_format format, const char *path, mlg_error *err)
{
    mlg_writer *w;
    mlg_hush hush;
    *out = NULL;
    mlg_gdal_ready();
    GDALDriverH driver = GDALGetDriverByName(driver_name(format));
    if (!driver)
        return mlg_fail(err, MLG_INPUT, "this GDAL cannot write %s", driver_name(format));
    MLG_TRY(MLG_NEW(&w, 1, "a writer", err));
    w->format = format;
    mlg_status st = mlg_copy_text(&w->shown, path, err);
    mlg_hush_enter(&hush);
    if (st == MLG_OK)
        w->file = GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, NULL);
    mlg_hush_leave();
    if (st == MLG_OK && !w->file)
        st = mlg_writer_fail(w, &hush, "cannot be written", err);
    if (st == MLG_OK)
        *out = w;
    else
        mlg_writer_free(w);
    return st;
}

static void drop_layer(mlg_writer *w)
{
    OGR_F_Destroy(w->row);
    mlg_reprojection_free(w->system);
    w->row = NULL;
    w->system = NULL;
    w->layer = NULL;
}

static void forget(mlg_writer *w)
{
    free(w->shown);
    free(w->schema);
    free(w);
}

void mlg_writer_free(mlg_writer *w)
{
    mlg_hush hush;
    if (!w)
        return;
    mlg_hush_enter(&hush);
    drop_layer(w);
    if (w->open)
        GDALDatasetRollbackTransaction(w->file);
    if (w->file)
        GDALClose(w->file);
    mlg_hush_leave();
    forget(w);
}

mlg_status mlg_writer_close(mlg_writer *w, mlg_error *err)
{
    mlg_hush hush;
    mlg_status st = MLG_OK;
    mlg_hush_enter(&hush);
    drop_layer(w);
    if (w->open && GDALDatasetCommitTransaction(w->file) != OGRERR_NONE)
        hush.failed = true;
    w->open = false;
    GDALClose(w->file); /* writes what is left: a full disk is told here */
    mlg_hush_leave();
    if (hush.failed)
        st = mlg_writer_fail(w, &hush, "cannot be finished", err);
    forget(w);
    return st;
}

/* ---- layers ------------------------------------------------------------------------------------------------------ */

static OGRwkbGeometryType kind_of(const char *geometry)
{
    if (!geometry)
        return wkbNone;
    return strcmp(geometry, "POINT") == 0        ? wkbPoint
           : strcmp(geometry, "LINESTRING") == 0 ? wkbLineString
                                                 : wkbMultiPolygon;
}

static char **options_of(const mlg_writer *w, const mlg_write_layer *plan)
{
    char **options = NULL;
    if (w->schema)
        return mlg_postgis_options(w, plan);
    if (w->format == MLG_SHAPEFILE)
        return CSLSetNameValue(NULL, "ENCODING", "UTF-8");
    if (w->format == MLG_FLATGEOBUF)
        return NULL;
    options = CSLSetNameValue(options, "RFC7946", "YES");
    options = CSLSetNameValue(options, "WRITE_BBOX", "YES");
    return plan->description ? CSLSetNameValue(options, "DESCRIPTION", plan->description) : options;
}

static bool add_columns(mlg_writer *w, const mlg_write_layer *plan)
{
    static const OGRFieldType types[] = { OFTString, OFTInteger64, OFTReal };
    bool good = true;
    for (int i = 0; i < plan->count && good; i++) {
        OGRFieldDefnH field = OGR_Fld_Create(plan->columns[i].name, types[plan->columns[i].type]);
        good = OGR_L_CreateField(w->layer, field, FALSE) == OGRERR_NONE;
        OGR_Fld_Destroy(field);
    }
    return good;
}

static bool make_layer(mlg_writer *w, const mlg_write_layer *plan)
{
    char **options = options_of(w, plan);
    w->layer = GDALDatasetCreateLayer(w->file, plan->name, plan->geometry ? w->system->to : NULL,
                                      kind_of(plan->geometry), options);
    CSLDestroy(options);
    if (!w->layer || !add_columns(w, plan))
        return false;
    w->row = OGR_F_Create(OGR_L_GetLayerDefn(w->layer));
    return w->row != NULL;
}

static void reset_row(mlg_writer *w)
{
    OGR_F_SetFID(w->row, OGRNullFID);
    for (int i = 0; i < w->plan->count; i++)
        OGR_F_SetFieldNull(w->row, i);
    OGR_F_SetGeometryDirectly(w->row, NULL);
}

mlg_status mlg_writer_begin(mlg_writer *w, const mlg_write_layer *plan, mlg_error *err)
{
    mlg_hush hush;
    drop_layer(w);
    MLG_TRY(mlg_reprojection_new(&w->system, plan->from_epsg, plan->to_epsg, err));
    if (w->schema)
        MLG_TRY(mlg_postgis_clear(w, plan->name, err));
    w->plan = plan;
    mlg_hush_enter(&hush);
    bool made = make_layer(w, plan);
    if (made)
        reset_row(w); /* null, not absent */
    mlg_hush_leave();
    return made ? MLG_OK : mlg_writer_fail(w, &hush, plan->name, err);
}

void mlg_writer_text(mlg_writer *w, int column, const char *text)
{
    if (text)
        OGR_F_SetFieldString(w->row, column, text);
}

void mlg_writer_integer(mlg_writer *w, int column, int64_t value)
{
    OGR_F_SetFieldInteger64(w->row, column, value);
}

void mlg_writer_real(mlg_writer *w, int column, double value)
{
    if (isfinite(value))
        OGR_F_SetFieldDouble(w->row, column, value);
}

mlg_status mlg_writer_row(mlg_writer *w, int64_t fid, const void *gpb, size_t size, mlg_error *err)
{
    mlg_hush hush;
    bool lost = false, written = false;
    mlg_hush_enter(&hush);
    if (gpb && size > 0 && w->plan->geometry) {
        OGRGeometryH shape = shape_of(w->system, gpb, size);
        lost = !shape;
        if (shape)
            OGR_F_SetGeometryDirectly(w->row, shape);
    }
    /* a shapefile numbers its rows itself */
    if (w->schema || w->format == MLG_GEOJSON)
        OGR_F_SetFID(w->row, fid);
    if (!lost)
        written = OGR_L_CreateFeature(w->layer, w->row) == OGRERR_NONE;
    reset_row(w);
    mlg_hush_leave();
    if (lost)
        return mlg_fail(err, MLG_DATA, "%s: the geometry of row %lld has no place in EPSG:%d", w->plan->name,
                        (long long)fid, w->plan->to_epsg);
    return written ? MLG_OK : mlg_writer_fail(w, &hush, w->plan->name, err);
}

mlg_status mlg_writer_end(mlg_writer *w, mlg_error *err)
{
    mlg_hush hush;
    mlg_hush_enter(&hush);
    bool good = OGR_L_SyncToDisk(w->layer) == OGRERR_NONE && !hush.failed;
    mlg_hush_leave();
    if (!good)
        return mlg_writer_fail(w, &hush, w->plan->name, err);
    mlg_status st = w->schema ? mlg_postgis_finish(w, err) : MLG_OK;
    drop_layer(w);
    return st;
}
