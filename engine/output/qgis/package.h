/* Everything that QGIS and GDAL read in an output study besides the rows themselves. */
#ifndef MLG_OUTPUT_QGIS_PACKAGE_H
#define MLG_OUTPUT_QGIS_PACKAGE_H

#include "adapters/db/database.h"

/* Descriptions and licences, the surface of access, metadata, titles and codes of columns, styles and the QGIS project.
 * `file_name` is that of the GeoPackage, without its folder. A second call replaces what the first wrote; what users saved is
 * kept. Several transactions, opened here. */
mlg_status mlg_output_package(mlg_db *db, const char *file_name, mlg_error *err) MLG_MUST_CHECK;

#endif
