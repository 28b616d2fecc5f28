/* Several years of a territory on the page. */
#ifndef MLG_OUTPUT_PAGE_SERIES_H
#define MLG_OUTPUT_PAGE_SERIES_H

#include "base/text.h"
#include "output/tables/sheets.h"

/* A section: how the territory goes in a sentence, how far its targets are, a chart an indicator, and what the script needs to add a
 * commune to the first. Nothing where fewer than two years are known. */
mlg_status mlg_page_series(mlg_text *page, mlg_db *db, mlg_error *err) MLG_MUST_CHECK;

#endif
