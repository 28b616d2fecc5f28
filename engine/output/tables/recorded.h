/* Sentences that a study keeps in French, in the language of the report. */
#ifndef MLG_OUTPUT_TABLES_RECORDED_H
#define MLG_OUTPUT_TABLES_RECORDED_H

#include "base/text.h"

/* Each ends with NULL. In a pattern {1} to {9} stand for any text, in the order of their numbers. */
extern const char *const mlg_recorded_patterns[], *const mlg_recorded_joints[], *const mlg_recorded_terms[];

/* `words` as the report says them: whole texts of the catalogue, else the first pattern that fits with its parts translated in the
 * same way. What no pattern fits is left as it stands, but for the decimal comma and the spaces of large numbers in English. The
 * result is `words` itself, a text of the catalogue, or stands in `room`. O(patterns x length) a part. */
const char *mlg_recorded_words(mlg_text *room, const char *words);

#endif
