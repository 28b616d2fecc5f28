#include "adapters/tile.h"

#include "adapters/memory_file.h"
#include "base/memory.h"

#include <gdal.h>
#include <string.h>

static mlg_status write_file(const char *path, const float *values, int side, float nodata, mlg_error *err)
{
    static const char *const options[] = { "COMPRESS=LZW", NULL };
    GDALAllRegister();
    GDALDriverH driver = GDALGetDriverByName("GTiff");
    GDALDatasetH file =
        driver ? GDALCreate(driver, path, side, side, 1, GDT_Float32, (char **)(uintptr_t)options) : NULL;
    if (!file)
        return mlg_fail(err, MLG_DATA, "a tile of the surface cannot be created");
    GDALRasterBandH band = GDALGetRasterBand(file, 1);
    float *copy = NULL; /* GDAL wants it non-const */
    mlg_status st = mlg_new_array((void **)&copy, (size_t)side * (size_t)side, sizeof *copy, "a tile", err);
    if (st == MLG_OK) {
        memcpy(copy, values, (size_t)side * (size_t)side * sizeof *copy);
        GDALSetRasterNoDataValue(band, (double)nodata);
        if (GDALRasterIO(band, GF_Write, 0, 0, side, side, copy, side, side, GDT_Float32, 0, 0) != CE_None)
            st = mlg_fail(err, MLG_DATA, "a tile of the surface cannot be written");
    }
    free(copy);
    GDALClose(file);
    return st;
}

mlg_status mlg_tile_encode(void **bytes, size_t *size, const float *values, int side, float nodata, mlg_error *err)
{
    char path[MLG_MEMORY_PATH_SIZE];
    mlg_status st = write_file(mlg_memory_file_name(path, ".tif"), values, side, nodata, err);
    return mlg_memory_file_take(bytes, size, path, st, err);
}
