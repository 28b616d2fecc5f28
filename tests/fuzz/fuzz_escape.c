/* What is escaped comes back as it was, and holds nothing that acts: HTML, layouts of QGIS, CSV, JSON, terminals. */
#include "adapters/json.h"
#include "base/tame.h"
#include "output/csv.h"
#include "output/html.h"
#include "target.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

/* A replacement character stands for each control character. */
static void check_html(const char *text)
{
    static const struct {
        const char *entity;
        char c;
    } known[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' }, { "&#39;", '\'' } };
    mlg_text page = { 0 };
    mlg_html_text(&page, text);
    const char *at = page.data ? page.data : "";
    for (; *text; text++) {
        size_t length = 1;
        char c = *at;
        for (size_t i = 0; *at == '&' && i < sizeof known / sizeof *known; i++)
            if (strncmp(at, known[i].entity, strlen(known[i].entity)) == 0) {
                length = strlen(known[i].entity);
                c = known[i].c;
            }
        if ((unsigned char)*text < ' ' && !strchr("\t\n\r", *text)) {
            length = 3;
            c = strncmp(at, "\uFFFD", 3) == 0 ? *text : '\0';
        }
        if (c != *text || (length == 1 && strchr("&<>\"'", c)))
            abort();
        at += length;
    }
    if (*at)
        abort();
    mlg_text_release(&page);
}

/* Expressions of a layout: those that show "[%" alone. */
static void check_literal(const char *text)
{
    static const char shown[] = "[% &#39;[%&#39; %]";
    mlg_text page = { 0 };
    mlg_html_literal(&page, text);
    for (const char *at = page.data ? page.data : ""; (at = strstr(at, "[%")) != NULL; at += sizeof shown - 1)
        if (strncmp(at, shown, sizeof shown - 1) != 0)
            abort();
    mlg_text_release(&page);
}

/* As RFC 4180 reads a cell. */
static void check_cell(const char *text, char separator)
{
    mlg_text cell = { 0 }, safe = { 0 };
    mlg_csv_cell(&cell, text, separator);
    mlg_csv_safe_cell(&safe, text, separator);
    const char *at = cell.data ? cell.data : "";
    const bool quoted = *at == '"';
    for (at += quoted; *text; text++, at++) {
        if (*at != *text || (!quoted && (*at == separator || strchr("\"\r\n", *at))))
            abort();
        at += quoted && *at == '"' && at[1] == '"';
    }
    if (strcmp(at, quoted ? "\"" : "") != 0)
        abort();
    at = safe.data ? safe.data : "";
    at += *at == '"';
    if (*at && strchr("=@\t\r", *at))
        abort();
    mlg_text_release(&cell);
    mlg_text_release(&safe);
}

static void check_json(const char *text)
{
    mlg_json *json;
    char *out = NULL;
    if (mlg_json_new(&json, NULL) != MLG_OK)
        abort();
    mlg_json_text(json, "a", text);
    if (mlg_json_finish_compact(&out, json, NULL) != MLG_OK)
        abort();
    cJSON *read = cJSON_Parse(out);
    const cJSON *item = cJSON_GetObjectItem(read, "a");
    if (!cJSON_IsString(item) || strcmp(item->valuestring, text) != 0)
        abort();
    cJSON_Delete(read);
    free(out);
    mlg_text page = { 0 };
    mlg_html_data(&page, "d", json); /* frees it */
    const char *body = page.data ? strchr(page.data, '>') : NULL, *end = body ? strstr(body, "</script>") : NULL;
    if (!end || memchr(body, '<', (size_t)(end - body)) || strchr(end + 9, '<'))
        abort();
    mlg_text_release(&page);
}

static void check_tame(char *text)
{
    mlg_tame(text);
    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        if ((*c < ' ' && *c != '\n' && *c != '\t') || *c == 0x7f || (c[0] == 0xC2 && c[1] >= 0x80 && c[1] < 0xA0))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    memcpy(text, data, size);
    text[size] = '\0';
    check_html(text);
    check_literal(text);
    check_cell(text, ',');
    check_cell(text, ';');
    check_json(text);
    check_tame(text);
    free(text);
    return 0;
}

void fuzz_seeds(fuzz_keep keep)
{
    FUZZ_SEED(keep, "</script><script>alert(1)</script>");
    FUZZ_SEED(keep, "[% '[%' || \"a\" %] &amp; [[%%]");
    FUZZ_SEED(keep, "=HYPERLINK(\"http://a.example\",\"b\")");
    FUZZ_SEED(keep, "-1 234,5;\"a\"\r\n@SUM(1)\t+3");
    FUZZ_SEED(keep, "\033]0;a\007\302\233"
                    "31m\177\x01 \\u003c!-- ]]>");
}
