#include "cli/option.h"

#include "base/os/file.h"
#include "base/tame.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const languages[] = { "en", "fr", NULL };

const mlg_option mlg_common_options[] = {
    { .name = "help", .letter = 'h', .console = true, .help = "print this help and exit" },
    { .name = "quiet", .letter = 'q', .console = true, .help = "print nothing but errors" },
    { .name = "verbose", .letter = 'v', .console = true, .help = "also print the time and memory used" },
    { .name = "lang",
      .type = MLG_WORD,
      .value = "LANG",
      .console = true,
      .meaning = "that of the environment; reports in French",
      .choices = languages,
      .help = "language of messages, page, workbook and QGIS project" },
    { .name = NULL },
};

mlg_status mlg_usage(mlg_error *err, const char *hint, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, mlg_tr(format), args);
    va_end(args);
    for (char *c = err->message; *c; c++) /* an argument may contain a newline */
        if (*c == '\n' || *c == '\t')
            *c = ' ';
    mlg_tame(err->message);
    snprintf(err->hint, sizeof err->hint, "%s", mlg_tr(hint));
    return err->status = MLG_USAGE;
}

typedef struct parsing {
    mlg_args *out;
    const mlg_argument *arguments;
    char **next, **end;
    int argument_count;
    bool only_arguments; /* after "--" */
    char hint[80];
    mlg_error *err;
} parsing;

/* ---- long options ----------------------------------------------------------------------------------------------
 */

static int find_option(const mlg_option *options, const char *name, size_t length)
{
    for (int i = 0; options[i].name; i++)
        if (strlen(options[i].name) == length && memcmp(options[i].name, name, length) == 0)
            return i;
    return -1;
}

static mlg_status fail_unknown(parsing *p, const char *name, size_t length)
{
    const char *names[MLG_MOST_OPTIONS + MLG_MOST_COMMON + 1];
    char word[64];
    int n = 0;
    for (const mlg_option *o = p->out->options; o->name; o++)
        names[n++] = o->name;
    for (const mlg_option *o = mlg_common_options; o->name; o++)
        names[n++] = o->name;
    names[n] = NULL;
    snprintf(word, sizeof word, "%.*s", (int)length, name);
    const char *near = mlg_nearest_word(word, names);
    if (near)
        return mlg_usage(p->err, p->hint, "unknown option --%s; did you mean --%s?", word, near);
    return mlg_usage(p->err, p->hint, "unknown option --%s", word);
}

static mlg_status check_number(parsing *p, const mlg_option *option, const char *text)
{
    size_t digits = strspn(text, "0123456789");
    if (digits > 0 && digits < 9 && text[digits] == '\0' && atoi(text) <= option->most)
        return MLG_OK;
    return mlg_usage(p->err, p->hint, "--%s %s: a whole number from 0 to %d is expected", option->name, text,
                     option->most);
}

static mlg_status check_choice(parsing *p, const mlg_option *option, const char *text)
{
    char list[160] = "";
    size_t used = 0;
    for (const char *const *choice = option->choices; *choice && used < sizeof list; choice++) {
        if (strcmp(*choice, text) == 0)
            return MLG_OK;
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "", *choice);
    }
    return mlg_usage(p->err, p->hint, "--%s %s: one of %s is expected", option->name, text, list);
}

static mlg_status check_given(parsing *p, const mlg_option *option, const char *text)
{
    if (option->type == MLG_NUMBER)
        return check_number(p, option, text);
    if (option->choices)
        return check_choice(p, option, text);
    return *text ? MLG_OK : mlg_usage(p->err, p->hint, "--%s needs a value: %s", option->name, option->value);
}

/* A layer of a study designates the whole study. */
static void cut_layer(mlg_value_type type, const char *endings, char *text)
{
    bool study = type == MLG_FILE && endings && strstr(endings, "gpkg");
    char *layer = study ? strstr(text, "|layername=") : NULL;
    if (layer)
        *layer = '\0';
}

static mlg_status take_value(parsing *p, const mlg_option *option, const char **given, char *equals)
{
    if (*given)
        return mlg_usage(p->err, p->hint, "--%s is given twice", option->name);
    if (!equals && p->next == p->end)
        return mlg_usage(p->err, p->hint, "--%s needs a value: %s", option->name, option->value);
    char *text = equals ? equals + 1 : *p->next++;
    cut_layer(option->type, option->endings, text);
    *given = text;
    return check_given(p, option, text);
}

/* Records a flag. */
static void set_flag(mlg_args *args, const char **given)
{
    *given = "";
    args->help = args->common[0] != NULL;
}

/* Finds an option and the slot of its value, first among those of the command; NULL if there is none. */
static const mlg_option *find_slot(mlg_args *args, const char *name, size_t length, const char ***given)
{
    int own = find_option(args->options, name, length);
    int common = own < 0 ? find_option(mlg_common_options, name, length) : -1;
    if (own < 0 && common < 0)
        return NULL;
    *given = own >= 0 ? &args->given[own] : &args->common[common];
    return own >= 0 ? &args->options[own] : &mlg_common_options[common];
}

static mlg_status take_option(parsing *p, char *name)
{
    char *equals = strchr(name, '=');
    size_t length = equals ? (size_t)(equals - name) : strlen(name);
    const char **given;
    const mlg_option *option = find_slot(p->out, name, length, &given);
    if (!option)
        return fail_unknown(p, name, length);
    if (option->type != MLG_FLAG)
        return take_value(p, option, given, equals);
    if (equals)
        return mlg_usage(p->err, p->hint, "--%.*s takes no value", (int)length, name);
    set_flag(p->out, given);
    return MLG_OK;
}

/* ---- letters, arguments ----------------------------------------------------------------------------------------
 */

static int find_letter(const mlg_option *options, char letter)
{
    for (int i = 0; options[i].name; i++)
        if (options[i].letter == letter)
            return i;
    return -1;
}

static mlg_status take_letters(parsing *p, const char *letters)
{
    for (; *letters; letters++) {
        int own = find_letter(p->out->options, *letters), common = find_letter(mlg_common_options, *letters);
        if (own < 0 && common < 0)
            return mlg_usage(p->err, p->hint, "unknown option -%c", *letters);
        set_flag(p->out, own >= 0 ? &p->out->given[own] : &p->out->common[common]);
    }
    return MLG_OK;
}

static mlg_status take_argument(parsing *p, char *text)
{
    const mlg_argument *argument = &p->arguments[p->argument_count];
    if (!argument->name)
        return mlg_usage(p->err, p->hint, "unexpected argument '%s'", text);
    if (*text == '\0')
        return mlg_usage(p->err, p->hint, "%s is empty", argument->name);
    cut_layer(argument->type, argument->endings, text);
    p->out->arguments[p->argument_count++] = text;
    return MLG_OK;
}

static mlg_status take(parsing *p, char *text)
{
    if (p->only_arguments || text[0] != '-' || text[1] == '\0')
        return take_argument(p, text);
    if (text[1] != '-')
        return take_letters(p, text + 1);
    p->only_arguments = text[2] == '\0';
    return p->only_arguments ? MLG_OK : take_option(p, text + 2);
}

static mlg_status fill_absent(parsing *p)
{
    for (int i = p->argument_count; p->arguments[i].name; i++) {
        const mlg_argument *a = &p->arguments[i];
        bool here = a->usual && mlg_os_can(a->usual, MLG_OS_EXISTS);
        if (a->needed && !here)
            return mlg_usage(p->err, p->hint, "%s is missing: %s", a->name, mlg_tr(a->help));
        p->out->arguments[i] = here ? a->usual : a->fallback;
    }
    return MLG_OK;
}

/* ---- the language, before any message --------------------------------------------------------------------------- */

static mlg_status take_language(const char *value, const char **language, mlg_error *err)
{
    const char *hint = mlg_tr("try: maillage --help");
    if (!value)
        return mlg_usage(err, hint, "--%s needs a value: %s", "lang", "LANG");
    if (*language)
        return mlg_usage(err, hint, "--%s is given twice", "lang");
    *language = value;
    if (mlg_set_language(value, NULL) != MLG_OK)
        return mlg_usage(err, hint, "--%s %s: one of %s is expected", "lang", value, "en, fr");
    return MLG_OK;
}

mlg_status mlg_args_language(int *argc, char **argv, mlg_error *err)
{
    const char *language = NULL;
    int kept = 1, i = 1;
    mlg_status st = mlg_set_language(NULL, err);
    for (; st == MLG_OK && i < *argc && strcmp(argv[i], "--") != 0; i++) {
        bool apart = strcmp(argv[i], "--lang") == 0;
        if (!apart && strncmp(argv[i], "--lang=", 7) != 0) {
            argv[kept++] = argv[i];
            continue;
        }
        const char *value = !apart ? argv[i] + 7 : i + 1 < *argc ? argv[++i] : NULL;
        st = take_language(value, &language, err);
    }
    while (i < *argc)
        argv[kept++] = argv[i++];
    *argc = kept;
    return st;
}

mlg_status mlg_args_parse(mlg_args *out, const char *command, const mlg_option *options,
                          const mlg_argument *arguments, int argc, char **argv, mlg_error *err)
{
    parsing p = { .out = out, .arguments = arguments, .next = argv, .end = argv + argc, .err = err };
    *out = (mlg_args){ .options = options };
    snprintf(p.hint, sizeof p.hint, mlg_tr("try: maillage %s --help"), command);
    while (p.next < p.end && !out->help) {
        mlg_status st = take(&p, *p.next++);
        if (st != MLG_OK)
            return st;
    }
    if (out->help)
        return MLG_OK;
    if (mlg_args_flag(out, "quiet") && mlg_args_flag(out, "verbose"))
        return mlg_usage(err, "give one of them", "--quiet and --verbose exclude each other");
    return fill_absent(&p);
}

static const char *given(const mlg_args *args, const char *name, const mlg_option **option)
{
    int own = find_option(args->options, name, strlen(name));
    int common = own < 0 ? find_option(mlg_common_options, name, strlen(name)) : -1;
    assert(own >= 0 || common >= 0);
    *option = own >= 0 ? &args->options[own] : &mlg_common_options[common];
    return own >= 0 ? args->given[own] : args->common[common];
}

bool mlg_args_flag(const mlg_args *args, const char *name)
{
    const mlg_option *option;
    return given(args, name, &option) != NULL;
}

const char *mlg_args_text(const mlg_args *args, const char *name)
{
    const mlg_option *option;
    const char *text = given(args, name, &option);
    return text ? text : option->fallback;
}

int mlg_args_number(const mlg_args *args, const char *name)
{
    const char *text = mlg_args_text(args, name);
    return text ? atoi(text) : 0;
}

mlg_format mlg_args_format(const mlg_args *args)
{
    return mlg_args_flag(args, "json") ? MLG_JSON : MLG_TEXT;
}
