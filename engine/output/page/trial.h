/* The part of the page where changes are tried: its form, its words and its data (analysis/whatif). */
#ifndef MLG_OUTPUT_PAGE_TRIAL_H
#define MLG_OUTPUT_PAGE_TRIAL_H

#include "base/text.h"
#include "output/tables/findings.h"

/* Whether the study holds anything to try, or a reason why not. */
mlg_status mlg_page_can_try(bool *can, mlg_db *db, mlg_error *err) MLG_MUST_CHECK;

/* The form, empty results, words and data; a sentence where the data are too large. Hidden when scripts are
 * disabled. O(bytes of the data). */
mlg_status mlg_page_trial(mlg_text *page, mlg_db *db, const mlg_findings *found, mlg_error *err) MLG_MUST_CHECK;

#endif
