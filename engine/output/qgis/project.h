/* A QGIS project inside the GeoPackage of a study: groups, styles, a relation, an A4 layout with title, legend, scale and sources.
 * QGIS opens it from the browser, or by Project > Open From > GeoPackage. */
#ifndef MLG_OUTPUT_QGIS_PROJECT_H
#define MLG_OUTPUT_QGIS_PROJECT_H

#include "adapters/db/database.h"

/* `file_name` is that of the GeoPackage, without its folder: layers are named from it, so call this again after
 * renaming the file. Replaces the project written before, keeps those saved by users. One transaction, opened
 * here. */
mlg_status mlg_output_project(mlg_db *db, const char *file_name, mlg_error *err) MLG_MUST_CHECK;

#endif
