/* Cards of a scenario, or of any two results compared. */
#ifndef MLG_OUTPUT_PAGE_CARDS_CHANGE_H
#define MLG_OUTPUT_PAGE_CARDS_CHANGE_H

#include "output/tables/findings.h"

/* What changes in one sentence, before all other answers; nothing where nothing is compared. */
mlg_status mlg_page_change_answer(mlg_text *page, mlg_db *db, const mlg_findings *found,
                                  mlg_error *err) MLG_MUST_CHECK;

/* Of the sheet comparaison_seuils: who passes which threshold. */
void mlg_page_card_thresholds(mlg_text *page, const mlg_findings *found, const mlg_sheet_rows *rows);

/* Of the sheet comparaison_groupes: the same for each group of people, by its mode. */
void mlg_page_card_groups(mlg_text *page, const mlg_findings *found, const mlg_sheet_rows *rows);

/* Of the sheet comparaison_publics: who gains and who loses. */
void mlg_page_card_winners(mlg_text *page, const mlg_findings *found, const mlg_sheet_rows *rows);

#endif
