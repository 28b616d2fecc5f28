/* Writing layers through GDAL, row by row: files of one layer (shapefile, GeoJSON, FlatGeobuf), or tables of
 * PostGIS. */
#ifndef MLG_ADAPTERS_LAYER_WRITE_H
#define MLG_ADAPTERS_LAYER_WRITE_H

#include "adapters/geom/geometry.h"

typedef enum mlg_write_type { MLG_WRITE_TEXT, MLG_WRITE_INTEGER, MLG_WRITE_REAL } mlg_write_type;

typedef struct mlg_write_column {
    const char *name;
    const char *comment; /* for formats that store one; NULL: none */
    mlg_write_type type;
    bool key; /* rows are looked up by it: it is indexed in PostGIS */
} mlg_write_column;

typedef struct mlg_write_layer {
    const char *name;
    const char *description; /* NULL: none */
    const char *geometry;    /* "MULTIPOLYGON", "POINT", "LINESTRING"; NULL: a table */
    int from_epsg, to_epsg;  /* of the geometries passed in, of those written */
    const mlg_write_column *columns;
    int count;
} mlg_write_layer;

typedef enum mlg_file_format { MLG_SHAPEFILE, MLG_GEOJSON, MLG_FLATGEOBUF } mlg_file_format;

typedef struct mlg_writer mlg_writer;

/* Creates a file of one layer. GeoJSON follows RFC 7946: `to_epsg` of its layer is 4326. MLG_INPUT: it cannot
 * be created. */
mlg_status mlg_writer_file(mlg_writer **out, mlg_file_format format, const char *path,
                           mlg_error *err) MLG_MUST_CHECK;

/* Writes tables to a schema of a database ("PG:dbname=... host=..."), which is created if missing, in a single
 * transaction. An existing table is MLG_INPUT unless `overwrite`, which drops it without CASCADE and so fails
 * when views depend on it. Messages never contain the password. */
mlg_status mlg_writer_postgis(mlg_writer **out, const char *connection, const char *schema, bool overwrite,
                              mlg_error *err) MLG_MUST_CHECK;

/* Starts a layer. What it points to must live until mlg_writer_end(). */
mlg_status mlg_writer_begin(mlg_writer *writer, const mlg_write_layer *layer, mlg_error *err) MLG_MUST_CHECK;

/* Fields of the next row; those not set are null. */
void mlg_writer_text(mlg_writer *writer, int column, const char *text);
void mlg_writer_integer(mlg_writer *writer, int column, int64_t value);
void mlg_writer_real(mlg_writer *writer, int column, double value);

/* Writes the row with its number and its geometry, a GeoPackage blob (NULL: none). */
mlg_status mlg_writer_row(mlg_writer *writer, int64_t fid, const void *gpb, size_t size,
                          mlg_error *err) MLG_MUST_CHECK;

/* Ends the layer; in PostGIS, adds comments and indexes. */
mlg_status mlg_writer_end(mlg_writer *writer, mlg_error *err) MLG_MUST_CHECK;

/* PostGIS only: stores a QGIS style in the table layer_styles of the search path, created if missing, replacing
 * the one of that name. Without the privilege to do so, `refused` gives the reason and the transaction
 * continues. */
mlg_status mlg_writer_style(mlg_writer *writer, char refused[256], const char *table, const char *name,
                            const char *qml, bool preferred, mlg_error *err) MLG_MUST_CHECK;

/* Completes the file, or commits. Frees the handle, on failure too. */
mlg_status mlg_writer_close(mlg_writer *writer, mlg_error *err) MLG_MUST_CHECK;

/* Rolls back in a database; leaves a file incomplete. `writer` may be NULL. */
void mlg_writer_free(mlg_writer *writer);

/* Transforms GeoPackage geometries. *out is NULL when a geometry cannot be transformed. */
typedef struct mlg_reprojection mlg_reprojection;
mlg_status mlg_reprojection_new(mlg_reprojection **out, int from_epsg, int to_epsg, mlg_error *err) MLG_MUST_CHECK;
void mlg_reprojection_free(mlg_reprojection *r);
mlg_status mlg_reproject_gpb(mlg_geom **out, const mlg_reprojection *r, const void *gpb, size_t size,
                             mlg_error *err) MLG_MUST_CHECK;

#endif
