#include "serve/tongue.h"

#include "base/number.h"

#include <string.h>
#include <strings.h>

/* The weight that follows a range, ";q=0.8", 1 without one. */
static double weight_of(const char *range, size_t length)
{
    const char *q = memchr(range, ';', length);
    if (!q)
        return 1;
    q += 1 + strspn(q + 1, " \t");
    return strncasecmp(q, "q=", 2) == 0 ? mlg_strtod(q + 2, NULL) : 1;
}

const char *mlg_accepted_language(const char *header)
{
    static const char *const spoken[] = { "fr", "en" };
    const char *best = NULL;
    double most = 0;
    for (const char *at = header; at && *at;) {
        at += strspn(at, ", \t");
        size_t length = strcspn(at, ",");
        for (int k = 0; k < 2; k++) {
            double weight = weight_of(at, length);
            if (length >= 2 && strncasecmp(at, spoken[k], 2) == 0 && strchr("-; \t,", at[2]) && weight > most &&
                weight <= 1) {
                best = spoken[k];
                most = weight;
            }
        }
        at += length;
    }
    return best;
}
