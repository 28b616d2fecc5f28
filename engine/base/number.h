/* Decimal numbers in files: the same in every locale, unlike strtod(). */
#ifndef MLG_BASE_NUMBER_H
#define MLG_BASE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* Reads "-12.5", "7", ".5", "1e-5" at the start of `text`: no spaces before, no sign but -, no comma. `*end` is the first
 * character not read (may be NULL: then the whole text must be a number). Exact to 1 part in 1e15. O(length). */
bool mlg_read_decimal(double *value, const char *text, const char **end);

/* The same for a whole signed 64-bit integer; false when it does not fit. */
bool mlg_read_integer(int64_t *value, const char *text, const char **end);

#endif
