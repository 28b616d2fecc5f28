/* The quality of the evidence for a figure of geodata/rules, in words that readers of the zoning orders
 * understand. */
#ifndef MLG_ANALYSIS_COMMON_EVIDENCE_H
#define MLG_ANALYSIS_COMMON_EVIDENCE_H

#include "base/text.h"

/* Appends the evidence codes of the files to `out` in French, wherever they occur as whole words: "C" read in its
 * source, "S" second hand, "M" from memory. "C (taux), M (jours)" gives "vérifié à la source (taux), non vérifié à
 * la source (jours)". Appends nothing for NULL and "". */
void mlg_evidence_words(mlg_text *out, const char *evidence);

/* The source of a figure and the quality of its evidence, as a note records them. */
void mlg_evidence_origin(mlg_text *out, const char *source, const char *evidence);

#endif
