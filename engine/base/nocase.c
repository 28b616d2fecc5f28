#include "base/nocase.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

char *mlg_find_nocase(const char *text, const char *words)
{
    size_t n = strlen(words);
    int first = lower(*words);
    for (;; text++) {
        if (n == 0 || (lower(*text) == first && strncasecmp(text, words, n) == 0))
            return (char *)(uintptr_t)text;
        if (!*text)
            return NULL;
    }
}

/* `*end`: what follows the bracket, NULL when it is not closed. */
static bool in_set(const char *at, char c, const char **end)
{
    bool except = *at == '!' || *at == '^', found = false;
    at += except;
    for (const char *first = at; *at && (*at != ']' || at == first); at++) {
        at += *at == '\\' && at[1];
        char from = *at, to = from;
        if (at[1] == '-' && at[2] && at[2] != ']') {
            at += 2;
            at += *at == '\\' && at[1];
            to = *at;
        }
        found = found || (lower(from) <= lower(c) && lower(c) <= lower(to));
    }
    *end = *at ? at + 1 : NULL;
    return found != except;
}

/* Whether one byte fits the start of the pattern, and what follows that start. */
static bool fits(const char *pattern, char c, const char **rest)
{
    const char *end = NULL;
    *rest = pattern + 1;
    if (*pattern == '?')
        return true;
    if (*pattern == '[') {
        bool in = in_set(pattern + 1, c, &end);
        if (end) {
            *rest = end;
            return in;
        }
    }
    if (*pattern == '\\' && pattern[1])
        *rest = ++pattern + 1;
    return *pattern && lower(*pattern) == lower(c);
}

bool mlg_glob_nocase(const char *pattern, const char *text)
{
    const char *star = NULL, *tried = NULL, *rest;
    while (*text) {
        if (*pattern == '*') {
            star = ++pattern;
            tried = text;
        } else if (fits(pattern, *text, &rest)) {
            pattern = rest;
            text++;
        } else if (star) {
            pattern = star;
            text = ++tried;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}
