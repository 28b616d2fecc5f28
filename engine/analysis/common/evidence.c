#include "analysis/common/evidence.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char *words_of(const char *at, bool starts)
{
    bool ends = !isalnum((unsigned char)at[1]) && !((unsigned char)at[1] & 0x80) && at[1] != '\'';
    if (!starts || !ends)
        return NULL;
    return *at == 'C' ? "vérifié à la source" : *at == 'S' || *at == 'M' ? "non vérifié à la source" : NULL;
}

mlg_evidence_text mlg_evidence_words(const char *evidence)
{
    mlg_evidence_text out = { "" };
    size_t used = 0;
    bool starts = true;
    for (const char *at = evidence ? evidence : ""; *at && used + 32 < sizeof out.text; at++) {
        const char *words = words_of(at, starts);
        used += words ? (size_t)snprintf(out.text + used, sizeof out.text - used, "%s", words) : 1;
        if (!words)
            out.text[used - 1] = *at;
        starts = *at == ' ' || *at == '(';
    }
    return out;
}
