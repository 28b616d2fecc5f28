/* How well a figure of geodata/rules is founded, in words a reader of an order understands. */
#ifndef MLG_ANALYSIS_COMMON_EVIDENCE_H
#define MLG_ANALYSIS_COMMON_EVIDENCE_H

#include "base/text.h"

/* Adds to `out` the French of the codes of the files, wherever they stand as a word: "C" read in its source, "S" second hand, "M"
 * from memory. "C (taux), M (jours)" gives "vérifié à la source (taux), non vérifié à la source (jours)". Nothing for NULL and
 * "". */
void mlg_evidence_words(mlg_text *out, const char *evidence);

/* The source of a figure, and how well it is founded, as a note records them. */
void mlg_evidence_origin(mlg_text *out, const char *source, const char *evidence);

#endif
