#include "adapters/layer/raster.h"

#include "adapters/layer/inner.h"
#include "base/memory.h"
#include "base/os/file.h"

#include <gdal.h>
#include <math.h>
#include <ogr_srs_api.h>
#include <stdlib.h>

enum {
    MOST_RATIO =
        200, /* of cells to file, in bytes; land cover reaches 20 to 50, a file made for it a thousand and more */
    SMALL = 64 << 20,        /* bytes of cells that do no harm, whatever the file */
    LARGEST_TILE = 256 << 20 /* bytes, unpacked at once */
};

/* Formats whose files hold the grid themselves and name no other file. */
static const char *const drivers[] = { "GTiff", "AAIGrid", NULL };

void mlg_raster_release(mlg_raster *raster)
{
    free(raster->value);
    *raster = (mlg_raster){ 0 };
}

/* ---- reading ---- */

static mlg_status check_system(bool *placed, GDALDatasetH file, const char *path, int epsg, mlg_error *err)
{
    OGRSpatialReferenceH own = GDALGetSpatialRef(file), wanted;
    *placed = own != NULL;
    if (!own)
        return MLG_OK;
    wanted = OSRNewSpatialReference(NULL);
    const bool same = wanted && OSRImportFromEPSG(wanted, epsg) == OGRERR_NONE && OSRIsSame(own, wanted);
    if (wanted)
        OSRDestroySpatialReference(wanted);
    if (same)
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s: is not in the coordinate system of the study, EPSG:%d", path, epsg);
    mlg_hint(err, "transform it first: gdalwarp -t_srs EPSG:%d IN.tif OUT.tif", epsg);
    return MLG_INPUT;
}

/* Cells that a file does not hold, or holds compressed beyond measure, would take memory that it does not announce. */
static mlg_status check_tiles(const char *path, GDALDatasetH file, int64_t cells, mlg_error *err)
{
    mlg_os_info info;
    GDALRasterBandH band = GDALGetRasterBand(file, 1);
    const int64_t each = GDALGetDataTypeSizeBytes(GDALGetRasterDataType(band)), bytes = cells * each;
    int across = 0, down = 0;
    GDALGetBlockSize(band, &across, &down);
    if (each * across * down > LARGEST_TILE) {
        mlg_fail(err, MLG_INPUT, "%s: tiles of %d x %d cells are too large", path, across, down);
        mlg_hint(err, "write it again in small ones: gdal_translate -co TILED=YES");
        return MLG_INPUT;
    }
    if (bytes <= SMALL || mlg_os_stat(path, &info) != 0 || bytes / MOST_RATIO <= (int64_t)info.bytes)
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s is compressed more than %d times, the limit", path, (int)MOST_RATIO);
    mlg_hint(err, "cut it to the territory, so that most of it is no single value: gdalwarp -te ...");
    return MLG_INPUT;
}

static mlg_status check_size(const char *path, GDALDatasetH file, int64_t most_cells, mlg_error *err)
{
    const int64_t cells = (int64_t)GDALGetRasterXSize(file) * GDALGetRasterYSize(file);
    if (GDALGetRasterCount(file) < 1 || cells < 1)
        return mlg_fail(err, MLG_INPUT, "%s: holds no grid", path);
    if (cells <= most_cells)
        return check_tiles(path, file, cells, err);
    mlg_fail(err, MLG_INPUT, "%s: %lld cells are too many, of which it may have %lld", path, (long long)cells,
             (long long)most_cells);
    mlg_hint(err, "cut it to the territory, or make its cells larger: gdalwarp -te ... -tr ...");
    return MLG_INPUT;
}

static mlg_status place(mlg_raster *r, GDALDatasetH file, const char *path, mlg_error *err)
{
    double t[6];
    if (GDALGetGeoTransform(file, t) != CE_None || !isfinite(t[0]) || !isfinite(t[3]))
        return mlg_fail(err, MLG_INPUT, "%s: the grid is not georeferenced", path);
    if (t[1] == 0 || t[5] == 0 || !isfinite(t[1]) || !isfinite(t[5]))
        return mlg_fail(err, MLG_INPUT, "%s: the cells of the grid have no size", path);
    if (t[2] != 0 || t[4] != 0 || !(t[1] > 0) || !(t[5] < 0))
        return mlg_fail(err, MLG_INPUT,
                        "%s: the grid is rotated: its rows must run from west to east, the northernmost first",
                        path);
    r->west = t[0];
    r->north = t[3];
    r->width = t[1];
    r->height = -t[5];
    return MLG_OK;
}

static mlg_status read_band(mlg_raster *r, GDALDatasetH file, const char *path, const mlg_hush *hush,
                            mlg_error *err)
{
    int has_nodata;
    GDALRasterBandH band = GDALGetRasterBand(file, 1);
    const double nodata = GDALGetRasterNoDataValue(band, &has_nodata);
    MLG_TRY(MLG_NEW(&r->value, (size_t)r->rows * (size_t)r->columns, "a grid", err));
    if (GDALRasterIO(band, GF_Read, 0, 0, r->columns, r->rows, r->value, r->columns, r->rows, GDT_Float32, 0, 0) !=
        CE_None)
        return mlg_fail(err, MLG_INPUT, "%s: cannot be read: %s", path, hush->message);
    for (int64_t i = 0; has_nodata && i < (int64_t)r->rows * r->columns; i++)
        if (r->value[i] == (float)nodata)
            r->value[i] = NAN;
    return MLG_OK;
}

mlg_status mlg_raster_read(mlg_raster *out, const char *path, int epsg, int64_t most_cells, mlg_error *err)
{
    mlg_hush hush = { 0 };
    mlg_status st;
    *out = (mlg_raster){ 0 };
    mlg_gdal_ready();
    mlg_hush_enter(&hush);
    mlg_guard_enter(path);
    GDALDatasetH file = GDALOpenEx(path, GDAL_OF_RASTER | GDAL_OF_READONLY, drivers, NULL, NULL);
    if (!file) {
        st = mlg_fail(err, MLG_INPUT, "%s: is not a GeoTIFF or an ASCII grid that can be read", path);
        goto done;
    }
    MLG_GO(check_size(path, file, most_cells, err));
    MLG_GO(check_system(&out->placed, file, path, epsg, err));
    out->rows = GDALGetRasterYSize(file);
    out->columns = GDALGetRasterXSize(file);
    MLG_GO(place(out, file, path, err));
    st = read_band(out, file, path, &hush, err);
done:
    if (file)
        GDALClose(file);
    mlg_guard_leave();
    mlg_hush_leave();
    return st;
}

/* ---- between the cells ---- */

/* Index of the cell centre at or before a position, and the fraction of the way to the next; clamped to the grid. */
static int32_t split(double *part, double at, int32_t n)
{
    const double inside = at < 0 ? 0 : at > n - 1 ? n - 1 : at;
    int32_t first = (int32_t)inside;
    first = first > n - 2 && n > 1 ? n - 2 : first;
    *part = n > 1 ? inside - first : 0;
    return first;
}

double mlg_raster_at(const mlg_raster *r, double x, double y)
{
    const double column = (x - r->west) / r->width, row = (r->north - y) / r->height;
    double right, down, sum = 0;
    if (!(column >= 0 && column <= r->columns && row >= 0 && row <= r->rows))
        return (double)NAN;
    const int32_t c = split(&right, column - 0.5, r->columns), l = split(&down, row - 0.5, r->rows);
    for (int i = 0; i < 4; i++) {
        const double weight = (i & 1 ? right : 1 - right) * (i & 2 ? down : 1 - down);
        if (weight > 0)
            sum += weight * (double)r->value[(int64_t)(l + (i >> 1)) * r->columns + c + (i & 1)];
    }
    return sum;
}

/* ---- writing ---- */

static bool describe(GDALDatasetH file, const mlg_raster *like, int epsg)
{
    double t[6] = { like->west, like->width, 0, like->north, 0, -like->height };
    OGRSpatialReferenceH system = OSRNewSpatialReference(NULL);
    const bool done = system && OSRImportFromEPSG(system, epsg) == OGRERR_NONE &&
                      GDALSetSpatialRef(file, system) == CE_None && GDALSetGeoTransform(file, t) == CE_None &&
                      GDALSetRasterNoDataValue(GDALGetRasterBand(file, 1), (double)NAN) == CE_None;
    if (system)
        OSRDestroySpatialReference(system);
    return done;
}

mlg_status mlg_raster_write(const char *path, const mlg_raster *like, const double *value, int epsg,
                            mlg_error *err)
{
    static const char *const options[] = { "COMPRESS=DEFLATE", "PREDICTOR=3", NULL };
    mlg_hush hush = { 0 };
    mlg_gdal_ready();
    mlg_hush_enter(&hush);
    GDALDriverH driver = GDALGetDriverByName("GTiff");
    GDALDatasetH file =
        driver ? GDALCreate(driver, path, like->columns, like->rows, 1, GDT_Float64, (char **)(uintptr_t)options)
               : NULL;
    bool done = file && describe(file, like, epsg);
    done = done && GDALRasterIO(GDALGetRasterBand(file, 1), GF_Write, 0, 0, like->columns, like->rows,
                                (void *)(uintptr_t)value, like->columns, like->rows, GDT_Float64, 0, 0) == CE_None;
    if (file) {
        GDALFlushCache(file);
        GDALClose(file);
    }
    mlg_hush_leave();
    return done && !hush.failed ? MLG_OK
                                : mlg_fail(err, MLG_INPUT, "%s: cannot be written: %s", path, hush.message);
}
