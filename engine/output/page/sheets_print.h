/* Sheets that are only printed: one page of A4 for elected officials, one for a commune. */
#ifndef MLG_OUTPUT_PAGE_SHEETS_PRINT_H
#define MLG_OUTPUT_PAGE_SHEETS_PRINT_H

#include "output/tables/findings.h"

/* The buttons that print them, the proposals of the first and the frame of the second, which the script fills. */
mlg_status mlg_page_sheets(mlg_text *page, mlg_db *db, const mlg_findings *found, mlg_error *err) MLG_MUST_CHECK;

#endif
