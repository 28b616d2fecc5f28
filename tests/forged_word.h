/* A number that a stranger could put in place of another: the ends of its range, its neighbours, a small one, any. */
#ifndef MLG_TESTS_FORGED_WORD_H
#define MLG_TESTS_FORGED_WORD_H

#include "support.h"

#include <string.h>

static inline int32_t forged_word(uint64_t *random, int32_t was)
{
    switch (random_below(random, 8)) {
    case 0:
        return INT32_MAX;
    case 1:
        return INT32_MIN;
    case 2:
        return -1;
    case 3:
        return 0;
    case 4:
        return was == INT32_MAX ? was : was + 1;
    case 5:
        return was == INT32_MIN ? was : was - 1;
    case 6:
        return random_below(random, 200);
    default:
        return (int32_t)random_next(random);
    }
}

/* One of the 4-byte words of an array. */
static inline void forge_word(uint64_t *random, void *array, size_t bytes)
{
    unsigned char *at = (unsigned char *)array + 4 * (size_t)random_below(random, (int32_t)(bytes / 4));
    int32_t word;
    memcpy(&word, at, sizeof word);
    word = forged_word(random, word);
    memcpy(at, &word, sizeof word);
}

#endif
