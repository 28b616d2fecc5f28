/* Shared by the .c files of this folder only: resolving paths, and the two kinds of source, delimited text and
 * GDAL. */
#ifndef MLG_ADAPTERS_LAYER_INNER_H
#define MLG_ADAPTERS_LAYER_INNER_H

#include "adapters/crs.h"
#include "adapters/layer/read.h"

/* Silences GDAL, which reports errors on stderr: between enter and leave its last message is kept instead. */
typedef struct mlg_hush {
    char message[256];
    bool failed;
} mlg_hush;
void mlg_hush_enter(mlg_hush *hush);
void mlg_hush_leave(void);

/* Registers the GDAL drivers, once. */
void mlg_gdal_ready(void);

/* ---- files of a stranger -------------------------------------------------------------------------------- */

/* The drivers that may read a file of this name: those of workbooks for a workbook, that of a geodatabase for a folder, else those of
 * self-contained formats. None is virtual, a service, or follows references in its file. NULL-terminated. */
const char *const *mlg_guard_drivers(const char *path);
bool mlg_guard_is_sheet(const char *driver);

/* Between enter and leave, GDAL reaches no network on this thread, follows no schema or link, and opens SQLite
 * files as adapters/db/guard.h says. */
void mlg_guard_enter(const char *path);
void mlg_guard_leave(void);

/* MLG_INPUT for an archive of too many members, too large, or compressed beyond what real data reach. */
mlg_status mlg_guard_zip(const char *path, const char *shown, mlg_error *err) MLG_MUST_CHECK;

/* MLG_INPUT when a file that GDAL would read with `path` (same name, other ending; all of a folder) is a pipe or a
 * device. */
mlg_status mlg_guard_beside(const char *path, const char *shown, mlg_error *err) MLG_MUST_CHECK;

/* MLG_INPUT when the file only names the tables that it is put together from. */
mlg_status mlg_guard_parts(const char *path, const char *shown, mlg_error *err) MLG_MUST_CHECK;

/* MLG_INPUT when the file is XML with a tag of more than 256 KiB. O(bytes). */
mlg_status mlg_guard_xml(const char *path, const char *shown, mlg_error *err) MLG_MUST_CHECK;

/* ---- where a path leads ------------------------------------------------------------------------------- */

typedef struct mlg_layer_position {
    char *gdal_path; /* "/vsizip/{communes.zip}/communes.shp" */
    char *layer;     /* NULL: the only one */
    bool delimited;  /* delimited text, read without the GDAL driver */
} mlg_layer_position;

/* `layer` (may be NULL) overrides a |layername= in the path. For a .zip it may name a member. */
mlg_status mlg_layer_position_find(mlg_layer_position *place, const char *path, const char *layer,
                                   mlg_error *err) MLG_MUST_CHECK;
void mlg_layer_position_release(mlg_layer_position *place);

/* Length of the part of the path that is a file on disk: "a.zip" in "a.zip/b.csv". */
size_t mlg_disc_part(const char *path);

/* Whether the name is that of delimited text: .csv .tsv .txt .psv. */
bool mlg_is_delimited(const char *path);

/* Whether the name matches one of the glob patterns ("APL*|APL_*"), ignoring case. */
bool mlg_matches_any(const char *patterns, const char *name);

/* Repairs the encoding: text that is not UTF-8 is taken for Windows-1252, and double encoding is undone. NULL
 * when no repair is needed. Freed with mlg_free_mended(). */
char *mlg_mend_encoding(const char *text);
void mlg_free_mended(char *text);

/* The first non-blank character, and the length up to the last one. */
const char *mlg_trim(const char *text, size_t *length);

/* ---- geometries -------------------------------------------------------------------------------------------- */

/* Scratch space for the points of a ring, all x then all y. `x` is freed with free(). `{ 0 }` is empty. */
typedef struct mlg_shape_room {
    double *x;
    size_t capacity;
} mlg_shape_room;

/* Consumes a GDAL geometry (OGRGeometryH) and returns it flattened to 2D, without curves, transformed. *out is
 * NULL when there is none or it cannot be transformed. When `repaired` is not NULL, an invalid geometry is made
 * valid before it is transformed, and *repaired is set. */
mlg_status mlg_shape_take(mlg_geom **out, bool *repaired, void *shape, mlg_shape_room *room,
                          mlg_transform *transform, mlg_error *err) MLG_MUST_CHECK;

bool mlg_shape_centre(void *shape, double *x, double *y); /* of its box; false for an empty geometry */

/* The same from a text: WKT or EWKT, GeoJSON, hexadecimal WKB or EWKB. MLG_DATA when it is none of these. *epsg
 * is 0 when the text does not state its coordinate system. */
mlg_status mlg_shape_of_text(mlg_geom **out, bool *repaired, const char *text, mlg_shape_room *room,
                             mlg_transform *transform, mlg_error *err) MLG_MUST_CHECK;
bool mlg_shape_text_centre(const char *text, double *x, double *y, int *epsg, bool *lost);

/* ---- bytes of a file ----------------------------------------------------------------------------------- */

/* A file, a member of a zip, or a file compressed with gzip ("/vsigzip/<path>"), read from start to end. */
typedef struct mlg_bytes mlg_bytes;
mlg_status mlg_bytes_open(mlg_bytes **out, const char *gdal_path, const char *shown,
                          mlg_error *err) MLG_MUST_CHECK;
void mlg_bytes_close(mlg_bytes *bytes);

/* Fills `into`; *got is 0 at the end. MLG_INPUT when compressed data are truncated or damaged, or expand beyond
 * what real data do. */
mlg_status mlg_bytes_read(size_t *got, mlg_bytes *bytes, void *into, size_t size, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_bytes_rewind(mlg_bytes *bytes, mlg_error *err) MLG_MUST_CHECK;
double mlg_bytes_fraction(const mlg_bytes *bytes); /* of the file read so far */

/* Whether a path is that of a file compressed with gzip that can be read as it is: "communes.geojson.gz". */
bool mlg_is_gzipped(const char *path);

/* MLG_INPUT when a file compressed with gzip is cut or damaged, or unpacks to more than is read whole. O(its size). */
mlg_status mlg_guard_gzip(const char *gdal_path, const char *shown, mlg_error *err) MLG_MUST_CHECK;

/* Reads the first bytes of a file, unpacked. Returns how many. */
size_t mlg_bytes_head(char *into, size_t size, const char *path);

/* ---- rows of text --------------------------------------------------------------------------------------- */

/* A table read row by row, the header first; fields are in UTF-8. The kinds differ in where the rows come from. */
typedef struct mlg_rows mlg_rows;
typedef struct mlg_rows_kind {
    mlg_status (*next)(mlg_rows *rows, bool *got, mlg_error *err);
    mlg_status (*rewind)(mlg_rows *rows, mlg_error *err);
    int (*count)(const mlg_rows *rows);
    char *(*field)(mlg_rows *rows, int field); /* NULL past the end of the row; the caller may trim it in place */
    double (*fraction)(const mlg_rows *rows);  /* of the file read so far */
    void (*close)(mlg_rows *rows);
} mlg_rows_kind;
/* Each kind begins a struct of its own with it, and casts back. */
struct mlg_rows {
    const mlg_rows_kind *kind;
};
void mlg_rows_close(mlg_rows *rows);

/* Delimited text: the nonblank lines. One with fewer fields than the header is not an error. */
mlg_status mlg_csv_open(mlg_rows **out, const char *gdal_path, const char *shown, mlg_error *err) MLG_MUST_CHECK;

/* Whether a file is a JSON document with one of the keys, separated by '|', at its start. */
bool mlg_head_holds(const char *gdal_path, const char *keys);

/* Its records. Memory: the largest of them. */
mlg_status mlg_records_open(mlg_rows **out, const char *gdal_path, const mlg_records *what, const char *shown,
                            mlg_error *err) MLG_MUST_CHECK;

/* Replaces a long table by the wide one, which it reads to its end. Another table is left as it is, at its start,
 * unless `ask` requires one. MLG_INPUT: a value is not a number, two values meet in a cell, more than 16 million
 * cells. */
mlg_status mlg_pivot_rows(mlg_rows **rows, int64_t *withheld, const mlg_pivot *ask, const char *shown,
                          mlg_error *err) MLG_MUST_CHECK;

/* ---- what GDAL reads ---------------------------------------------------------------------------------- */

typedef struct mlg_vector mlg_vector;

/* With `plain_rows` the sheets of a workbook are read without a header and with every cell as text
 * (mlg_vector_is_plain()). */
mlg_status mlg_vector_open(mlg_vector **out, const mlg_layer_position *place, bool plain_rows, const char *shown,
                           mlg_error *err) MLG_MUST_CHECK;
/* Names of its layers. *names is zeroed by the caller, and freed with its texts by him, on failure too. */
mlg_status mlg_vector_layers(char ***names, int *count, const mlg_layer_position *place, const char *shown,
                             mlg_error *err) MLG_MUST_CHECK;
bool mlg_vector_is_plain(const mlg_vector *vector);
void mlg_vector_close(mlg_vector *vector);
void mlg_vector_rewind(mlg_vector *vector);
mlg_status mlg_vector_next(mlg_vector *vector, bool *got, mlg_error *err) MLG_MUST_CHECK;
int mlg_vector_count(const mlg_vector *vector);
const char *mlg_vector_name(const mlg_vector *vector, int field);
bool mlg_vector_is_number(const mlg_vector *vector, int field);
const char *mlg_vector_field(const mlg_vector *vector, int field); /* NULL for a null value */
bool mlg_vector_has_geometry(const mlg_vector *vector);

/* "EPSG:2154", else WKT, else NULL when the file does not state it. Freed with free(). */
mlg_status mlg_vector_crs(char **crs, const mlg_vector *vector, mlg_error *err) MLG_MUST_CHECK;

/* Centre of the bounding box of the current geometry, in the coordinate system of the file. False when there is
 * none. */
bool mlg_vector_centre(const mlg_vector *vector, double *x, double *y);

/* The geometry of the current row, as from mlg_shape_take(). */
mlg_status mlg_vector_geometry(mlg_geom **out, bool *repaired, mlg_vector *vector, mlg_transform *transform,
                               mlg_error *err) MLG_MUST_CHECK;

/* ---- a layer, of the one kind or the other ------------------------------------------------------------ */

/* A column, and a copy of its text in the row where it was last read. */
typedef struct mlg_column_text {
    char *name;
    bool number;
    char *text;
    size_t capacity;
    bool lost; /* out of memory while copying the text, reported by the next row */
} mlg_column_text;

struct mlg_layer {
    char *path;     /* as given, for messages */
    mlg_rows *rows; /* NULL: read by GDAL, from `vector` */
    mlg_vector *vector;
    mlg_column_text *columns;
    int count;
    int64_t row;
    int64_t withheld; /* values of a long table under secrecy */
    bool foreign;     /* records whose document has none of their own keys */
    int header_rows;  /* before the first row of data */
    int key;          /* column that is never empty in a row of data, -1: unknown */
    int x, y;         /* columns of coordinates, -1: none */
    int shape;        /* column of geometries given as text, -1: none */
    mlg_shape_room room;
    mlg_transform *transform; /* NULL: no geometry wanted, or none in the file */
};

/* Advances by one row, header or not. mlg_layer_cell() then gives its cells, trimmed to `length` bytes; NULL:
 * none. */
mlg_status mlg_layer_step(mlg_layer *layer, bool *got, mlg_error *err) MLG_MUST_CHECK;
const char *mlg_layer_cell(const mlg_layer *layer, int field, size_t *length);

/* Rewinds to before the header. */
mlg_status mlg_layer_restart(mlg_layer *layer, mlg_error *err) MLG_MUST_CHECK;

/* Finds the header, or uses the given names, and positions the layer before its first row of data. */
mlg_status mlg_layer_read_columns(mlg_layer *layer, const mlg_layer_options *options,
                                  mlg_error *err) MLG_MUST_CHECK;

/* The coordinate system of the geometries in the text column: the one they state, else whichever of EPSG:4326
 * and `to` fits a sample of them; "" when neither does. */
mlg_status mlg_layer_guess_system(char crs[24], mlg_layer *layer, const char *to, mlg_error *err) MLG_MUST_CHECK;

/* Coordinates of the current row in the system of the file: its point, or the centre of its geometry. */
bool mlg_layer_place(const mlg_layer *layer, double *x, double *y);

/* Checks a sample of the rows against the area of use of a coordinate system: MLG_INPUT when most lie outside,
 * or when x and y are swapped. */
mlg_status mlg_layer_check_places(mlg_layer *layer, const char *crs, const char *to,
                                  mlg_error *err) MLG_MUST_CHECK;

#endif
