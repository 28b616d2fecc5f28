#include "output/tables/recorded.h"

#include "base/language.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_PARTS = 9, DEEPEST = 12 };

typedef struct {
    const char *at[MOST_PARTS];
    size_t length[MOST_PARTS];
    int count;
} parts;

/* Whether `pattern` is at a placeholder: "{3}". */
static bool is_place(const char *pattern)
{
    return pattern[0] == '{' && pattern[1] >= '1' && pattern[1] <= '9' && pattern[2] == '}';
}

static size_t literal_length(const char *pattern)
{
    size_t n = 0;
    while (pattern[n] && !is_place(pattern + n))
        n++;
    return n;
}

/* The first `n` bytes of `literal` in text[0, length), at its end when nothing follows them. NULL: nowhere. */
static const char *find(const char *text, size_t length, const char *literal, size_t n, bool last)
{
    if (n > length)
        return NULL;
    if (last)
        return memcmp(text + length - n, literal, n) == 0 ? text + length - n : NULL;
    for (size_t i = 0; i + n <= length; i++)
        if (memcmp(text + i, literal, n) == 0)
            return text + i;
    return NULL;
}

/* Matches a text against a pattern: the parts at its placeholders, each as short as what follows allows. */
static bool fits(parts *found, const char *pattern, const char *text)
{
    size_t n = literal_length(pattern), left = strlen(text);
    *found = (parts){ 0 };
    if (n == strlen(pattern) || n > left || memcmp(text, pattern, n) != 0)
        return false;
    text += n;
    left -= n;
    for (pattern += n; *pattern && found->count < MOST_PARTS;) {
        pattern += strlen("{1}");
        n = literal_length(pattern);
        const char *end = find(text, left, pattern, n, pattern[n] == '\0');
        if (!end)
            return false;
        found->at[found->count] = text;
        found->length[found->count++] = (size_t)(end - text);
        left -= (size_t)(end - text) + n;
        text = end + n;
        pattern += n;
    }
    return left == 0 && *pattern == '\0';
}

/* Whether a part holds several texts: a sentence has none in the middle of another. */
static bool is_list(const parts *found)
{
    for (int k = 0; k < found->count; k++)
        if (find(found->at[k], found->length[k], " ; ", 3, false))
            return true;
    return false;
}

static const char *pattern_of(parts *found, const char *words)
{
    for (int i = 0; mlg_recorded_patterns[i]; i++)
        if (fits(found, mlg_recorded_patterns[i], words) && !is_list(found))
            return mlg_recorded_patterns[i];
    for (int i = 0; mlg_recorded_joints[i]; i++)
        if (fits(found, mlg_recorded_joints[i], words))
            return mlg_recorded_joints[i];
    return NULL;
}

/* No-break spaces and straight apostrophes as patterns have them; narrow spaces, which stand in numbers, stay. */
static char *plain_copy(const char *words, size_t length)
{
    char *copy = malloc(2 * length + length + 1), *to = copy;
    for (size_t i = 0; copy && i < length; i++)
        if (i + 1 < length && memcmp(words + i, "\u00a0", 2) == 0) {
            *to++ = ' ';
            i++;
        } else if (words[i] == '\'') {
            memcpy(to, "’", strlen("’"));
            to += strlen("’");
        } else
            *to++ = words[i];
    if (copy)
        *to = '\0';
    return copy;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* 17 444,5 as 17,444.5. */
static void add_figures(mlg_text *room, const char *words)
{
    static const char narrow[] = "\u202f";
    const size_t n = sizeof narrow - 1;
    for (const char *at = words; *at; at++) {
        bool after = at > words && is_digit(at[-1]);
        if (after && *at == ',' && is_digit(at[1]))
            mlg_text_add(room, ".");
        else if (after && strncmp(at, narrow, n) == 0 && is_digit(at[n])) {
            mlg_text_add(room, ",");
            at += n - 1;
        } else
            mlg_text_add_bytes(room, at, 1);
    }
}

static void add_words(mlg_text *room, const char *words, size_t length, int depth);

static void add_pattern(mlg_text *room, const char *said, const parts *found, int depth)
{
    while (*said) {
        size_t n = literal_length(said);
        mlg_text_add_bytes(room, said, n);
        said += n;
        if (!*said)
            break;
        int k = said[1] - '1';
        if (k < found->count)
            add_words(room, found->at[k], found->length[k], depth + 1);
        said += strlen("{1}");
    }
}

static void add_words(mlg_text *room, const char *words, size_t length, int depth)
{
    parts found;
    char *copy = plain_copy(words, length);
    if (!copy) {
        mlg_text_add_bytes(room, words, length);
        return;
    }
    const char *whole = mlg_report_tr(copy);
    if (whole != copy) {
        mlg_text_add(room, whole);
        free(copy);
        return;
    }
    const char *pattern = depth < DEEPEST ? pattern_of(&found, copy) : NULL;
    if (pattern) {
        add_pattern(room, mlg_report_tr(pattern), &found, depth);
        free(copy);
        return;
    }
    add_figures(room, copy);
    free(copy);
}

const char *mlg_recorded_words(mlg_text *room, const char *words)
{
    if (!words || strcmp(mlg_report_language(), "fr") == 0)
        return words;
    const char *whole = mlg_report_tr(words);
    if (whole != words)
        return whole;
    mlg_text_clear(room);
    add_words(room, words, strlen(words), 0);
    return mlg_text_words(room);
}
