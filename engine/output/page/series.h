/* Several years of a territory on the page. */
#ifndef MLG_OUTPUT_PAGE_SERIES_H
#define MLG_OUTPUT_PAGE_SERIES_H

#include "base/text.h"
#include "output/tables/sheets.h"

/* A section: the trend of the territory in a sentence, the distance to its targets, one chart per indicator, and the data from which the
 * script adds a commune to the first chart. Nothing when fewer than two years are known. */
mlg_status mlg_page_series(mlg_text *page, mlg_db *db, mlg_error *err) MLG_MUST_CHECK;

#endif
