/* The report: one self-contained HTML file for decision makers. */
#ifndef MLG_OUTPUT_PAGE_REPORT_H
#define MLG_OUTPUT_PAGE_REPORT_H

#include "adapters/db/database.h"

/* Writes the report at exactly `path`. Empty parts of the study have no section. */
mlg_status mlg_output_report(mlg_db *db, const char *path, mlg_error *err) MLG_MUST_CHECK;

#endif
