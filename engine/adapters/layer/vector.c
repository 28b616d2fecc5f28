/* Files read by GDAL: GeoPackage, GeoJSON, Shapefile, XLSX, ODS... */
#include "adapters/layer/inner.h"

#include "base/memory.h"
#include "base/path.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

struct mlg_vector {
    GDALDatasetH file;
    OGRLayerH layer;
    OGRFeatureH row;
    const char *shown; /* owned by the caller of mlg_vector_open() */
    int64_t read;
    bool plain;    /* a sheet read without a header */
    char copy[48]; /* in-memory copy of a workbook inside a zip */
    mlg_shape_room room;
};

static const char *const sheet_drivers[] = { "XLSX", "ODS", "XLS", NULL };

static void set_sheets(const char *headers, const char *types)
{
    char key[32];
    for (int i = 0; i < 3; i++) {
        snprintf(key, sizeof key, "OGR_%s_HEADERS", sheet_drivers[i]);
        CPLSetThreadLocalConfigOption(key, headers);
        snprintf(key, sizeof key, "OGR_%s_FIELD_TYPES", sheet_drivers[i]);
        CPLSetThreadLocalConfigOption(key, types);
    }
}

/* Only the drivers of workbooks for a workbook: probing its contents, GDAL might take a text for a virtual data
 * set. */
static const char *const *drivers_of(const char *path)
{
    return mlg_path_ends_with(path, ".xlsx") || mlg_path_ends_with(path, ".ods") ||
                   mlg_path_ends_with(path, ".xls")
               ? sheet_drivers
               : NULL;
}

/* GDAL cannot read a workbook, itself a zip, inside a zip: it is extracted to memory first. */
static const char *unpack_sheet(char copy[48], const char *path)
{
    enum { MOST_BYTES = 1 << 30 };
    static _Atomic unsigned count;
    GByte *bytes = NULL;
    vsi_l_offset size = 0;
    if (!drivers_of(path) || strncmp(path, "/vsizip/", strlen("/vsizip/")) != 0)
        return path;
    if (!VSIIngestFile(NULL, path, &bytes, &size, MOST_BYTES))
        return path;
    snprintf(copy, 48, "/vsimem/maillage-%u%s", count++, mlg_path_extension(path));
    VSILFILE *file = VSIFileFromMemBuffer(copy, bytes, size, TRUE);
    if (file)
        VSIFCloseL(file);
    return copy;
}

/* Forces or disables the header row of sheets, which GDAL otherwise guesses from the types of their cells. */
static GDALDatasetH open_quietly(char copy[48], const char *path, bool plain_rows, mlg_hush *hush)
{
    set_sheets(plain_rows ? "DISABLE" : "FORCE", plain_rows ? "STRING" : NULL);
    mlg_hush_enter(hush);
    path = unpack_sheet(copy, path);
    GDALDatasetH file = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers_of(path), NULL, NULL);
    for (int i = 0, n = file ? GDALDatasetGetLayerCount(file) : 0; i < n; i++)
        OGR_L_GetLayerDefn(GDALDatasetGetLayer(file, i)); /* sheets read their header on first access */
    mlg_hush_leave();
    set_sheets(NULL, NULL);
    return file;
}

static bool is_sheet(GDALDatasetH file)
{
    const char *driver = GDALGetDriverShortName(GDALGetDatasetDriver(file));
    for (int i = 0; i < 3; i++)
        if (strcmp(driver, sheet_drivers[i]) == 0)
            return true;
    return false;
}

/* Of the layers that match a pattern ("APL*"), the last by name: the latest year. */
static OGRLayerH match_layer(GDALDatasetH file, const char *patterns)
{
    OGRLayerH best = NULL;
    int n = GDALDatasetGetLayerCount(file);
    for (int i = 0; i < n; i++) {
        OGRLayerH layer = GDALDatasetGetLayer(file, i);
        if (mlg_matches_any(patterns, OGR_L_GetName(layer)) &&
            (!best || strcmp(OGR_L_GetName(layer), OGR_L_GetName(best)) > 0))
            best = layer;
    }
    return best || n != 1 ? best : GDALDatasetGetLayer(file, 0);
}

static mlg_status choose_layer(mlg_vector *v, const char *name, mlg_error *err)
{
    char present[512] = "";
    int n = GDALDatasetGetLayerCount(v->file);
    if (name && strpbrk(name, "*|"))
        v->layer = match_layer(v->file, name);
    else
        v->layer = name     ? GDALDatasetGetLayerByName(v->file, name)
                   : n == 1 ? GDALDatasetGetLayer(v->file, 0)
                            : NULL;
    if (v->layer)
        return MLG_OK;
    if (n == 0)
        return mlg_fail(err, MLG_INPUT, "%s holds no layer", v->shown);
    for (int i = 0; i < n; i++) {
        size_t used = strlen(present);
        snprintf(present + used, sizeof present - used, "%s%s", i ? ", " : "",
                 OGR_L_GetName(GDALDatasetGetLayer(v->file, i)));
    }
    if (name)
        return mlg_fail(err, MLG_INPUT, "%s has no layer '%s'; layers present: %s", v->shown, name, present);
    mlg_fail(err, MLG_INPUT, "%s has %d layers: %s", v->shown, n, present);
    mlg_hint(err, "name one as %s|layername=%s", v->shown, OGR_L_GetName(GDALDatasetGetLayer(v->file, 0)));
    return MLG_INPUT;
}

mlg_status mlg_vector_open(mlg_vector **out, const mlg_place *place, bool plain_rows, const char *shown,
                           mlg_error *err)
{
    mlg_vector *v = NULL;
    mlg_hush hush;
    *out = NULL;
    mlg_gdal_ready();
    MLG_TRY(MLG_NEW(&v, 1, "a layer", err));
    v->shown = shown;
    v->file = open_quietly(v->copy, place->gdal_path, plain_rows, &hush);
    mlg_status st;
    if (!v->file && hush.failed && !strstr(hush.message, "not recognized"))
        st = mlg_fail(err, MLG_INPUT, "%s cannot be read: %s", shown, hush.message);
    else if (!v->file)
        st = mlg_fail(err, MLG_INPUT, "%s is not in a readable format", shown);
    else if (hush.failed && is_sheet(v->file)) /* rows after the fault would be missing */
        st = mlg_fail(err, MLG_INPUT, "%s cannot be read completely: %s", shown, hush.message);
    else
        st = choose_layer(v, place->layer, err);
    if (st != MLG_OK && err && !err->hint[0])
        mlg_hint(err, "download it again, or open it in its own application and save it again");
    v->plain = st == MLG_OK && plain_rows && is_sheet(v->file);
    if (st == MLG_OK)
        *out = v;
    else
        mlg_vector_close(v);
    return st;
}

bool mlg_vector_is_plain(const mlg_vector *v)
{
    return v->plain;
}

void mlg_vector_close(mlg_vector *v)
{
    if (!v)
        return;
    mlg_hush hush;
    mlg_hush_enter(&hush);
    OGR_F_Destroy(v->row);
    if (v->file)
        GDALClose(v->file);
    if (v->copy[0])
        VSIUnlink(v->copy);
    mlg_hush_leave();
    free(v->room.x);
    free(v);
}

void mlg_vector_rewind(mlg_vector *v)
{
    mlg_hush hush;
    mlg_hush_enter(&hush);
    OGR_F_Destroy(v->row);
    v->row = NULL;
    v->read = 0;
    OGR_L_ResetReading(v->layer);
    mlg_hush_leave();
}

mlg_status mlg_vector_next(mlg_vector *v, bool *got, mlg_error *err)
{
    mlg_hush hush;
    mlg_hush_enter(&hush);
    OGR_F_Destroy(v->row);
    v->row = OGR_L_GetNextFeature(v->layer);
    mlg_hush_leave();
    *got = v->row != NULL;
    v->read += *got;
    if (!*got && hush.failed)
        return mlg_fail(err, MLG_INPUT, "%s: after row %lld: %s", v->shown, (long long)v->read, hush.message);
    return MLG_OK;
}

/* ---- columns ------------------------------------------------------------------------------------------ */

int mlg_vector_count(const mlg_vector *v)
{
    return OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(v->layer));
}

const char *mlg_vector_name(const mlg_vector *v, int field)
{
    return OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(OGR_L_GetLayerDefn(v->layer), field));
}

bool mlg_vector_is_number(const mlg_vector *v, int field)
{
    OGRFieldType type = OGR_Fld_GetType(OGR_FD_GetFieldDefn(OGR_L_GetLayerDefn(v->layer), field));
    return type == OFTInteger || type == OFTInteger64 || type == OFTReal;
}

const char *mlg_vector_field(const mlg_vector *v, int field)
{
    return v->row && OGR_F_IsFieldSetAndNotNull(v->row, field) ? OGR_F_GetFieldAsString(v->row, field) : NULL;
}

/* ---- geometry ----------------------------------------------------------------------------------------- */

bool mlg_vector_has_geometry(const mlg_vector *v)
{
    return OGR_L_GetGeomType(v->layer) != wkbNone;
}

mlg_status mlg_vector_crs(char **crs, const mlg_vector *v, mlg_error *err)
{
    OGRSpatialReferenceH system = OGR_L_GetSpatialRef(v->layer);
    mlg_hush hush;
    mlg_status st = MLG_OK;
    *crs = NULL;
    const char *name = system ? OSRGetName(system) : NULL;
    if (!system || (name && strncasecmp(name, "undefined", strlen("undefined")) ==
                                0)) /* what a GeoPackage says when it has none */
        return MLG_OK;
    char *wkt = NULL;
    OGRSpatialReferenceH mine = OSRClone(system);
    mlg_hush_enter(&hush);
    OSRDemoteTo2D(mine, NULL); /* GeoJSON with heights says EPSG:4979 */
    if (!OSRGetAuthorityCode(mine, NULL))
        OSRAutoIdentifyEPSG(mine);
    const char *authority = OSRGetAuthorityName(mine, NULL), *code = OSRGetAuthorityCode(mine, NULL);
    if (authority && code)
        st = mlg_copy_text(crs, CPLSPrintf("%s:%s", authority, code), err);
    else if (!OSRIsLocal(mine) && OSRExportToWkt(mine, &wkt) == OGRERR_NONE && wkt && *wkt)
        st = mlg_copy_text(crs, wkt, err);
    mlg_hush_leave();
    CPLFree(wkt);
    OSRDestroySpatialReference(mine);
    return st;
}

bool mlg_vector_centre(const mlg_vector *v, double *x, double *y)
{
    return mlg_shape_centre(v->row ? OGR_F_GetGeometryRef(v->row) : NULL, x, y);
}

mlg_status mlg_vector_geometry(mlg_geom **out, bool *repaired, mlg_vector *v, mlg_transform *transform,
                               mlg_error *err)
{
    OGRGeometryH shape = v->row ? OGR_F_StealGeometry(v->row) : NULL;
    mlg_status st = mlg_shape_take(out, repaired, shape, &v->room, transform, err);
    return mlg_while(err, st, "%s: row %lld", v->shown, (long long)v->read);
}
