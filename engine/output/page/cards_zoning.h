/* The card of the zoning: who is in an aided zone; where no source gives the classes, what the rule alone gives. */
#ifndef MLG_OUTPUT_PAGE_CARDS_ZONING_H
#define MLG_OUTPUT_PAGE_CARDS_ZONING_H

#include "output/tables/findings.h"

void mlg_page_card_zoning(mlg_text *page, const mlg_findings *found);

#endif
