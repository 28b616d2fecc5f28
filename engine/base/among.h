/* Words of short lists. */
#ifndef MLG_BASE_AMONG_H
#define MLG_BASE_AMONG_H

#include <stdbool.h>
#include <string.h>

/* Whether `word` is one of a list that ends with NULL. O(words). */
static inline bool mlg_is_among(const char *const *words, const char *word)
{
    for (; *words; words++)
        if (strcmp(*words, word) == 0)
            return true;
    return false;
}

#endif
