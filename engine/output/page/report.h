/* The report: one HTML file in French for those who decide, that needs nothing but itself. */
#ifndef MLG_OUTPUT_PAGE_REPORT_H
#define MLG_OUTPUT_PAGE_REPORT_H

#include "adapters/db/database.h"

/* Writes the report at exactly `path`. Parts of the study that hold nothing have no section. */
mlg_status mlg_output_report(mlg_db *db, const char *path, mlg_error *err) MLG_MUST_CHECK;

#endif
