/* The study file that 'maillage new' writes: an example whose comments come from the table of keys.
 *
 * Marks of geodata/templates/study.yaml, each alone on its line:
 *   #: about SECTION    what the section is
 *   #: SECTION          the same, then one entry per key
 *   #: SECTION.KEY      one key */
#include "base/os/stream.h"
#include "study/config/keys.h"
#include "study/config/names.h"

#include "base/language.h"
#include "base/memory.h"
#include "base/resource.h"
#include "base/utf8.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 115, MOST_TEXT = 4000 };

/* ---- comments ----------------------------------------------------------------------------------------------- */

/* Code points of a UTF-8 text of `bytes` bytes. */
static int width_of(const char *text, size_t bytes)
{
    int n = 0;
    for (size_t i = 0; i < bytes; i++)
        n += !mlg_utf8_continues(text[i]);
    return n;
}

/* A comment `indent` columns from the left: `lead`, padded to `hang` columns, then the words, wrapped under each
 * other. */
static void print_comment(FILE *to, int indent, const char *lead, int hang, const char *words)
{
    int start = indent + 2 + hang, column = start;
    fprintf(to, "%*s# %s%*s", indent, "", lead, hang - width_of(lead, strlen(lead)), "");
    while (*words) {
        size_t bytes = strcspn(words, " ");
        int width = width_of(words, bytes);
        if (column > start && column + 1 + width > WIDTH) {
            fprintf(to, "\n%*s# %*s", indent, "", hang, "");
            column = start;
        }
        column += fprintf(to, "%s", column > start ? " " : "") + width;
        fwrite(words, 1, bytes, to);
        words += bytes + strspn(words + bytes, " ");
    }
    fputc('\n', to);
}

/* ---- what is said of a key ---------------------------------------------------------------------------------- */

static const char *in_words(const char *text)
{
    return *text ? mlg_tr(text) : "";
}

static void print_choices(FILE *to, const mlg_config_key *key)
{
    const char *const *choices = mlg_rule_choices(&key->rule);
    for (int i = 0; choices && choices[i]; i++)
        fprintf(to, "%s%s", i ? ", " : mlg_tr(" One of "), choices[i]);
    if (choices)
        fputs(".", to);
}

/* A mapping or a list: what its section is, and the names of its keys. */
static void print_nested(FILE *to, const mlg_config_key *key)
{
    const mlg_config_key *row = mlg_config_section(key->type);
    fputs(mlg_tr(row->meaning), to);
    for (int i = 0; row[1 + i].name; i++)
        fprintf(to, "%s%s", i ? ", " : mlg_tr(" Keys: "), row[1 + i].name);
    fputs(".", to);
}

static bool is_key(const mlg_config_key *key, const char *section, const char *name)
{
    return strcmp(key->section, section) == 0 && strcmp(key->name, name) == 0;
}

/* Keys whose choices have a line each below them. */
static bool listed_one_by_one(const mlg_config_key *key)
{
    return is_key(key, "siting", "model") || is_key(key, "access", "measure");
}

/* The measures that a key is for. */
static void print_users(FILE *to, const mlg_config_key *key)
{
    const char *at = strcmp(key->section, "access") == 0 ? mlg_config_only_for("access", key->name) : NULL;
    if (!at)
        return;
    fputs(mlg_tr(" Only for "), to);
    for (; *at; at++)
        *at == ' ' ? (void)fputs(", ", to) : (void)fputc(*at, to);
    fputs(".", to);
}

static void print_meaning(FILE *to, const mlg_config_key *key)
{
    const char *meaning = mlg_tr(key->meaning);
    if (*key->unit)
        fprintf(to, "%.*s (%s).", (int)strlen(meaning) - 1, meaning, in_words(key->unit));
    else
        fputs(meaning, to);
    if (!listed_one_by_one(key))
        print_choices(to, key);
    print_users(to, key);
}

/* The words of a key, in a buffer of the caller. */
static void describe(char text[MOST_TEXT], const mlg_config_key *key)
{
    char *words = NULL;
    mlg_os_memory memory;
    FILE *to = mlg_os_memory_open(&memory, &words);
    text[0] = '\0';
    if (!to)
        return;
    if (key->meaning)
        print_meaning(to, key);
    else
        print_nested(to, key);
    if (key->needed)
        fputs(mlg_tr(" Required."), to);
    else if (*key->fallback)
        fprintf(to, mlg_tr(" Default: %s."), in_words(key->fallback));
    if (key->columns && *key->columns)
        fprintf(to, mlg_tr(" Columns: %s."), key->columns);
    if (mlg_os_memory_close(&memory) == 0)
        snprintf(text, MOST_TEXT, "%s", words);
    free(words);
}

/* ---- marks -------------------------------------------------------------------------------------------------- */

static void print_choice_lines(FILE *to, int indent, const mlg_config_key *key)
{
    for (const char *const *name = mlg_rule_choices(&key->rule); *name; name++) {
        char lead[60];
        snprintf(lead, sizeof lead, "    %s", *name);
        print_comment(to, indent, lead, 26,
                      is_key(key, "access", "measure") ? mlg_measure_formula(*name)
                                                       : mlg_tr(mlg_siting_model_meaning(*name)));
    }
}

static void print_keys(FILE *to, int indent, const mlg_config_key *section)
{
    int hang = 0;
    for (const mlg_config_key *key = section + 1; key->name; key++)
        hang = (int)strlen(key->name) > hang ? (int)strlen(key->name) : hang;
    for (const mlg_config_key *key = section + 1; key->name; key++) {
        char lead[60], text[MOST_TEXT];
        snprintf(lead, sizeof lead, "  %s", key->name);
        describe(text, key);
        print_comment(to, indent, lead, hang + 4, text);
        if (listed_one_by_one(key))
            print_choice_lines(to, indent, key);
    }
}

static void print_mark(FILE *to, int indent, char *mark)
{
    char *dot = strchr(mark, '.'), text[MOST_TEXT];
    bool about = strncmp(mark, "about ", 6) == 0;
    if (dot) {
        *dot = '\0';
        const mlg_config_key *key = mlg_config_find_key(mark, dot + 1);
        assert(key);
        describe(text, key);
        print_comment(to, indent, "", 0, text);
        return;
    }
    const mlg_config_key *section = mlg_config_section(about ? mark + 6 : mark);
    assert(section->section);
    print_comment(to, indent, "", 0, mlg_tr(section->meaning));
    if (!about)
        print_keys(to, indent, section);
}

static void print_line(FILE *to, const char *line, size_t length)
{
    char mark[80];
    size_t indent = strspn(line, " ");
    bool marked = indent + 3 < length && strncmp(line + indent, "#: ", 3) == 0;
    if (!marked) {
        fwrite(line, 1, length, to);
        fputc('\n', to);
        return;
    }
    snprintf(mark, sizeof mark, "%.*s", (int)(length - indent - 3), line + indent + 3);
    print_mark(to, (int)indent, mark);
}

mlg_status mlg_study_template(char **out, mlg_error *err)
{
    const mlg_resource *file = mlg_resource_find("geodata/templates/study.yaml");
    mlg_os_memory memory;
    assert(file);
    FILE *to = mlg_os_memory_open(&memory, out);
    if (!to)
        return mlg_fail_memory(err, "a study file", 0);
    for (const char *line = (const char *)file->data; *line;) {
        size_t length = strcspn(line, "\n");
        print_line(to, line, length);
        line += length + (line[length] == '\n');
    }
    return mlg_os_memory_close(&memory) == 0 ? MLG_OK : mlg_fail_memory(err, "a study file", 0);
}
