/* Cards of what the study asked of services: who is near a kind of site, how much of a service is within reach. */
#ifndef MLG_OUTPUT_PAGE_CARDS_ASKED_H
#define MLG_OUTPUT_PAGE_CARDS_ASKED_H

#include "adapters/db/database.h"
#include "output/tables/findings.h"

/* One card for each row of findings->asked. O(communes * cards). */
mlg_status mlg_page_cards_asked(mlg_text *page, mlg_db *db, const mlg_findings *found,
                                mlg_error *err) MLG_MUST_CHECK;

#endif
