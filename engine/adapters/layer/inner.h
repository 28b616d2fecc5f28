/* Shared by the .c files of this folder only: where a path leads, and the two kinds of source, delimited text and what
 * GDAL reads. */
#ifndef MLG_ADAPTERS_LAYER_INNER_H
#define MLG_ADAPTERS_LAYER_INNER_H

#include "adapters/crs.h"
#include "adapters/layer/read.h"

/* GDAL speaks on stderr unless told otherwise: between enter and leave its last words are kept instead. */
typedef struct mlg_hush {
    char message[256];
    bool failed;
} mlg_hush;
void mlg_hush_enter(mlg_hush *hush);
void mlg_hush_leave(void);

/* Registers the drivers of GDAL, once. */
void mlg_gdal_ready(void);

/* ---- where a path leads ------------------------------------------------------------------------------- */

typedef struct mlg_place {
    char *gdal_path; /* "/vsizip/{communes.zip}/communes.shp" */
    char *layer;     /* NULL: the only one */
    bool delimited;  /* text with separators: read without GDAL's driver */
} mlg_place;

/* `layer` (may be NULL) wins over a |layername= of the path. In a .zip the layer may name a member. */
mlg_status mlg_place_find(mlg_place *place, const char *path, const char *layer, mlg_error *err) MLG_MUST_CHECK;
void mlg_place_release(mlg_place *place);

/* Length of the part of the path that is a file on the disc: "a.zip" of "a.zip/b.csv". */
size_t mlg_disc_part(const char *path);

/* "APL*|APL_*": whether one of the patterns matches, whatever the case; a pattern is a name with * and ?. */
bool mlg_matches_any(const char *patterns, const char *name);

/* A text that is not UTF-8 taken for Windows-1252, one encoded twice encoded once; NULL when it needs no mending. Freed with
 * mlg_free_mended(). */
char *mlg_mend_encoding(const char *text);
void mlg_free_mended(char *text);

/* First character that is no blank, and the length up to the last one. */
const char *mlg_trim(const char *text, size_t *length);

/* ---- geometries -------------------------------------------------------------------------------------------- */

/* Room for the points of one ring, x then y; `x` is freed with free(). `{ 0 }` is empty. */
typedef struct mlg_shape_room {
    double *x;
    size_t capacity;
} mlg_shape_room;

/* A geometry of GDAL (OGRGeometryH), which it takes over, flat, without curves, transformed. *out is NULL when there is none or it has no
 * place in the system asked for. With `repaired`, an invalid one is made valid before it is transformed, and *repaired says so. */
mlg_status mlg_shape_take(mlg_geom **out, bool *repaired, void *shape, mlg_shape_room *room,
                          mlg_transform *transform, mlg_error *err) MLG_MUST_CHECK;
bool mlg_shape_centre(void *shape, double *x, double *y); /* of its box; false when there is none */

/* The same from a text: WKT or EWKT, GeoJSON, WKB or EWKB in hexadecimal. MLG_DATA when it is none of these. *epsg is 0 when the
 * text does not say its system. */
mlg_status mlg_shape_of_text(mlg_geom **out, bool *repaired, const char *text, mlg_shape_room *room,
                             mlg_transform *transform, mlg_error *err) MLG_MUST_CHECK;
bool mlg_shape_text_centre(const char *text, double *x, double *y, int *epsg);

/* ---- delimited text ----------------------------------------------------------------------------------- */

/* Fields as they stand in the file, quotes taken off, as UTF-8. */
typedef struct mlg_csv mlg_csv;
mlg_status mlg_csv_open(mlg_csv **out, const char *gdal_path, const char *shown, mlg_error *err) MLG_MUST_CHECK;
void mlg_csv_close(mlg_csv *csv);
double mlg_csv_fraction(const mlg_csv *csv); /* of the file read so far */
mlg_status mlg_csv_rewind(mlg_csv *csv, mlg_error *err) MLG_MUST_CHECK;

/* The next line that is not blank, the header first. Fewer fields than the header are no error. */
mlg_status mlg_csv_next(mlg_csv *csv, bool *got, mlg_error *err) MLG_MUST_CHECK;
int mlg_csv_count(const mlg_csv *csv);
/* NULL beyond the end of the line; the caller may trim it in place */
char *mlg_csv_field(mlg_csv *csv, int field);

/* ---- what GDAL reads ---------------------------------------------------------------------------------- */

typedef struct mlg_vector mlg_vector;

/* With `plain_rows` the sheets of a workbook come without header, every cell as text: mlg_vector_is_plain(). */
mlg_status mlg_vector_open(mlg_vector **out, const mlg_place *place, bool plain_rows, const char *shown,
                           mlg_error *err) MLG_MUST_CHECK;
bool mlg_vector_is_plain(const mlg_vector *vector);
void mlg_vector_close(mlg_vector *vector);
void mlg_vector_rewind(mlg_vector *vector);
mlg_status mlg_vector_next(mlg_vector *vector, bool *got, mlg_error *err) MLG_MUST_CHECK;
int mlg_vector_count(const mlg_vector *vector);
const char *mlg_vector_name(const mlg_vector *vector, int field);
bool mlg_vector_is_number(const mlg_vector *vector, int field);
const char *mlg_vector_field(const mlg_vector *vector, int field); /* NULL when null */
bool mlg_vector_has_geometry(const mlg_vector *vector);

/* "EPSG:2154", else WKT, else NULL when the file does not say. Freed with free(). */
mlg_status mlg_vector_crs(char **crs, const mlg_vector *vector, mlg_error *err) MLG_MUST_CHECK;

/* Centre of the box of the current row's geometry, in the coordinates of the file. False when there is none. */
bool mlg_vector_centre(const mlg_vector *vector, double *x, double *y);

/* Geometry of the current row, transformed, flat, without curves. NULL when there is none or it has no place in the
 * system asked for. With `repaired`, an invalid one is made valid before it is transformed, and *repaired says so. */
mlg_status mlg_vector_geometry(mlg_geom **out, bool *repaired, mlg_vector *vector, mlg_transform *transform,
                               mlg_error *err) MLG_MUST_CHECK;

/* ---- a layer, of the one kind or the other ------------------------------------------------------------ */

/* A column, and its text in the row it was last asked for. */
typedef struct mlg_column_text {
    char *name;
    bool number;
    char *text;
    size_t capacity;
    bool lost; /* memory ran out while the text was copied: told by the next row */
} mlg_column_text;

struct mlg_layer {
    char *path; /* as given, for messages */
    mlg_csv *csv;
    mlg_vector *vector;
    mlg_column_text *columns;
    int count;
    int64_t row;
    int header_rows; /* before the first row of data */
    int key;         /* column that every row of data fills, -1: not known */
    int x, y;        /* columns of coordinates, -1: none */
    int shape;       /* column of geometries as text, -1: none */
    mlg_shape_room room;
    mlg_transform *transform; /* NULL: no geometry wanted, or none in the file */
};

/* One row, header or not; its cells are then those of mlg_layer_cell(), trimmed (of `length` bytes; NULL: none). */
mlg_status mlg_layer_step(mlg_layer *layer, bool *got, mlg_error *err) MLG_MUST_CHECK;
const char *mlg_layer_cell(mlg_layer *layer, int field, size_t *length);

/* Back before the header. */
mlg_status mlg_layer_restart(mlg_layer *layer, mlg_error *err) MLG_MUST_CHECK;

/* Finds the header, or takes the names given, and leaves the layer before its first row of data. */
mlg_status mlg_layer_read_columns(mlg_layer *layer, const mlg_layer_options *options,
                                  mlg_error *err) MLG_MUST_CHECK;

/* The system in which the geometries of the text column are, as they say it, else the one of degrees or `to` in which a sample of them can
 * be; `crs` is empty when neither can. */
mlg_status mlg_layer_guess_system(char crs[24], mlg_layer *layer, const char *to, mlg_error *err) MLG_MUST_CHECK;

/* Coordinates of the current row in the system of the file: of its point, or of the centre of its geometry. */
bool mlg_layer_place(const mlg_layer *layer, double *x, double *y);

/* A sample of the rows against the area where a system is used: MLG_INPUT when most lie outside, or when x and y are
 * exchanged. */
mlg_status mlg_layer_check_places(mlg_layer *layer, const char *crs, const char *to,
                                  mlg_error *err) MLG_MUST_CHECK;

#endif
