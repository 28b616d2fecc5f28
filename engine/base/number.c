#include "base/number.h"

#include "base/os/number.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool finish(const char *at, const char **end)
{
    if (end)
        *end = at;
    return end || *at == '\0';
}

bool mlg_read_integer(int64_t *value, const char *text, const char **end)
{
    bool minus = *text == '-';
    const char *at = text + minus;
    uint64_t limit = (uint64_t)INT64_MAX + minus, sum = 0;
    if (!is_digit(*at))
        return false;
    for (; is_digit(*at); at++) {
        uint64_t digit = (uint64_t)(*at - '0');
        if (sum > (limit - digit) / 10)
            return false;
        sum = sum * 10 + digit;
    }
    *value = minus ? (int64_t)(0 - sum) : (int64_t)sum;
    return finish(at, end);
}

/* The exponent in "1e-5". An e without digits is not one. */
static const char *read_exponent(const char *at, int *power)
{
    if (*at != 'e' && *at != 'E')
        return at;
    bool minus = at[1] == '-';
    const char *digits = at + 1 + (at[1] == '-' || at[1] == '+');
    if (!is_digit(*digits))
        return at;
    int found = 0;
    for (; is_digit(*digits); digits++)
        found = found < 1000 ? found * 10 + (*digits - '0') : found;
    *power += minus ? -found : found;
    return digits;
}

bool mlg_read_decimal(double *value, const char *text, const char **end)
{
    bool minus = *text == '-';
    const char *at = text + minus;
    double sum = 0;
    int digits = 0, power = 0;
    for (; is_digit(*at); at++, digits++)
        sum = sum * 10 + (*at - '0');
    if (*at == '.' && (digits > 0 || is_digit(at[1]))) {
        for (at++; is_digit(*at); at++, digits++)
            if (digits < 17) {
                sum = sum * 10 + (*at - '0');
                power--;
            }
    }
    if (digits == 0)
        return false;
    at = read_exponent(at, &power);
    sum = power < 0 ? sum / pow(10, -power) : sum * pow(10, power);
    *value = minus ? -sum : sum;
    return isfinite(sum) && finish(at, end);
}

void mlg_decimal_comma(char *text)
{
    for (char *at = text; *at; at++)
        if (*at == '.' && at > text && at[-1] >= '0' && at[-1] <= '9' && at[1] >= '0' && at[1] <= '9')
            *at = ',';
}

mlg_count_text mlg_french_count(double value)
{
    char digits[24];
    mlg_count_text out = { "" };
    int n = snprintf(digits, sizeof digits, "%.0f", value), used = 0;
    for (int k = 0; k < n && k < 15; k++)
        used += snprintf(out.text + used, sizeof out.text - (size_t)used, "%c%s", digits[k],
                         (n - k) % 3 == 1 && k + 1 < n && digits[k] != '-' ? "\u202f" : "");
    return out;
}

/* ---- whatever the locale of the program -------------------------------------------------------------------------- */

double mlg_strtod(const char *text, char **end)
{
    return mlg_os_strtod(text, end);
}

void *mlg_points_enter(void)
{
    return mlg_os_points_enter();
}

void mlg_points_leave(void *before)
{
    mlg_os_points_leave(before);
}
