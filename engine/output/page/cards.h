/* One card a question that the study answers: access, services far away, other services asked, deserts, zoning, sites, rounds, years to come, conventions. */
#ifndef MLG_OUTPUT_PAGE_CARDS_H
#define MLG_OUTPUT_PAGE_CARDS_H

#include "output/tables/reference.h"

/* The cards of the questions that the study asks, in that order. */
mlg_status mlg_page_cards(mlg_text *page, mlg_db *db, const mlg_findings *found, const mlg_references *lacking,
                          mlg_error *err) MLG_MUST_CHECK;

#endif
