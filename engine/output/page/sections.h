/* Parts of the report made from tables and findings. */
#ifndef MLG_OUTPUT_PAGE_SECTIONS_H
#define MLG_OUTPUT_PAGE_SECTIONS_H

#include "base/text.h"
#include "output/tables/benchmark.h"
#include "output/tables/findings.h"
#include "output/tables/reference.h"

/* A real table: caption, column headers with their unit, first column as row header. Columns without any value are
 * left out. `id` names it; `look` colours the APL. Rows after the 100th are data for the script; those after the
 * 25th carry the class "suite": print leaves them out. */
void mlg_page_table(mlg_text *page, const mlg_sheet_rows *rows, const char *id, const char *caption,
                    const mlg_look *look);

/* The questions of the study, as a list. */
void mlg_page_request(mlg_text *page, const mlg_findings *found);

/* The answer in one sentence or two, then four figures. */
void mlg_page_answer(mlg_text *page, const mlg_findings *found, const mlg_benchmarks *beside,
                     const mlg_references *lacking);

/* The communes with least access, what each request proposes, the classes of the zoning, in sentences. */
void mlg_page_findings(mlg_text *page, const mlg_findings *found);

/* Which lacks are unknown in every commune, and thus left out of the deserts. */
void mlg_page_unknown_lacks(mlg_text *page, const mlg_findings *found);

/* Bars of the zoning classes. */
void mlg_page_gauges(mlg_text *page, const mlg_findings *found);

/* What each measure of the study says, in two sentences, then its unit, vintages, source and convention. */
void mlg_page_measures(mlg_text *page, const mlg_findings *found);

/* Vintages of supply and population, and where to find the conventions: printed below what is derived from the
 * measures. */
void mlg_page_vintages(mlg_text *page, const mlg_findings *found);

/* False when there was nothing to warn of; nothing is added then. */
bool mlg_page_warnings(mlg_text *page, const mlg_findings *found);

#endif
