/* Words in lists. */
#ifndef MLG_BASE_AMONG_H
#define MLG_BASE_AMONG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Whether `word` is one of a list that ends with NULL. O(words). */
static inline bool mlg_is_among(const char *const *words, const char *word)
{
    for (; *words; words++)
        if (strcmp(*words, word) == 0)
            return true;
    return false;
}

/* Index of `word` among `count` words in the order of strcmp(), all different; -1: it is not there, or is NULL. O(log count). */
static inline int32_t mlg_find_sorted(const char *const *words, int32_t count, const char *word)
{
    int32_t low = 0, high = count;
    while (word && low < high) {
        const int32_t middle = low + (high - low) / 2;
        const int order = strcmp(words[middle], word);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

/* The same for words that arrive in ascending order, as from a sorted table: *last, 0 at first, is where the previous one was found. O(1) then. */
static inline int32_t mlg_find_in_turn(const char *const *words, int32_t count, const char *word, int32_t *last)
{
    for (int32_t k = *last; word && k < count && k <= *last + 1; k++)
        if (strcmp(words[k], word) == 0)
            return *last = k;
    const int32_t found = mlg_find_sorted(words, count, word);
    *last = found >= 0 ? found : *last;
    return found;
}

#endif
