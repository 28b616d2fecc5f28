/* Cells of tables as text: blanks around them, numbers the French way. */
#include "adapters/layer_inner.h"

#include <cpl_conv.h>
#include <math.h>
#include <string.h>

/* Length of the blank at `text`: spaces, tab, line ends, no-break spaces (U+00A0, U+202F) and U+2009. */
static size_t blank_at(const char *text)
{
    if (*text && strchr(" \t\r\n", *text))
        return 1;
    if (strncmp(text, "\xC2\xA0", 2) == 0)
        return 2;
    return strncmp(text, "\xE2\x80\xAF", 3) == 0 || strncmp(text, "\xE2\x80\x89", 3) == 0 ? 3 : 0;
}

const char *mlg_trim(const char *text, size_t *length)
{
    for (size_t n; (n = blank_at(text)) > 0;)
        text += n;
    *length = 0;
    for (size_t i = 0; text[i];) {
        size_t n = blank_at(text + i);
        i += n ? n : 1;
        if (!n)
            *length = i;
    }
    return text;
}

static bool three_digits(const char *text)
{
    return strspn(text, "0123456789") == 3;
}

bool mlg_parse_number(const char *text, double *value)
{
    char plain[64];
    size_t length, used = 0;
    *value = (double)NAN;
    if (!text)
        return false;
    text = mlg_trim(text, &length);
    for (const char *end = text + length; text < end;) {
        size_t blank = blank_at(text);
        bool digit_before = used > 0 && strchr("0123456789", plain[used - 1]);
        if (blank && digit_before && three_digits(text + blank)) {
            text += blank; /* "1 234" but not "12 5" */
            continue;
        }
        if (!strchr("0123456789+-.,eE", *text) || used + 1 >= sizeof plain)
            return false;
        plain[used++] = *text == ',' ? '.' : *text;
        text++;
    }
    plain[used] = '\0';
    char *stop = plain;
    double parsed = used ? CPLStrtod(plain, &stop) : 0; /* the same in every locale */
    if (used == 0 || *stop != '\0' || !isfinite(parsed))
        return false;
    *value = parsed;
    return true;
}
