/* Shared by the writers: the handle (writer.c), layers and rows (write.c), PostGIS, reprojection. */
#ifndef MLG_ADAPTERS_LAYER_WRITE_INNER_H
#define MLG_ADAPTERS_LAYER_WRITE_INNER_H

#include "adapters/layer/inner.h"
#include "adapters/layer/write.h"

#include <gdal.h>
#include <ogr_srs_api.h>

struct mlg_reprojection {
    OGRSpatialReferenceH to;
    OGRCoordinateTransformationH steps; /* NULL: the same system */
};

struct mlg_writer {
    GDALDatasetH file;
    OGRLayerH layer;
    OGRFeatureH row;
    mlg_reprojection *system;
    const mlg_write_layer *plan;
    char *shown;  /* for messages */
    char *schema; /* NULL: a file */
    mlg_file_format format;
    bool overwrite, open; /* open: a transaction */
    int64_t rows;         /* written to the file */
};

/* "<shown>: <what>: " and the message of GDAL on one line. */
mlg_status mlg_writer_fail(const mlg_writer *writer, const mlg_hush *hush, const char *what, mlg_error *err);

/* Releases what belongs to the current layer. */
void mlg_writer_drop_layer(mlg_writer *writer);

/* The geometry of a GeoPackage blob, reprojected; NULL when it cannot be read or cannot be reprojected. Freed with
 * OGR_G_DestroyGeometry(). */
OGRGeometryH mlg_shape_of_gpb(const mlg_reprojection *reprojection, const void *gpb, size_t size);

/* Creation options of the next layer, freed with CSLDestroy(). */
char **mlg_postgis_options(const mlg_writer *writer, const mlg_write_layer *plan);
mlg_status mlg_postgis_clear(mlg_writer *writer, const char *table, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_postgis_finish(mlg_writer *writer, mlg_error *err) MLG_MUST_CHECK;

#endif
