#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

/* Length of the sequence a lead byte starts; 0 when it cannot start one. */
static size_t announced(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

static bool is_scalar(uint32_t code)
{
    return code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
}

size_t mlg_utf8_decode(uint32_t *code, const char *text, size_t size)
{
    static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t n = size > 0 ? announced((unsigned char)text[0]) : 0;
    if (n == 0 || n > size)
        return 0;
    uint32_t sum = (unsigned char)text[0];
    if (n > 1)
        sum &= 0x7Fu >> n;
    for (size_t i = 1; i < n; i++) {
        if (!mlg_utf8_continues(text[i]))
            return 0;
        sum = sum << 6 | ((unsigned char)text[i] & 0x3Fu);
    }
    *code = sum;
    return sum >= least[n] && is_scalar(sum) ? n : 0;
}

size_t mlg_utf8_encode(char out[4], uint32_t code)
{
    static const uint32_t lead[] = { 0, 0xC0, 0xE0, 0xF0 };
    if (!is_scalar(code))
        return 0;
    size_t more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    out[0] = (char)(lead[more] | code >> (6 * more));
    for (size_t i = 1; i <= more; i++)
        out[i] = (char)(0x80 | (code >> (6 * (more - i)) & 0x3F));
    return more + 1;
}

bool mlg_utf8_is_valid(const char *text, size_t size)
{
    uint32_t code;
    size_t n;
    for (size_t i = 0; i < size; i += n)
        if ((n = mlg_utf8_decode(&code, text + i, size - i)) == 0)
            return false;
    return true;
}

size_t mlg_utf8_count(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += !mlg_utf8_continues(*text);
    return n;
}

size_t mlg_utf8_span(const char *text, size_t count)
{
    size_t n = 0;
    while (text[n] && count > 0) {
        n++;
        while (mlg_utf8_continues(text[n]))
            n++;
        count--;
    }
    return n;
}

size_t mlg_utf8_fit(const char *text, size_t most)
{
    while (most > 0 && mlg_utf8_continues(text[most]))
        most--;
    return most;
}

void mlg_utf8_trim(char *text)
{
    size_t n = strlen(text), back = 0;
    while (back < n && back < 3 && mlg_utf8_continues(text[n - 1 - back]))
        back++;
    if (back < n && back + 1 < announced((unsigned char)text[n - 1 - back]))
        text[n - 1 - back] = '\0';
}

void mlg_list_add(char *list, size_t size, const char *between, const char *word)
{
    static const char more[] = " ...";
    const size_t last = sizeof more - 1, used = strlen(list);
    if (used >= last && strcmp(list + used - last, more) == 0)
        return;
    if (used + strlen(between) + strlen(word) + last < size)
        snprintf(list + used, size - used, "%s%s", used ? between : "", word);
    else
        snprintf(list + used, size - used, "%s", more);
}

bool mlg_list_has(const char *list, const char *between, const char *word)
{
    const size_t n = strlen(word), gap = strlen(between);
    for (const char *at = list; n > 0 && (at = strstr(at, word)) != NULL; at++)
        if ((at == list || ((size_t)(at - list) >= gap && strncmp(at - gap, between, gap) == 0)) &&
            (!at[n] || strncmp(at + n, between, gap) == 0))
            return true;
    return false;
}
