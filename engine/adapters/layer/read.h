/* Reading any vector or tabular file through GDAL: rows of text, and geometries in the coordinates asked for.
 */
#ifndef MLG_ADAPTERS_LAYER_READ_H
#define MLG_ADAPTERS_LAYER_READ_H

#include "adapters/geom/geometry.h"
#include "base/error.h"

typedef struct mlg_layer mlg_layer;

typedef struct mlg_layer_options {
    /* NULL: the only one, or an error that lists those present; "APL*|COM": the last that matches */
    const char *layer;
    /* "EPSG:2154": overrides what the file says, or stands in when it says nothing; NULL: the file's */
    const char *crs;
    const char *x, *y; /* columns of coordinates of a table, NULL: none; decimal comma accepted */
    /* column of geometries as text (WKT, EWKT, GeoJSON, WKB in hexadecimal), NULL: none. With no `crs` the
     * texts say their system (SRID=2154;...), else it is degrees or to_epsg, whichever they can be in */
    const char *shape;
    /* names of columns, '|': the header is the first of the first 30 rows that holds one of them; the rows
     * below it that hold nothing in that column, or nothing else, are notes and are not read. NULL, or none
     * found: the first row */
    const char *header;
    const char *banner; /* "finess": a file whose first cell says so has no header ... */
    const char *names;  /* ... its columns are these, '|' */
    /* geometries come out in this system, axis order x = east, y = north; 0: no geometry wanted */
    int to_epsg;
} mlg_layer_options;

/* Opens "path", "path|layername=x" (the form of QGIS) or anything GDAL reads, inside a .zip too (layername= may
 * name the member); every field is read as text, so that 01004 stays 01004. Delimited text (.csv .tsv .txt .psv): first
 * line is the header, separator ; , | or tab, UTF-8 with or without BOM, Windows-1252 recoded. MLG_INPUT: missing,
 * unreadable, no such layer, geometry wanted and no coordinate system known, coordinates that cannot lie in the stated
 * system or are exchanged. The path in the message is `path`. `options` may be NULL. */
mlg_status mlg_layer_open(mlg_layer **out, const char *path, const mlg_layer_options *options,
                          mlg_error *err) MLG_MUST_CHECK;
void mlg_layer_close(mlg_layer *layer);

int mlg_layer_field_count(const mlg_layer *layer);
const char *mlg_layer_field_name(const mlg_layer *layer, int field);

/* Index of a column, case-insensitive, -1 when absent. */
int mlg_layer_find(const mlg_layer *layer, const char *name);

/* Cells of the current row, which may be more or fewer than the columns of a delimited text. */
int mlg_layer_width(const mlg_layer *layer);

/* True when the file stores this column as a number: a code kept so has lost its leading zeros. */
bool mlg_layer_is_number(const mlg_layer *layer, int field);

/* As find, but absent is MLG_INPUT and the message lists the columns present. */
mlg_status mlg_layer_need(int *field, const mlg_layer *layer, const char *name, mlg_error *err) MLG_MUST_CHECK;

mlg_status mlg_layer_next(mlg_layer *layer, bool *got, mlg_error *err) MLG_MUST_CHECK;

/* Back before the first row. */
mlg_status mlg_layer_rewind(mlg_layer *layer, mlg_error *err) MLG_MUST_CHECK;

/* Share of the file read so far, in [0, 1]; NaN when unknown. */
double mlg_layer_fraction(const mlg_layer *layer);

/* Number of the current row, from 1. */
int64_t mlg_layer_row(const mlg_layer *layer);

/* Text of a field of the current row, spaces trimmed; NULL when null, empty, or field is -1. Good until next. */
const char *mlg_layer_text(const mlg_layer *layer, int field);

/* False for a table: every mlg_layer_geometry() is NULL. Also false when to_epsg was 0. */
bool mlg_layer_has_geometry(const mlg_layer *layer);

/* Geometry of the current row in `to_epsg`; *out is NULL when there is none or its coordinates have no place there. The
 * caller frees it. Points come from the x, y columns when these were given. Flat, without curves; may be invalid.
 * MLG_DATA: this geometry cannot be read (a ring of two points); the rows after it can. */
mlg_status mlg_layer_geometry(mlg_geom **out, mlg_layer *layer, mlg_error *err) MLG_MUST_CHECK;

/* The same, made valid in the coordinates of the file when it was not; *repaired then. */
mlg_status mlg_layer_valid_geometry(mlg_geom **out, bool *repaired, mlg_layer *layer,
                                    mlg_error *err) MLG_MUST_CHECK;

/* "12,5", "1 234.5" (also with no-break spaces) or "1234" to a double. False when it is not a finite number. */
bool mlg_parse_number(const char *text, double *value);

/* SHA-256 of what a path of a source leads to as 64 hex digits, and its size: the file (the whole zip, for a member), a
 * shapefile with its .dbf, .prj and .cpg, a .gdb folder with all its files in the order of their names. */
mlg_status mlg_file_sha256(char hex[65], int64_t *bytes, const char *path, mlg_error *err) MLG_MUST_CHECK;

/* What was hashed before, so that a file read for several reasons, or whose members are read one by one, is hashed once. `{ 0 }` is
 * empty. */
typedef struct mlg_digest {
    uint64_t device, inode;
    int64_t bytes, seconds, nanoseconds; /* of the last change */
    char sha256[65];
} mlg_digest;
typedef struct mlg_digests {
    mlg_digest *items;
    size_t count, room;
} mlg_digests;

/* As mlg_file_sha256(), from `known` when the file has not changed since by its size and time; NULL: nothing is known. What is made
 * of several files (a shapefile, a folder) is hashed each time. */
mlg_status mlg_digests_sha256(char hex[65], int64_t *bytes, mlg_digests *known, const char *path,
                              mlg_error *err) MLG_MUST_CHECK;
void mlg_digests_release(mlg_digests *known);

#endif
