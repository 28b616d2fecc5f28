/* Reading any vector or tabular file: rows of text, and geometries in the requested coordinate system. */
#ifndef MLG_ADAPTERS_LAYER_READ_H
#define MLG_ADAPTERS_LAYER_READ_H

#include "adapters/geom/geometry.h"
#include "base/error.h"

typedef struct mlg_layer mlg_layer;

/* A JSON document too large for memory, read as a table one record at a time. */
typedef struct mlg_records {
    const char *marks; /* keys at its start that distinguish it from other documents, separated by '|' */
    const char *own;   /* those that no other document with the marks has; NULL: all have */
    const char *steps; /* keys of the arrays that lead to a record, separated by '.': "pmej.ege" */
    const char *each;  /* array of a record whose elements are the rows; NULL: the record is one */
    /* "name=path|name=path": keys separated by '.'; "adresse[usageAdresse=03]" is the element of that array with this
     * value; after '^' the path starts at the record instead of the element of `each` */
    const char *columns;
} mlg_records;

/* Rows of a long table whose column has one of the values are kept. */
typedef struct mlg_pivot_keep {
    const char *column;
    const char *const *values;
    int value_count;
} mlg_pivot_keep;

/* A long table made wide: one observation per row (GEO, GEO_OBJECT, dimensions, OBS_VALUE) becomes one row per
 * place, with the column GEO and one per combination of values of `columns` found in the file ("F_Y15T29" of SEX
 * and AGE). Rows about anything but communes are left out, as are all but the latest TIME_PERIOD, unless kept by
 * name. A value under secrecy (CONF_STATUS C) is empty. UNIT_MULT is the power of ten of a value. */
typedef struct mlg_pivot {
    const char *columns; /* dimensions, separated by '|' */
    const mlg_pivot_keep *keep;
    int keep_count;
    bool required; /* a file that is not such a table is MLG_INPUT, instead of being read as is */
} mlg_pivot;

typedef struct mlg_layer_options {
    /* NULL: the only one (several are an error that lists them); "APL*|COM": the last that matches */
    const char *layer;
    /* "EPSG:2154": overrides the one of the file, or provides it; NULL: that of the file */
    const char *crs;
    const char *x, *y; /* columns of coordinates of a table, NULL: none; a decimal comma is accepted */
    /* column of geometries given as text (WKT, EWKT, GeoJSON, hexadecimal WKB), NULL: none. Without `crs` their
     * system is the one they state (SRID=2154;...), else degrees or to_epsg, whichever fits */
    const char *shape;
    /* column names separated by '|': the header is the first of the first 30 rows that contains one of them;
     * rows below it with nothing in that column, or nothing in the others, are notes and are skipped. NULL, or
     * no such row: the first row */
    const char *header;
    const char *banner;         /* "finess": a file with this first cell has no header ... */
    const char *names;          /* ... and these columns, separated by '|' */
    const mlg_records *records; /* how to read a JSON document that has its marks; NULL: as GDAL does */
    const mlg_pivot *pivot;     /* of delimited text; NULL: as it is */
    /* geometries are returned in this system, x = east, y = north; 0: no geometry wanted */
    int to_epsg;
} mlg_layer_options;

/* Opens "path", "path|layername=x" (the syntax of QGIS) or anything GDAL reads, also inside a .zip (layername=
 * may then name the member). Every field is read as text, so that 01004 remains 01004. Delimited text (.csv
 * .tsv .txt .psv): the first line is the header, the separator ; , | or tab, the encoding UTF-8 with or without
 * BOM, or Windows-1252. MLG_INPUT: missing, unreadable, no such layer, geometry wanted but no known coordinate
 * system, coordinates that cannot be in the stated system or are swapped. Messages name `path`. `options` may
 * be NULL. */
mlg_status mlg_layer_open(mlg_layer **out, const char *path, const mlg_layer_options *options,
                          mlg_error *err) MLG_MUST_CHECK;
void mlg_layer_close(mlg_layer *layer);

/* Names of the layers of a file, in its order, NULL at their end; none for delimited text. Freed with mlg_layer_names_free().
 * MLG_INPUT: unreadable, or a zip of several files. */
mlg_status mlg_layer_names(char ***names, const char *path, mlg_error *err) MLG_MUST_CHECK;
void mlg_layer_names_free(char **names);

/* MLG_INPUT when the file starts like one that is neither table nor layer (archive, PDF, web page, road data...),
 * with what it is and how to use it. MLG_OK for any other, and for one that cannot be read. mlg_layer_open() does
 * this. */
mlg_status mlg_layer_check_kind(const char *path, mlg_error *err) MLG_MUST_CHECK;

/* Whether the file starts like an OpenStreetMap extract, PBF or XML, compressed with gzip or not by its name. */
bool mlg_is_extract(const char *path);

int mlg_layer_field_count(const mlg_layer *layer);
const char *mlg_layer_field_name(const mlg_layer *layer, int field);

/* Index of a column, -1 when absent; case and the kind and number of blanks do not count. */
int mlg_layer_find(const mlg_layer *layer, const char *name);

/* Number of cells of the current row, which in delimited text may differ from the number of columns. */
int mlg_layer_width(const mlg_layer *layer);

/* Whether such a cell, of a column or beyond the last, is more than blanks. */
bool mlg_layer_has_text(const mlg_layer *layer, int cell);

/* True when the file stores this column as a number: a code stored so has lost its leading zeros. */
bool mlg_layer_is_number(const mlg_layer *layer, int field);

/* Like mlg_layer_find(), but MLG_INPUT when absent, with a message that lists the columns present. */
mlg_status mlg_layer_need(int *field, const mlg_layer *layer, const char *name, mlg_error *err) MLG_MUST_CHECK;

mlg_status mlg_layer_next(mlg_layer *layer, bool *got, mlg_error *err) MLG_MUST_CHECK;

/* Rewinds to before the first row. */
mlg_status mlg_layer_rewind(mlg_layer *layer, mlg_error *err) MLG_MUST_CHECK;

/* Whether the layer is a document whose records are not of the kind it was opened as. */
bool mlg_layer_is_foreign(const mlg_layer *layer);

/* Values of a long table that are under statistical secrecy. */
int64_t mlg_layer_withheld(const mlg_layer *layer);

/* Fraction of the file read so far, in [0, 1]; NaN when unknown. */
double mlg_layer_fraction(const mlg_layer *layer);

/* Number of the current row, from 1. */
int64_t mlg_layer_row(const mlg_layer *layer);

/* Text of a field of the current row, trimmed; NULL when null or empty, or when `field` is no column. Valid until the
 * next row. */
const char *mlg_layer_text(const mlg_layer *layer, int field);

/* False for a table, and when to_epsg was 0: mlg_layer_geometry() then always gives NULL. */
bool mlg_layer_has_geometry(const mlg_layer *layer);

/* The geometry of the current row in `to_epsg`, freed by the caller; *out is NULL when there is none or it
 * cannot be transformed. Points come from the x and y columns when these were given. 2D, without curves,
 * possibly invalid. MLG_DATA: this geometry is unreadable (a ring of two points); the following rows can still
 * be read. */
mlg_status mlg_layer_geometry(mlg_geom **out, mlg_layer *layer, mlg_error *err) MLG_MUST_CHECK;

/* The same, made valid in the coordinate system of the file; *repaired says whether it had to be. */
mlg_status mlg_layer_valid_geometry(mlg_geom **out, bool *repaired, mlg_layer *layer,
                                    mlg_error *err) MLG_MUST_CHECK;

/* Parses "12,5", "1 234.5" (also with no-break spaces) or "1234". False when it is not a finite number. */
bool mlg_parse_number(const char *text, double *value);

/* SHA-256, as 64 hex digits, and size of the source at `path`: the file (the whole zip for a member), a
 * shapefile with its .dbf, .prj and .cpg, or all files of a .gdb folder sorted by name. */
mlg_status mlg_file_sha256(char hex[65], int64_t *bytes, const char *path, mlg_error *err) MLG_MUST_CHECK;

/* A cache of digests, so that a file read several times, or member by member, is hashed once. `{ 0 }` is empty. */
typedef struct mlg_digest {
    uint64_t device, inode;
    int64_t bytes, seconds, nanoseconds; /* of the last modification */
    char sha256[65];
} mlg_digest;
typedef struct mlg_digests {
    mlg_digest *items;
    size_t count, room;
} mlg_digests;

/* Like mlg_file_sha256(), but from the cache when the size and modification time of the file are unchanged.
 * `known` may be NULL. Sources made of several files (a shapefile, a folder) are hashed each time. */
mlg_status mlg_digests_sha256(char hex[65], int64_t *bytes, mlg_digests *known, const char *path,
                              mlg_error *err) MLG_MUST_CHECK;
void mlg_digests_release(mlg_digests *known);

#endif
