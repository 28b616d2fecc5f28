/* Layers and their rows. */
#include "adapters/layer/write_inner.h"

#include <cpl_string.h>
#include <math.h>
#include <ogr_api.h>
#include <string.h>

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
    mlg_writer_drop_layer(w);
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
        OGRGeometryH shape = mlg_shape_of_gpb(w->system, gpb, size);
        lost = !shape;
        if (shape)
            OGR_F_SetGeometryDirectly(w->row, shape);
    }
    /* a shapefile numbers its own rows */
    if (w->schema || w->format == MLG_GEOJSON)
        OGR_F_SetFID(w->row, fid);
    if (!lost)
        written = OGR_L_CreateFeature(w->layer, w->row) == OGRERR_NONE;
    w->rows += written;
    reset_row(w);
    mlg_hush_leave();
    if (lost)
        return mlg_fail(err, MLG_DATA, "%s: the geometry of row %lld cannot be reprojected to EPSG:%d",
                        w->plan->name, (long long)fid, w->plan->to_epsg);
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
    mlg_writer_drop_layer(w);
    return st;
}
