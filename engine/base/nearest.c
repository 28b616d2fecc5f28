#include "maillage.h"

#include <string.h>

enum { LONGEST = 48 };

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Levenshtein distance between two words of at most LONGEST bytes. */
static size_t edit_distance(const char *a, const char *b)
{
    size_t row[LONGEST + 1], n = strlen(b);
    for (size_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t changed = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = smaller(changed, smaller(row[j], row[j - 1]) + 1);
        }
    }
    return row[n];
}

const char *mlg_nearest_word(const char *word, const char *const *words)
{
    size_t length = strlen(word), best = (length + 2) / 3 + 1;
    const char *nearest = NULL;
    if (length == 0 || length > LONGEST)
        return NULL;
    for (; *words; words++) {
        size_t distance = strlen(*words) > LONGEST ? best : edit_distance(word, *words);
        if (distance < best && distance < strlen(*words)) {
            best = distance;
            nearest = *words;
        }
    }
    return nearest;
}
