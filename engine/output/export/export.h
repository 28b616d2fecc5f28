/* Exports of a study: the layers and tables meant for readers, as a GeoPackage, as files, or in PostGIS. The study is only
 * read. What may not be disclosed is left out: squares of fewer than 11 households have no figures in acces_carreau, and demand
 * points are not exported. */
#ifndef MLG_OUTPUT_EXPORT_EXPORT_H
#define MLG_OUTPUT_EXPORT_EXPORT_H

#include "adapters/db/database.h"
#include "adapters/layer/write.h"
#include "base/arena.h"
#include "base/text.h"

typedef struct mlg_export_table {
    const char *name, *title, *description;
    const char *geometry; /* NULL: a table */
    int64_t rows;
    int64_t cut; /* texts that were longer than the format allows */
} mlg_export_table;

/* What is exported. Caller-allocated, `{ 0 }` is empty; texts live until the release. */
typedef struct mlg_export_list {
    mlg_export_table *items;
    int32_t count;
    size_t room;
    int epsg;       /* of the study */
    int64_t total;  /* rows of all */
    mlg_text notes; /* lines for people */
    mlg_arena arena;
} mlg_export_list;

/* `layers`: names separated by commas; NULL: all that have rows, without the tables when `tables` is false.
 * MLG_USAGE: a name that is not exported, or a table when tables are excluded. MLG_DATA: nothing to export.
 * Released by the caller on failure too. */
mlg_status mlg_export_choose(mlg_export_list *out, mlg_db *db, const char *layers, bool tables,
                             mlg_error *err) MLG_MUST_CHECK;
void mlg_export_list_release(mlg_export_list *list);

/* One file per layer in an existing folder, with its style file and LISEZMOI.txt: columns, sources, licences.
 * Names of columns are shortened to 10 letters in shapefiles, and kept distinct. */
mlg_status mlg_export_files(mlg_export_list *list, mlg_db *db, mlg_file_format format, const char *folder,
                            int epsg, const mlg_progress *progress, mlg_error *err) MLG_MUST_CHECK;

/* "shp", "geojson", "fgb". */
const char *mlg_export_extension(mlg_file_format format);

/* Into one schema, in one transaction, with styles, comments and indexes. */
mlg_status mlg_export_postgis(mlg_export_list *list, mlg_db *db, const char *connection, const char *schema,
                              bool overwrite, int epsg, const mlg_progress *progress,
                              mlg_error *err) MLG_MUST_CHECK;

/* Turns a copy of the study into an export: other tables are dropped and leave no trace in the file, geometries
 * are reprojected to `epsg`, the project is rewritten for `file_name`. */
mlg_status mlg_export_geopackage(mlg_export_list *list, mlg_db *copy, const char *file_name, int epsg,
                                 const mlg_progress *progress, mlg_error *err) MLG_MUST_CHECK;

/* Names of at most 10 letters, all different whatever their case: names[i] is truncated, then numbered. O(count
 * squared). */
enum { MLG_SHORT_NAME = 10 };
void mlg_export_short_names(char (*out)[MLG_SHORT_NAME + 1], const char *const *names, int count);

#endif
