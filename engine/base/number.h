/* Parsing decimal numbers independently of the locale, unlike strtod(). */
#ifndef MLG_BASE_NUMBER_H
#define MLG_BASE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* Parses "-12.5", "7", ".5" or "1e-5" at the start of `text`: no leading space, no plus sign, no comma. *end is
 * the first character after it; when `end` is NULL the whole text must be a number. Relative error below 1e-15.
 * O(length). */
bool mlg_read_decimal(double *value, const char *text, const char **end);

/* The same for a signed 64-bit integer; false when it overflows. */
bool mlg_read_integer(int64_t *value, const char *text, const char **end);

#endif
