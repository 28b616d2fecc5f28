/* What makes a study a GeoPackage that QGIS and GDAL can list: contents, geometry columns, spatial indexes. */
#ifndef MLG_ADAPTERS_DB_GPKG_H
#define MLG_ADAPTERS_DB_GPKG_H

#include "adapters/db/database.h"

/* Version of the schema in queries/schema/, stored in etude.valeur where cle = 'schema'. */
#define MLG_SCHEMA_VERSION "12"

/* A table of the study as GeoPackage readers see it. */
typedef struct mlg_table {
    const char *name;
    const char *geometry;   /* "MULTIPOLYGON", "POINT"; NULL for an attribute table */
    const char *identifier; /* unique title, shown by QGIS */
    const char *description;
} mlg_table;

/* Ends with a NULL name. Every table of the schema has a line here. */
extern const mlg_table mlg_tables[];

/* Registers every table of mlg_tables in coordinate system `epsg` and creates the R-tree of each layer, within
 * the caller's transaction. */
mlg_status mlg_gpkg_register(mlg_db *db, int epsg, mlg_error *err) MLG_MUST_CHECK;

/* Whether a study has a table of this name, attribute or layer, of the schema or of an extension. */
bool mlg_gpkg_has_table(const char *name);

/* Whether the schema creates a table by a statement of this text, as SQLite keeps it. */
bool mlg_gpkg_has_statement(const char *sql);

/* Whether a trigger of this text is one of those that keep the R-tree of a layer of the study. */
bool mlg_gpkg_has_trigger(const char *table, const char *sql);

/* Creates the tables of a GeoPackage extension (queries/schema/<name>.sql) unless they exist, as in a study
 * made by an earlier version. An unknown name is a programming error (asserted). */
mlg_status mlg_gpkg_extend(mlg_db *db, const char *name, mlg_error *err) MLG_MUST_CHECK;

/* Adds a coordinate system to gpkg_spatial_ref_sys unless it is already there. */
mlg_status mlg_gpkg_add_system(mlg_db *db, int epsg, mlg_error *err) MLG_MUST_CHECK;

#endif
