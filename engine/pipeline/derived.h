/* A result made from another one: a copy of its GeoPackage with more tables, a page and a workbook, in one folder. */
#ifndef MLG_PIPELINE_DERIVED_H
#define MLG_PIPELINE_DERIVED_H

#include "adapters/db/database.h"
#include "pipeline/dry_run.h"

/* Names of the files, and the tables that the workbook holds; `sheets` ends with NULL. */
typedef struct mlg_derived {
    const char *geopackage, *page, *workbook;
    const char *const *sheets;
} mlg_derived;

/* Creates the folder and opens a copy of the GeoPackage `from` in it, to be written. Closed by the caller, on failure too. */
mlg_status mlg_derived_open(mlg_db **db, const mlg_derived *derived, const char *folder, const char *from,
                            mlg_error *err) MLG_MUST_CHECK;

/* Adds the QGIS project to the copy, whose tables have been committed, and writes the page and the workbook. */
mlg_status mlg_derived_write(mlg_db *db, const mlg_derived *derived, const char *folder,
                             mlg_error *err) MLG_MUST_CHECK;

/* Lists the files that a dry run would write. */
mlg_status mlg_derived_plan(mlg_plan *plan, const mlg_derived *derived, const char *folder,
                            mlg_error *err) MLG_MUST_CHECK;

#endif
