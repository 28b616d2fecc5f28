/* Files read by GDAL: GeoPackage, GeoJSON, Shapefile, XLSX, ODS... */
#include "adapters/layer/inner.h"

#include "adapters/db/guard.h"
#include "adapters/memory_file.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/utf8.h"

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
    bool plain;                      /* a sheet read without a header */
    char copy[MLG_MEMORY_PATH_SIZE]; /* in-memory copy of a workbook inside a zip */
    mlg_shape_room room;
};

static void set_sheets(const char *headers, const char *types)
{
    char key[32];
    for (const char *const *driver = mlg_guard_drivers(".xlsx"); *driver; driver++) {
        snprintf(key, sizeof key, "OGR_%s_HEADERS", *driver);
        CPLSetThreadLocalConfigOption(key, headers);
        snprintf(key, sizeof key, "OGR_%s_FIELD_TYPES", *driver);
        CPLSetThreadLocalConfigOption(key, types);
    }
}

/* GDAL cannot read a workbook, itself a zip, inside a zip: it is extracted to memory first. */
static const char *unpack_sheet(char copy[MLG_MEMORY_PATH_SIZE], const char *path)
{
    enum { MOST_BYTES = 1 << 30 };
    GByte *bytes = NULL;
    vsi_l_offset size = 0;
    if (!mlg_guard_is_sheet(*mlg_guard_drivers(path)) || strncmp(path, "/vsizip/", strlen("/vsizip/")) != 0)
        return path;
    if (!VSIIngestFile(NULL, path, &bytes, &size, MOST_BYTES))
        return path;
    VSILFILE *file = VSIFileFromMemBuffer(mlg_memory_file_name(copy, mlg_path_extension(path)), bytes, size, TRUE);
    if (file)
        VSIFCloseL(file);
    return copy;
}

static bool is_sheet(GDALDatasetH file)
{
    return mlg_guard_is_sheet(GDALGetDriverShortName(GDALGetDatasetDriver(file)));
}

/* Forces or disables the header row of sheets, which GDAL otherwise guesses from the types of their cells. */
static GDALDatasetH open_quietly(char copy[MLG_MEMORY_PATH_SIZE], const char *path, bool plain_rows,
                                 mlg_hush *hush)
{
    static const char *const options[] = { "WRITE_GFS=NO", NULL }; /* a schema of GML, beside the file */
    set_sheets(plain_rows ? "DISABLE" : "FORCE", plain_rows ? "STRING" : NULL);
    mlg_hush_enter(hush);
    path = unpack_sheet(copy, path);
    mlg_guard_enter(path);
    GDALDatasetH file =
        GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, mlg_guard_drivers(path), options, NULL);
    for (int i = 0, n = file && is_sheet(file) ? GDALDatasetGetLayerCount(file) : 0; i < n; i++)
        OGR_L_GetLayerDefn(GDALDatasetGetLayer(file, i)); /* sheets read their header on first access */
    mlg_guard_leave();
    mlg_hush_leave();
    set_sheets(NULL, NULL);
    return file;
}

/* A gzip file is unpacked once before a driver does so, as the driver may stop early or fill the memory. */
static mlg_status check_packed(const char *path, const char *shown, mlg_error *err)
{
    mlg_hush hush;
    mlg_hush_enter(&hush);
    mlg_guard_enter(path);
    bool known = GDALIdentifyDriverEx(path, GDAL_OF_VECTOR, mlg_guard_drivers(path), NULL) != NULL;
    mlg_guard_leave();
    mlg_hush_leave();
    return known ? mlg_guard_gzip(path, shown, err) : MLG_OK;
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

/* Among those listed: asked for a name, some drivers would open another file. */
static OGRLayerH find_layer(GDALDatasetH file, const char *name)
{
    OGRLayerH alike = NULL;
    for (int i = 0, n = GDALDatasetGetLayerCount(file); i < n; i++) {
        OGRLayerH layer = GDALDatasetGetLayer(file, i);
        if (strcmp(OGR_L_GetName(layer), name) == 0)
            return layer;
        if (!alike && strcasecmp(OGR_L_GetName(layer), name) == 0)
            alike = layer;
    }
    return alike;
}

static mlg_status choose_layer(mlg_vector *v, const char *name, mlg_error *err)
{
    char present[512] = "";
    int n = GDALDatasetGetLayerCount(v->file);
    if (name && strpbrk(name, "*|"))
        v->layer = match_layer(v->file, name);
    else
        v->layer = name ? find_layer(v->file, name) : n == 1 ? GDALDatasetGetLayer(v->file, 0) : NULL;
    if (v->layer)
        return MLG_OK;
    if (n == 0)
        return mlg_fail(err, MLG_INPUT, "%s has no layer", v->shown);
    for (int i = 0; i < n; i++)
        mlg_list_add(present, sizeof present, ", ", OGR_L_GetName(GDALDatasetGetLayer(v->file, i)));
    if (name)
        return mlg_fail(err, MLG_INPUT, "%s has no layer '%s'; layers present: %s", v->shown, name, present);
    mlg_fail(err, MLG_INPUT, "%s has %d layers: %s", v->shown, n, present);
    mlg_hint(err, "name one as %s|layername=%s", v->shown, OGR_L_GetName(GDALDatasetGetLayer(v->file, 0)));
    return MLG_INPUT;
}

/* A view is a query that the author of the file wrote, and may run for as long as it likes. */
static mlg_status refuse_view(const mlg_vector *v, mlg_error *err)
{
    mlg_hush hush;
    const char *name = OGR_L_GetName(v->layer), *driver = GDALGetDriverShortName(GDALGetDatasetDriver(v->file));
    if (strcmp(driver, "GPKG") != 0 && strcmp(driver, "SQLite") != 0)
        return MLG_OK;
    mlg_hush_enter(&hush);
    char *quoted = CPLEscapeString(name, -1, CPLES_SQL);
    OGRLayerH found = GDALDatasetExecuteSQL(
        v->file,
        CPLSPrintf("SELECT name FROM sqlite_master WHERE type = 'view' AND lower(name) = lower('%.300s')", quoted),
        NULL, NULL);
    OGRFeatureH row = found ? OGR_L_GetNextFeature(found) : NULL;
    bool view = row != NULL || strlen(quoted) > 300; /* too long to be looked for */
    OGR_F_Destroy(row);
    if (found)
        GDALDatasetReleaseResultSet(v->file, found);
    CPLFree(quoted);
    mlg_hush_leave();
    if (!view)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: '%s' is a view, which is not run", v->shown, name);
    mlg_hint(err, "export it as a table");
    return st;
}

static mlg_status judge_open(const mlg_vector *v, const mlg_hush *hush, mlg_error *err)
{
    bool column;
    const char *refused = mlg_sqlite_guard_refusal(&column);
    if (!v->file && *refused)
        return column ? mlg_fail(err, MLG_INPUT, "%s holds a computed column, '%s', which is not run", v->shown,
                                 refused)
                      : mlg_fail(err, MLG_INPUT, "%s holds a virtual table, '%s', which could read other files",
                                 v->shown, refused);
    if (!v->file && hush->failed && !strstr(hush->message, "not recognized"))
        return mlg_fail(err, MLG_INPUT, "%s cannot be read: %s", v->shown, hush->message);
    if (!v->file)
        return mlg_fail(err, MLG_INPUT, "%s is not in a readable format", v->shown);
    if (hush->failed && is_sheet(v->file)) /* rows after the fault would be missing */
        return mlg_fail(err, MLG_INPUT, "%s cannot be read completely: %s", v->shown, hush->message);
    return MLG_OK;
}

static mlg_status open_file(mlg_vector *v, const mlg_layer_position *place, bool plain_rows, const char *shown,
                            mlg_error *err)
{
    mlg_hush hush;
    mlg_gdal_ready();
    v->shown = shown;
    MLG_TRY(mlg_guard_beside(place->gdal_path, shown, err));
    MLG_TRY(mlg_guard_zip(place->gdal_path, shown, err));
    MLG_TRY(mlg_guard_xml(place->gdal_path, shown, err));
    MLG_TRY(mlg_guard_parts(place->gdal_path, shown, err));
    MLG_TRY(check_packed(place->gdal_path, shown, err));
    v->file = open_quietly(v->copy, place->gdal_path, plain_rows, &hush);
    return judge_open(v, &hush, err);
}

mlg_status mlg_vector_layers(char ***names, int *count, const mlg_layer_position *place, const char *shown,
                             mlg_error *err)
{
    mlg_vector *v;
    mlg_status st;
    MLG_TRY(MLG_NEW(&v, 1, "a layer", err));
    MLG_GO(open_file(v, place, false, shown, err));
    *count = GDALDatasetGetLayerCount(v->file);
    MLG_GO(MLG_NEW(names, (size_t)*count + 1, "layers", err));
    for (int i = 0; i < *count; i++)
        MLG_GO(mlg_copy_text(&(*names)[i], OGR_L_GetName(GDALDatasetGetLayer(v->file, i)), err));
done:
    mlg_vector_close(v);
    return st;
}

mlg_status mlg_vector_open(mlg_vector **out, const mlg_layer_position *place, bool plain_rows, const char *shown,
                           mlg_error *err)
{
    mlg_vector *v = NULL;
    mlg_status st;
    *out = NULL;
    MLG_TRY(MLG_NEW(&v, 1, "a layer", err));
    MLG_GO(open_file(v, place, plain_rows, shown, err));
    MLG_GO(choose_layer(v, place->layer, err));
    MLG_GO(refuse_view(v, err));
    v->plain = plain_rows && is_sheet(v->file);
done:
    if (st != MLG_OK && err && !err->hint[0])
        mlg_hint(err, "download it again, or open it in its own application and save it again");
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
