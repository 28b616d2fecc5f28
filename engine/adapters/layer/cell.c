/* Table cells as text: encoding, surrounding blanks, French number formats. */
#include "adapters/layer/inner.h"
#include "base/fold.h"
#include "base/utf8.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <math.h>
#include <string.h>

/* ---- encoding ----------------------------------------------------------------------------------------- */

/* Windows-1252 from 0x80 to 0x9F. The five unassigned bytes map to themselves. */
static const unsigned short windows[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
};

/* "Ã©" or "Â°" twice encoded: UTF-8 read as Windows-1252 and saved again. No French text contains such
 * sequences. */
static bool looks_encoded_twice(const char *text)
{
    for (const char *c = strchr(text, '\xC3'); c; c = strchr(c + 1, '\xC3'))
        if ((c[1] == '\x83' || c[1] == '\x82') && (c[2] & 0x80))
            return true;
    return false;
}

/* The Windows-1252 byte of the character at `text`, whose length is stored; -1 when it has none. */
static int byte_of(const char *text, size_t *length)
{
    uint32_t code;
    *length = mlg_utf8_decode(&code, text, strlen(text));
    if (*length == 0)
        return -1;
    for (int i = 0; i < 32; i++)
        if (windows[i] == code)
            return 0x80 + i;
    return code < 0x80 || (code >= 0xA0 && code < 0x100) ? (int)code : -1;
}

/* Undoes one encoding; NULL when the result is not UTF-8. */
static char *undo_encoding(const char *text)
{
    char *out = CPLStrdup(text), *end = out;
    size_t length;
    for (const char *c = text; *c; c += length) {
        int byte = byte_of(c, &length);
        if (byte < 0) {
            CPLFree(out);
            return NULL;
        }
        *end++ = (char)byte;
    }
    *end = '\0';
    if (CPLIsUTF8(out, -1))
        return out;
    CPLFree(out);
    return NULL;
}

char *mlg_mend_encoding(const char *text)
{
    if (!CPLIsUTF8(text, -1)) {
        mlg_hush hush;
        mlg_hush_enter(&hush); /* GDAL would warn on stderr of bytes that Windows-1252 leaves undefined */
        char *recoded = CPLRecode(text, "CP1252", CPL_ENC_UTF8);
        mlg_hush_leave();
        return recoded;
    }
    return looks_encoded_twice(text) ? undo_encoding(text) : NULL;
}

void mlg_free_mended(char *text)
{
    CPLFree(text);
}

/* ---- blanks and numbers ------------------------------------------------------------------------------- */

const char *mlg_trim(const char *text, size_t *length)
{
    for (size_t n; (n = mlg_blank_at(text)) > 0;)
        text += n;
    *length = 0;
    for (size_t i = 0; text[i];) {
        size_t n = text[i] > ' ' && text[i] < 0x7f ? 0 : mlg_blank_at(text + i);
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

/* Digits with at most one point or comma, as nearly every number of a table is. With 15 digits at most, the digits and the
 * power of ten are exact, so that their quotient is rounded once: the same double as strtod(). */
static bool parse_plain(const char *text, size_t length, double *value)
{
    static const double power[] = { 1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
    const bool negative = length > 0 && *text == '-';
    int digits = 0, decimals = -1;
    int64_t whole = 0;
    for (size_t i = negative; i < length; i++) {
        if (text[i] >= '0' && text[i] <= '9') {
            if (++digits > 15)
                return false;
            whole = 10 * whole + (text[i] - '0');
            decimals += decimals >= 0;
        } else if ((text[i] == '.' || text[i] == ',') && decimals < 0) {
            decimals = 0;
        } else {
            return false;
        }
    }
    if (digits == 0)
        return false;
    const double size = decimals > 0 ? (double)whole / power[decimals] : (double)whole;
    *value = negative ? -size : size;
    return true;
}

/* Any other form: "1 234", "+5", "1e3", more than 15 digits. */
static bool parse_any(const char *text, size_t length, double *value)
{
    char plain[64];
    size_t used = 0;
    for (const char *end = text + length; text < end;) {
        size_t blank = mlg_blank_at(text);
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

bool mlg_parse_number(const char *text, double *value)
{
    size_t length;
    *value = (double)NAN;
    if (!text)
        return false;
    text = mlg_trim(text, &length);
    return parse_plain(text, length, value) || parse_any(text, length, value);
}
