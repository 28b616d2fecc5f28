/* The charts of the report, each with its values in a table beside it. */
#ifndef MLG_OUTPUT_PAGE_CHARTS_H
#define MLG_OUTPUT_PAGE_CHARTS_H

#include "base/text.h"
#include "output/tables/findings.h"

enum { MLG_APL_BINS = 15 };

/* Persons by APL, in bins of half a consultation with the threshold as a bin edge; the last bin is open. Persons
 * in communes without an APL are left out. */
typedef struct mlg_apl_bins {
    double low;  /* lower border of the first */
    double step; /* width */
    double persons[MLG_APL_BINS];
    double all;
} mlg_apl_bins;

void mlg_apl_bins_fill(mlg_apl_bins *out, const mlg_findings *found);

/* A histogram of these bins; nothing when nobody has an APL. */
void mlg_chart_apl(mlg_text *page, const mlg_findings *found);

/* Before and after of each siting request: mean time, persons within the limit, persons under the access threshold. */
void mlg_chart_sitings(mlg_text *page, const mlg_findings *found);

/* One chart per request of `fronts`: longest time by persons covered, each set labelled with its number of sites. */
void mlg_chart_fronts(mlg_text *page, const mlg_sheet_rows *fronts, double persons);

/* The days of each unit against the time of day: rows of `journees` and `calendrier`. */
void mlg_chart_rounds(mlg_text *page, const mlg_sheet_rows *days, const mlg_sheet_rows *stops);

/* "08:30" or "8h30" as hours, 8.5; NaN if it is not a time. */
double mlg_hours(const char *words);

#endif
