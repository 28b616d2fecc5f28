#include "analysis/common/evidence.h"

#include <ctype.h>
#include <stdbool.h>

static const char *words_of(const char *at, bool starts)
{
    bool ends = !isalnum((unsigned char)at[1]) && !((unsigned char)at[1] & 0x80) && at[1] != '\'';
    if (!starts || !ends)
        return NULL;
    return *at == 'C' ? "vérifié à la source" : *at == 'S' || *at == 'M' ? "non vérifié à la source" : NULL;
}

void mlg_evidence_words(mlg_text *out, const char *evidence)
{
    bool starts = true;
    for (const char *at = evidence ? evidence : ""; *at; at++) {
        const char *words = words_of(at, starts);
        if (words)
            mlg_text_add(out, words);
        else
            mlg_text_add_bytes(out, at, 1);
        starts = *at == ' ' || *at == '(';
    }
}

void mlg_evidence_origin(mlg_text *out, const char *source, const char *evidence)
{
    mlg_text_printf(out, "%s%s", source, *evidence ? ", " : "");
    mlg_evidence_words(out, evidence);
}
