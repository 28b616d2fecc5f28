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

/* strtod() with a decimal point, whatever the locale of the program; as correctly rounded. */
double mlg_strtod(const char *text, char **end);

/* Makes libraries read numbers that way on this thread, until mlg_points_leave() is called with the value
 * returned. */
void *mlg_points_enter(void);
void mlg_points_leave(void *before);

/* A whole number as written in French, thousands separated by narrow no-break spaces. Returned by value. */
typedef struct mlg_count_text {
    char text[48];
} mlg_count_text;
mlg_count_text mlg_french_count(double value);

/* Writes the decimal points of `text` as commas, for a reader of French; a point that no digit follows stays. */
void mlg_decimal_comma(char *text);

#endif
