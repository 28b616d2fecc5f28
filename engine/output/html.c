#include "output/html.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char *entity_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\t':
    case '\n':
    case '\r':
        return NULL;
    default: /* XML has no way to write the other control characters */
        return (unsigned char)c < ' ' ? "\uFFFD" : NULL;
    }
}

static void add_escaped(mlg_text *page, const char *words, size_t length)
{
    const char *end = words + length;
    for (const char *plain = words; words < end; plain = words) {
        while (words < end && !entity_of(*words))
            words++;
        mlg_text_add_bytes(page, plain, (size_t)(words - plain));
        if (words < end)
            mlg_text_add(page, entity_of(*words++));
    }
}

void mlg_html_text(mlg_text *page, const char *words)
{
    if (words)
        add_escaped(page, words, strlen(words));
}

void mlg_html_literal(mlg_text *page, const char *words)
{
    for (const char *at; words && (at = strstr(words, "[%")); words = at + 2) {
        add_escaped(page, words, (size_t)(at - words));
        mlg_text_add(page, "[% &#39;[%&#39; %]"); /* an expression that evaluates to [% */
    }
    mlg_html_text(page, words);
}

void mlg_html(mlg_text *page, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    while (*format) {
        size_t plain = strcspn(format, "%");
        mlg_text_add_bytes(page, format, plain);
        format += plain;
        if (!*format)
            break;
        char kind = format[1];
        assert(kind == 's' || kind == 'd' || kind == '%');
        if (kind == 's')
            mlg_html_text(page, va_arg(args, const char *));
        else if (kind == 'd')
            mlg_text_printf(page, "%d", va_arg(args, int));
        else
            mlg_text_add(page, "%");
        format += 2;
    }
    va_end(args);
}

/* A "<" could end the script or open a comment. JSON has it only inside strings, where \u003c means the same. */
static void add_json(mlg_text *page, const char *printed)
{
    while (*printed) {
        size_t plain = strcspn(printed, "<");
        mlg_text_add_bytes(page, printed, plain);
        printed += plain;
        if (*printed) {
            mlg_text_add(page, "\\u003c");
            printed++;
        }
    }
}

void mlg_html_printed(mlg_text *page, const char *id, const char *printed)
{
    mlg_html(page, "<script type=\"application/json\" id=\"%s\">", id);
    add_json(page, printed);
    mlg_text_add(page, "</script>\n");
}

void mlg_html_data(mlg_text *page, const char *id, mlg_json *json)
{
    char *printed = NULL;
    mlg_status st = json ? mlg_json_finish_compact(&printed, json, NULL) : MLG_MEMORY;
    mlg_json_free(json);
    if (st != MLG_OK && page->status == MLG_OK)
        page->status = st;
    if (st != MLG_OK)
        return;
    mlg_html_printed(page, id, printed);
    free(printed);
}
