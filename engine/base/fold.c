#include "base/fold.h"

#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

size_t mlg_blank_at(const char *text)
{
    switch (*text) {
    case ' ':
    case '\t':
    case '\r':
    case '\n':
        return 1;
    case '\xC2':
        return text[1] == '\xA0' ? 2 : 0;
    case '\xE2': /* U+202F, U+2009 */
        return text[1] == '\x80' && (text[2] == '\xAF' || text[2] == '\x89') ? 3 : 0;
    default:
        return 0; /* nearly every byte of a cell comes here */
    }
}

void mlg_squeeze_blanks(char *text)
{
    char *to = text;
    while (*text) {
        size_t n = mlg_blank_at(text);
        if (n == 0) {
            *to++ = *text++;
            continue;
        }
        while ((n = mlg_blank_at(text)) > 0)
            text += n;
        *to++ = ' ';
    }
    *to = '\0';
}

/* Lower case of the letters of French, accents kept. */
static uint32_t lower(uint32_t code)
{
    if ((code >= 'A' && code <= 'Z') || (code >= 0xC0 && code <= 0xDE && code != 0xD7))
        return code + 32;
    return code == 0x152 ? 0x153 : code == 0x178 ? 0xFF : code;
}

/* Base letters of U+00E0 to U+00FF; '-': not a letter. */
static const char bases[] = "aaaaaaaceeeeiiiidnooooo-ouuuuyty";

/* Appends the folded form of a character. */
static char *put_folded(char *to, uint32_t code)
{
    code = lower(code);
    if ((code >= 'a' && code <= 'z') || (code >= '0' && code <= '9')) {
        *to++ = (char)code;
    } else if (code == 0x153) {
        *to++ = 'o';
        *to++ = 'e';
    } else if (code >= 0xE0 && code <= 0xFF && bases[code - 0xE0] != '-') {
        *to++ = bases[code - 0xE0];
    }
    return to;
}

void mlg_fold(char *out, size_t size, const char *text)
{
    char *to = out, *end = out + size - 3; /* room for two letters and NUL */
    bool gap = false;
    size_t n;
    for (uint32_t code; *text && to < end; text += n) {
        n = mlg_utf8_decode(&code, text, strlen(text));
        if (n == 0) {
            n = 1;
            code = ' ';
        }
        if (code >= 0x300 && code <= 0x36F) /* a combining accent */
            continue;
        char letters[2], *stop = put_folded(letters, code);
        if (stop == letters) {
            gap = to > out;
            continue;
        }
        if (gap)
            *to++ = ' ';
        gap = false;
        if (to + (stop - letters) >= out + size)
            break;
        memcpy(to, letters, (size_t)(stop - letters));
        to += stop - letters;
    }
    *to = '\0';
}

/* Next character of a name, blanks as one space, in lower case; 0 at the end. */
static uint32_t next_of(const char **at, const char *end)
{
    uint32_t code;
    size_t n = *at < end ? mlg_blank_at(*at) : 0;
    if (*at >= end)
        return 0;
    if (n > 0) {
        while (*at < end && (n = mlg_blank_at(*at)) > 0)
            *at += n;
        return ' ';
    }
    n = mlg_utf8_decode(&code, *at, (size_t)(end - *at));
    if (n == 0) {
        n = 1;
        code = (unsigned char)**at;
    }
    *at += n;
    return lower(code);
}

bool mlg_same_name(const char *a, size_t length, const char *b)
{
    const char *end_a = a + length, *end_b = b + strlen(b);
    uint32_t x, y;
    do {
        x = next_of(&a, end_a);
        y = next_of(&b, end_b);
    } while (x == y && x != 0);
    return x == y;
}
