#include "output/csv.h"

#include <string.h>

static void add_quoted(mlg_text *out, const char *prefix, const char *words)
{
    mlg_text_printf(out, "\"%s", prefix);
    while (*words) {
        size_t plain = strcspn(words, "\"");
        mlg_text_add_bytes(out, words, plain);
        words += plain;
        if (*words && words++)
            mlg_text_add(out, "\"\"");
    }
    mlg_text_add(out, "\"");
}

void mlg_csv_cell(mlg_text *out, const char *words, char separator)
{
    const char special[] = { separator, '"', '\r', '\n', '\0' };
    if (words && words[strcspn(words, special)])
        add_quoted(out, "", words);
    else if (words)
        mlg_text_add(out, words);
}

static bool is_formula(const char *text)
{
    return *text && strchr("=+-@\t\r", *text) && text[strspn(text, "+-0123456789., ")] != '\0';
}

void mlg_csv_safe_cell(mlg_text *out, const char *words, char separator)
{
    if (words && is_formula(words))
        add_quoted(out, "'", words);
    else
        mlg_csv_cell(out, words, separator);
}
