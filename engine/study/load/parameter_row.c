#include "study/load/parameter_row.h"

#include "adapters/layer/read.h"
#include "base/nocase.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NUMBERS = 3 };

static bool has(const char *text, const char *word)
{
    return mlg_find_nocase(text, word) != NULL;
}

static bool has_any(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (has(text, *words))
            return true;
    return false;
}

/* Numbers in a label; "12,5" is one number. */
static int find_numbers(double *number, const char *text)
{
    int n = 0;
    while (*text) {
        if (!isdigit((unsigned char)*text)) {
            text++;
            continue;
        }
        double value = 0, unit = 1;
        for (; isdigit((unsigned char)*text); text++)
            value = 10 * value + (*text - '0');
        if ((*text == ',' || *text == '.') && isdigit((unsigned char)text[1]))
            for (text++; isdigit((unsigned char)*text); text++)
                value += (*text - '0') * (unit /= 10);
        if (n < MOST_NUMBERS)
            number[n] = value;
        n++;
    }
    return n;
}

static bool is_under(const char *label)
{
    static const char *const words[] = { "moins de", "inférieur", "inferieur", "<", NULL };
    return has_any(label, words);
}

static bool is_over(const char *label)
{
    static const char *const words[] = { "et plus",   "plus de", "au-delà", "au delà", "supérieur",
                                         "superieur", ">",       "ou plus", NULL };
    return has_any(label, words);
}

/* "[10;15[" excludes 15, "]10;15]" includes it. */
static char bracket_closure(const char *label)
{
    const char *open = strpbrk(label, "[]"), *last = open ? strpbrk(open + 1, "[]") : NULL;
    return !last ? 0 : *last == '[' ? 'g' : 'd';
}

/* Both ends, in the unit of the label. Returns false for an unknown form. */
static bool read_interval(mlg_parameter_row *row, const char *label)
{
    double number[MOST_NUMBERS];
    int n = find_numbers(number, label);
    row->from = 0;
    row->to = (double)NAN;
    row->closure = bracket_closure(label);
    if (n == 2 && number[0] < number[1]) {
        row->from = number[0];
        row->to = number[1];
        return true;
    }
    if (n != 1 || is_under(label) == is_over(label))
        return false;
    if (is_over(label)) {
        row->from = number[0];
        return true;
    }
    row->to = number[0];
    row->closure = has(label, "<=") || has(label, "≤") ? 'd' : 'g';
    return true;
}

/* Ages, both ends included: "moins de 5 ans" ends at 4, "plus de 89 ans" begins at 90. */
static void close_ages(mlg_parameter_row *row, const char *label)
{
    if (!isnan(row->to) && is_under(label) && !has(label, "<="))
        row->to -= 1;
    if (isnan(row->to) &&
        (has(label, "plus de") || has(label, "au-delà") || (has(label, ">") && !has(label, ">="))))
        row->from += 1;
}

static mlg_parameter_kind bound_kind(const char *label)
{
    static const char *const subjects[] = { "activité", "activite", "actes", "borne", NULL };
    static const char *const least[] = { "borne inf", "minim", "plancher", "borne basse", NULL };
    static const char *const most[] = { "borne sup", "maxim", "plafond", "borne haute", NULL };
    if (!has_any(label, subjects) || has_any(label, least) == has_any(label, most))
        return MLG_PARAMETER_UNKNOWN;
    return has_any(label, least) ? MLG_PARAMETER_LEAST : MLG_PARAMETER_MOST;
}

/* What the row is about, from the words of its label, else from the title above. */
static bool tells(const char *label, const char *title, const char *const *mine, const char *const *others)
{
    return has_any(label, mine) ||
           (title && !has_any(label, others) && has_any(title, mine) && !has_any(title, others));
}

static mlg_parameter_kind label_kind(mlg_parameter_row *row, const char *label, const char *title)
{
    static const char *const minutes[] = { " min", "minute", "temps", "distance", NULL };
    static const char *const years[] = { " ans", "âge", NULL };
    mlg_parameter_kind bound = bound_kind(label);
    if (bound != MLG_PARAMETER_UNKNOWN)
        return bound;
    bool time = tells(label, title, minutes, years), age = tells(label, title, years, minutes);
    if (time == age || !read_interval(row, label))
        return MLG_PARAMETER_UNKNOWN;
    if (age)
        close_ages(row, label);
    return time ? MLG_PARAMETER_STEP : MLG_PARAMETER_WEIGHT;
}

mlg_parameter_row mlg_parameter_read(const char *const *cell, int count, const char *title)
{
    mlg_parameter_row row = { .kind = MLG_PARAMETER_EMPTY };
    const char *label = NULL;
    int labels = 0, numbers = 0;
    double number;
    for (int i = 0; i < count; i++) {
        if (!cell[i])
            continue;
        if (mlg_parse_number(cell[i], &number)) {
            row.value = number;
            numbers++;
        } else {
            label = cell[i];
            labels++;
        }
    }
    if (numbers == 0)
        return row;
    row.kind = numbers == 1 && labels == 1 ? label_kind(&row, label, title) : MLG_PARAMETER_UNKNOWN;
    bool weight = row.kind == MLG_PARAMETER_STEP || row.kind == MLG_PARAMETER_WEIGHT;
    if (row.value < 0 || (row.kind == MLG_PARAMETER_STEP && row.value > 1) || (weight && row.value > 100))
        row.kind = MLG_PARAMETER_UNKNOWN;
    return row;
}
