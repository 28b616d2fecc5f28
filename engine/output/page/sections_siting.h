/* Sentences of the page about siting requests. */
#ifndef MLG_OUTPUT_PAGE_SECTIONS_SITING_H
#define MLG_OUTPUT_PAGE_SECTIONS_SITING_H

#include "base/text.h"
#include "output/tables/findings.h"

/* What request `request` asks, as an item of a list. */
void mlg_page_ask_siting(mlg_text *page, const mlg_findings *found, int32_t request);

/* A paragraph per request: the sites proposed, or why there are none; what they change; how sure that is; which
 * other sets do as well. */
void mlg_page_sitings(mlg_text *page, const mlg_findings *found);

/* A sentence: where the first site of the first request that proposes any would be. Nothing when none does. */
void mlg_page_first_site(mlg_text *page, const mlg_findings *found);

#endif
