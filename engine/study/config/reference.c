/* The reference page of the study file, docs/study-file.md, written from the table of keys: one heading per
 * mapping, one row per key. Always in English. */
#include "base/os/stream.h"
#include "study/config/keys.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PATH = 120 };

static const char head[] =
    "# The study file\n\n"
    "One YAML file says what a study reads, computes and writes. `maillage new` writes a commented one to start\n"
    "from, `maillage check` reads its sources, `maillage run` computes it.\n\n"
    "This page lists every key. It is generated from `engine/study/config/keys.def` by `ninja docs`; edit that "
    "table\n"
    "instead. A key that is not required may be left out; its default is then used, and recorded in the study.\n"
    "A code (INSEE, EPCI, FINESS) is a text: put quotes around it, or its leading zeros are lost.\n";

static const char *const type_words[] = {
    [MLG_KIND_TEXT] = "text",           [MLG_KIND_REAL] = "number",
    [MLG_KIND_WHOLE] = "whole number",  [MLG_KIND_FLAG] = "true or false",
    [MLG_KIND_TEXTS] = "list of texts", [MLG_KIND_REALS] = "list of numbers",
    [MLG_KIND_MAP] = "mapping",         [MLG_KIND_SEVEN_REALS] = "list of seven numbers",
    [MLG_KIND_LIST] = "list",           [MLG_KIND_WHOLES] = "list of whole numbers",
    [MLG_KIND_ROLE] = "list of files",
};

/* As the path of a mapping below another: "siting" and "costs" make "siting.costs". */
static void join(char path[MOST_PATH], const char *parent, const char *name)
{
    int n = snprintf(path, MOST_PATH, "%s%s%s", parent, *parent ? "." : "", name);
    assert(n < MOST_PATH);
    (void)n;
}

/* The anchor that GitHub gives to a heading: letters, digits and underscores. */
static void print_link(FILE *to, const char *path)
{
    fprintf(to, "[%s](#", path);
    for (; *path; path++)
        if (*path != '.')
            fputc(*path, to);
    fputc(')', to);
}

static void print_values(FILE *to, const mlg_config_key *key)
{
    const char *const *choices = mlg_rule_choices(&key->rule);
    if (!choices)
        fputs(key->rule.wanted ? key->rule.wanted : "", to);
    for (int i = 0; choices && choices[i]; i++)
        fprintf(to, "%s`%s`", i ? ", " : "", choices[i]);
}

static void print_key(FILE *to, const mlg_config_key *key, const char *path)
{
    char below[MOST_PATH];
    join(below, path, key->name);
    fprintf(to, "| `%s` | %s | ", key->name, type_words[key->kind]);
    print_values(to, key);
    fprintf(to, " | %s | %s | ", key->unit, key->needed ? "**required**" : key->fallback);
    if (key->meaning)
        fputs(key->meaning, to);
    else
        print_link(to, below);
    if (key->columns && *key->columns)
        fprintf(to, " Columns: %s.", key->columns);
    fputs(" |\n", to);
}

static void print_models(FILE *to, const mlg_config_key *key)
{
    const char *const *models = mlg_rule_choices(&key->rule);
    fputs("\n| `model` | Optimises |\n|---|---|\n", to);
    for (; *models; models++)
        fprintf(to, "| `%s` | %s |\n", *models, mlg_siting_model_meaning(*models));
}

/* ---- what keys ask of each other ---------------------------------------------------------------------------- */

#define NAME(key) "`" key "`"
#define SAYS_AT_MOST(key, other, text) NAME(key) " is at most " NAME(other)
#define SAYS_INCREASING(key, other, text) "the values of " NAME(key) " increase"
#define SAYS_INCREASING_BY(key, other, text) NAME(key) " are in increasing order of " NAME(other)
#define SAYS_NOT_RISING(key, other, text) "no value of " NAME(key) " exceeds the one before it"
#define SAYS_UNIQUE(key, other, text) "no two of " NAME(key) " have the same name"
#define SAYS_DISTINCT(key, other, text) "the values of " NAME(key) " differ"
#define SAYS_COUNT(key, other, text) NAME(key) " has at most " text " values"
#define SAYS_EXCLUDES(key, other, text) NAME(key) " and " NAME(other) " are not given together"
#define SAYS_EITHER(key, other, text) NAME(key) " or " NAME(other) " is required"
#define SAYS_ONLY_ONE(key, other, text) "exactly one key is given"
#define SAYS_AS_MANY(key, other, text) NAME(key) " is the number of " NAME(other)
#define SAYS_NEEDS(key, other, text) NAME(key) " needs " NAME(other)
#define SAYS_WHEN(key, other, text) NAME(key ": " text) " needs " NAME(other)
#define SAYS_ONLY(key, other, text) NAME(key) " is for " NAME(other) " " text
#define SAYS_IN_ROLE(key, other, text) "a file of " NAME(key) " needs " NAME(other)
#define SAYS_SERVICE(key, other, text) NAME(key) " is a name of " NAME("services") " or the service of a supply"
#define SAYS_POPULATION(key, other, text)                                                                         \
    NAME(key) " is a name of " NAME("populations") ", or one that ships with Maillage"
#define SAYS_GROUP(key, other, text) NAME(key) " is a name of " NAME("modes")
#define SAYS_SOLVER(key, other, text) NAME(key) ", where it is `highs`, is built in"
#define SAYS_PROFESSION(key, other, text) NULL
/* clang-format off */
#define MLG_CHECK(section, kind, key, other, text, example) { #section, SAYS_##kind(key, other, text) },
/* clang-format on */
static const struct {
    const char *section, *words;
} checks[] = {
#include "study/config/keys.def"
};

static void print_checks(FILE *to, const char *section)
{
    int n = 0;
    for (size_t k = 0; k < sizeof checks / sizeof *checks; k++)
        if (checks[k].words && strcmp(checks[k].section, section) == 0)
            fprintf(to, "%s%s", n++ ? "; " : "\nChecked: ", checks[k].words);
    if (n > 0)
        fputs(".\n", to);
}

/* A section and, after it, the mappings and lists that it holds. */
static void print_section(FILE *to, const char *section, const char *path)
{
    const mlg_config_key *first = mlg_config_section(section);
    char below[MOST_PATH];
    bool files = false;
    fprintf(to, "\n## %s\n\n%s\n\n", *path ? path : "Top level", first->meaning);
    fputs("| Key | Type | Values | Unit | Default | Meaning |\n|---|---|---|---|---|---|\n", to);
    for (const mlg_config_key *key = first + 1; key->name; key++)
        print_key(to, key, path);
    print_checks(to, section);
    if (strcmp(section, "siting") == 0)
        print_models(to, mlg_config_find_key(section, "model"));
    for (const mlg_config_key *key = first + 1; key->name; key++) {
        if (!key->type || (key->kind == MLG_KIND_ROLE && files))
            continue;
        files = key->kind == MLG_KIND_ROLE;
        join(below, path, files ? "file" : key->name);
        print_section(to, key->type, below);
    }
}

mlg_status mlg_study_reference(char **out, mlg_error *err)
{
    mlg_os_memory memory;
    FILE *to = mlg_os_memory_open(&memory, out);
    if (!to)
        return mlg_fail_memory(err, "a page", 0);
    fputs(head, to);
    print_section(to, "study", "");
    return mlg_os_memory_close(&memory) == 0 ? MLG_OK : mlg_fail_memory(err, "a page", 0);
}
