/* The handle of a writer of either kind: errors, opening a file, closing. */
#include "adapters/layer/write_inner.h"

#include "base/memory.h"

#include <ctype.h>
#include <ogr_api.h>
#include <string.h>

/* On one line, without the HINT of PostgreSQL, which is meant for authors of SQL. */
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

void mlg_writer_drop_layer(mlg_writer *w)
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
    mlg_writer_drop_layer(w);
    if (w->open)
        GDALDatasetRollbackTransaction(w->file);
    if (w->file)
        GDALClose(w->file);
    mlg_hush_leave();
    forget(w);
}

/* Reads the file back: GDAL does not say when its last write failed, as on a disk that has just become full, or that it could not write
 * the coordinate system of a shapefile. */
static bool is_whole(const mlg_writer *w, const mlg_hush *hush)
{
    const char *drivers[] = { driver_name(w->format), NULL };
    int64_t rows = 0;
    bool placed = true;
    GDALDatasetH file = GDALOpenEx(w->shown, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, NULL, NULL);
    OGRLayerH layer = file ? GDALDatasetGetLayer(file, 0) : NULL;
    for (OGRFeatureH row; layer && (row = OGR_L_GetNextFeature(layer)); rows++)
        OGR_F_Destroy(row);
    if (layer && OGR_L_GetGeomType(layer) != wkbNone)
        placed = OGR_L_GetSpatialRef(layer) != NULL;
    if (file)
        GDALClose(file);
    return rows == w->rows && placed && !hush->failed && (layer || rows == 0);
}

mlg_status mlg_writer_close(mlg_writer *w, mlg_error *err)
{
    mlg_hush hush;
    mlg_status st = MLG_OK;
    mlg_hush_enter(&hush);
    mlg_writer_drop_layer(w);
    if (w->open && GDALDatasetCommitTransaction(w->file) != OGRERR_NONE)
        hush.failed = true;
    w->open = false;
    GDALClose(w->file); /* flushes */
    if (!hush.failed && !w->schema)
        hush.failed = !is_whole(w, &hush);
    mlg_hush_leave();
    if (hush.failed)
        st = mlg_writer_fail(w, &hush, "cannot be finished", err);
    forget(w);
    return st;
}
