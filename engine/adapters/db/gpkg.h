/* What makes a study a GeoPackage that QGIS and GDAL list: contents, geometry columns, spatial index. */
#ifndef MLG_ADAPTERS_DB_GPKG_H
#define MLG_ADAPTERS_DB_GPKG_H

#include "adapters/db/database.h"

/* Version of the tables in queries/schema/, as text in etude.valeur where cle = 'schema'. */
#define MLG_SCHEMA_VERSION "5"

/* A table of the study as GeoPackage readers see it. */
typedef struct mlg_table {
    const char *name;
    const char *geometry;   /* "MULTIPOLYGON", "POINT"; NULL for an attribute table */
    const char *identifier; /* unique title, shown by QGIS */
    const char *description;
} mlg_table;

/* The last entry has a NULL name. A new table of the schema gains a line there. */
extern const mlg_table mlg_tables[];

/* Registers every table of mlg_tables in coordinate system `epsg`, with the R-tree of each layer. Within the
 * transaction of the caller. */
mlg_status mlg_gpkg_register(mlg_db *db, int epsg, mlg_error *err) MLG_MUST_CHECK;

/* Makes the tables of an extension of the standard, queries/schema/<name>.sql, where they do not stand yet: a study made by an
 * earlier version has none. An unknown name is a programming error (asserted). */
mlg_status mlg_gpkg_extend(mlg_db *db, const char *name, mlg_error *err) MLG_MUST_CHECK;

/* Writes a coordinate system into gpkg_spatial_ref_sys, unless it stands there. */
mlg_status mlg_gpkg_add_system(mlg_db *db, int epsg, mlg_error *err) MLG_MUST_CHECK;

#endif
