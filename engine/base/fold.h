/* Comparing labels as people write them: without regard to case, accents, or the kind and number of blanks. */
#ifndef MLG_BASE_FOLD_H
#define MLG_BASE_FOLD_H

#include <stdbool.h>
#include <stddef.h>

/* Length of the blank at `text`, 0 for none: space, tab, line break, no-break space (U+00A0, U+202F), thin space
 * (U+2009). */
size_t mlg_blank_at(const char *text);

/* Replaces each run of blanks inside a valid UTF-8 text by one space. */
void mlg_squeeze_blanks(char *text);

/* The words of a text: lower case, without accents (precomposed or combining), everything but letters and digits
 * turned into single spaces, none at the ends. Truncated to `size` bytes. */
void mlg_fold(char *out, size_t size, const char *text);

/* Whether two names are the same but for case and blanks; accents count. `a` is `length` bytes. */
bool mlg_same_name(const char *a, size_t length, const char *b);

#endif
