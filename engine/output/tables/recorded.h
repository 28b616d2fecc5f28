/* Sentences that a study keeps in French, in the language of the report. */
#ifndef MLG_OUTPUT_TABLES_RECORDED_H
#define MLG_OUTPUT_TABLES_RECORDED_H

#include "base/text.h"

/* Each ends with NULL. In a pattern, {1} to {9} are placeholders for any text, in this order. */
extern const char *const mlg_recorded_patterns[], *const mlg_recorded_joints[], *const mlg_recorded_terms[];

/* Translates `words` into the language of the report: a whole text of the catalogue, else the first pattern that matches, with its parts
 * translated in the same way. A text that matches none is left as it is, except that numbers are written the English way in English. The
 * result is `words` itself, a text of the catalogue, or stands in `room`. O(patterns x length) a part. */
const char *mlg_recorded_words(mlg_text *room, const char *words);

#endif
