/* How well a figure of geodata/rules is founded, in words a reader of an order understands. */
#ifndef MLG_ANALYSIS_COMMON_EVIDENCE_H
#define MLG_ANALYSIS_COMMON_EVIDENCE_H

#include <stddef.h>

typedef struct mlg_evidence_text {
    char text[256];
} mlg_evidence_text;

/* French of the codes of the files, wherever they stand as a word: "C" read in its source, "S" second hand, "M" from memory. "C
 * (taux), M (jours)" gives "vérifié à la source (taux), non vérifié à la source (jours)". By value; empty for NULL and "". */
mlg_evidence_text mlg_evidence_words(const char *evidence);

#endif
