/* A card of the page: a question, sentences, a small chart of bars, the layers of the map that show it, and where its tables are. */
#ifndef MLG_OUTPUT_PAGE_CARD_H
#define MLG_OUTPUT_PAGE_CARD_H

#include "base/text.h"

/* Opens an article; `id` is unique in the page, `title` is in the language of reports. */
void mlg_card_open(mlg_text *page, const char *id, const char *title);

/* `keys`: layers of the map, "t p u", or two of them side by side, "f/c"; the script leaves out the buttons of layers that the map lacks.
 * `annex`: id of a section. */
void mlg_card_close(mlg_text *page, const char *keys, const char *annex);

/* Bars of persons, to the scale of `most` at the top; a NaN is written as unknown, without a bar. */
void mlg_card_bars_open(mlg_text *page, const char *caption);
void mlg_card_bar(mlg_text *page, const char *label, double persons, double most, const char *colour);
void mlg_card_bars_close(mlg_text *page);

#endif
