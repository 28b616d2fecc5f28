/* The first sheet of the workbook: the figures to remember, beside those of the département, the region and France, and a chart. */
#ifndef MLG_OUTPUT_WORKBOOK_KEY_FIGURES_H
#define MLG_OUTPUT_WORKBOOK_KEY_FIGURES_H

#include "adapters/db/database.h"
#include "adapters/workbook.h"

/* Adds the sheet to a workbook. O(communes). */
mlg_status mlg_workbook_key_figures(mlg_workbook *book, mlg_db *db, mlg_error *err) MLG_MUST_CHECK;

#endif
