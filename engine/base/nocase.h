/* Text compared without regard to the case of ASCII letters, as libc does in the "C" locale; bytes of UTF-8 are compared as they are. */
#ifndef MLG_BASE_NOCASE_H
#define MLG_BASE_NOCASE_H

#include <stdbool.h>

/* The first `words` in the text, NULL: not there; the text itself when `words` is "". O(both lengths multiplied). */
char *mlg_find_nocase(const char *text, const char *words);

/* Whether the whole text fits a shell pattern: ? one byte, * any number, [a-z] and [!a-z] one of a set, \ the next byte as it is. A
 * bracket that is never closed is a bracket. O(both lengths multiplied). Source: POSIX, 2.13 Pattern Matching Notation. */
bool mlg_glob_nocase(const char *pattern, const char *text);

#endif
