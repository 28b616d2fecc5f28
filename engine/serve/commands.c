#include "serve/commands.h"

#include "base/among.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/os/inside.h"
#include "base/path.h"
#include "serve/folder.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>

/* A server must not start servers. Downloads come from Maillage's own list, so that a browser cannot choose what the server fetches.
 * `schema` applies to databases, which are out of reach. */
static const char *const closed_commands[] = { "serve", NULL };
static const char *const closed_options[] = { "--help",      "--quiet",    "--verbose", "--lang",
                                              "--json",      "--progress", "--list",    "--schema",
                                              "--untrusted", "--data",     NULL };

void mlg_words_release(mlg_words *words)
{
    for (int i = 0; i < words->count; i++)
        free(words->items[i]);
    *words = (mlg_words){ 0 };
}

mlg_status mlg_words_add(mlg_words *words, mlg_error *err, const char *format, ...)
{
    va_list args;
    if (words->count == MLG_MOST_WORDS)
        return mlg_fail(err, MLG_USAGE, "too many arguments");
    va_start(args, format);
    int n = vasprintf(&words->items[words->count], format, args);
    va_end(args);
    if (n < 0) {
        words->items[words->count] = NULL;
        return mlg_fail_memory(err, "arguments", 0);
    }
    words->count++;
    return MLG_OK;
}

static const char *text_of(const mlg_json_value *described, const char *key)
{
    const char *text = mlg_json_words(mlg_json_get(described, key));
    return text ? text : "";
}

static const mlg_json_value *named(const mlg_json_value *list, const char *name)
{
    const mlg_json_value *each = mlg_json_first(list);
    while (each && strcmp(text_of(each, "name"), name) != 0)
        each = mlg_json_next(each);
    return each;
}

const mlg_json_value *mlg_command_described(const mlg_json_value *commands, const char *name)
{
    return mlg_is_among(closed_commands, name) ? NULL : named(mlg_json_get(commands, "commands"), name);
}

bool mlg_option_is_open(const mlg_json_value *option)
{
    return !mlg_is_among(closed_options, text_of(option, "name"));
}

/* ---- values ---------------------------------------------------------------------------------------------------- */

/* "overwrite" of "--overwrite". */
static const char *bare_name(const mlg_json_value *described)
{
    const char *name = text_of(described, "name");
    return name + strspn(name, "-");
}

static bool is_scratch(const mlg_json_value *request, const mlg_json_value *described)
{
    for (const mlg_json_value *each = mlg_json_first(mlg_json_get(request, "scratch")); each;
         each = mlg_json_next(each))
        if (mlg_json_words(each) && strcmp(mlg_json_words(each), bare_name(described)) == 0)
            return mlg_json_is_true(mlg_json_get(described, "writes"));
    return false;
}

/* The program receives words unchanged, and might take one for a path or a connection. */
static mlg_status check_words(const char *name, const char *words, mlg_error *err)
{
    for (const char *c = words; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7F || strchr("/\\:|", *c))
            return mlg_fail(err, MLG_USAGE, "%s: '%s' contains a character that is not allowed", name, words);
    return strlen(words) > 4000 ? mlg_fail(err, MLG_USAGE, "%s: too long", name) : MLG_OK;
}

static mlg_status check_ending(const mlg_json_value *described, const char *file, mlg_error *err)
{
    const mlg_json_value *endings = mlg_json_get(described, "endings"), *each = mlg_json_first(endings);
    for (; each; each = mlg_json_next(each)) {
        char ending[24];
        snprintf(ending, sizeof ending, ".%s", mlg_json_words(each));
        if (mlg_path_ends_with(file, ending))
            return MLG_OK;
    }
    return endings ? mlg_fail(err, MLG_USAGE, "%s: '%s' has the wrong extension", bare_name(described), file)
                   : MLG_OK;
}

/* An input must exist; an output must be neither a link nor a validated file. */
static mlg_status check_place(const mlg_json_value *described, const char *file, int study, mlg_error *err)
{
    mlg_os_info info;
    bool there = mlg_os_lstat_in(study, file, &info) == 0;
    bool writes = mlg_json_is_true(mlg_json_get(described, "writes"));
    bool changes = mlg_json_is_true(mlg_json_get(described, "changes"));
    if (there && info.kind != MLG_OS_FILE && info.kind != MLG_OS_FOLDER)
        return mlg_fail(err, MLG_INPUT, "%s: not a file of the study", file);
    if (!there && !writes)
        return mlg_fail(err, MLG_INPUT, "%s: there is no such file in the study", file);
    if ((writes || changes) && mlg_is_frozen(study, file))
        return mlg_fail(err, MLG_INPUT, "%s is validated and can no longer change", file);
    return MLG_OK;
}

static mlg_status check_file(const mlg_json_value *described, const mlg_json_value *request, const char *file,
                             int study, mlg_error *err)
{
    if (!mlg_is_name(file))
        return mlg_fail(err, MLG_USAGE, "%s: '%s' is not the name of a file of the study", bare_name(described),
                        file);
    MLG_TRY(check_ending(described, file, err));
    return is_scratch(request, described) ? MLG_OK : check_place(described, file, study, err);
}

static bool is_chosen(const mlg_json_value *choices, const char *word)
{
    const mlg_json_value *each = mlg_json_first(choices);
    while (each && strcmp(mlg_json_words(each), word) != 0)
        each = mlg_json_next(each);
    return !choices || each;
}

static bool is_file_type(const mlg_json_value *described)
{
    const char *type = text_of(described, "type");
    return strcmp(type, "file") == 0 || strcmp(type, "folder") == 0 || strcmp(type, "layer") == 0;
}

/* A value that is a text, checked. */
static mlg_status check_text(const mlg_json_value *described, const mlg_json_value *request, const char *text,
                             int study, mlg_error *err)
{
    if (!text)
        return mlg_fail(err, MLG_USAGE, "%s: a text is expected", bare_name(described));
    if (is_file_type(described))
        return check_file(described, request, text, study, err);
    MLG_TRY(check_words(bare_name(described), text, err));
    return is_chosen(mlg_json_get(described, "choices"), text)
               ? MLG_OK
               : mlg_fail(err, MLG_USAGE, "%s: '%s' is not among the choices", bare_name(described), text);
}

static mlg_status add_number(mlg_words *out, const mlg_json_value *option, const mlg_json_value *value,
                             mlg_error *err)
{
    double amount = mlg_json_amount(value), most = mlg_json_amount(mlg_json_get(option, "maximum"));
    if (!(amount >= 0 && amount <= most && floor(amount) == amount))
        return mlg_fail(err, MLG_USAGE, "%s: a whole number from 0 to %.0f is expected", bare_name(option), most);
    return mlg_words_add(out, err, "%s=%.0f", text_of(option, "name"), amount);
}

static mlg_status add_option(mlg_words *out, const mlg_json_value *option, const mlg_json_value *request,
                             const mlg_json_value *value, int study, mlg_error *err)
{
    const char *name = text_of(option, "name"), *type = text_of(option, "type"), *text = mlg_json_words(value);
    if (strcmp(type, "flag") == 0) {
        if (mlg_json_is_true(value))
            return mlg_words_add(out, err, "%s", name);
        return mlg_json_is_false(value)
                   ? MLG_OK
                   : mlg_fail(err, MLG_USAGE, "%s: true or false is expected", bare_name(option));
    }
    if (strcmp(type, "integer") == 0)
        return add_number(out, option, value, err);
    MLG_TRY(check_text(option, request, text, study, err));
    if (!is_file_type(option))
        return mlg_words_add(out, err, "%s=%s", name, text);
    MLG_TRY(mlg_words_add(out, err, "%s", name));
    if (is_scratch(request, option))
        out->scratch |= (uint64_t)1 << out->count;
    return mlg_words_add(out, err, "%s", text);
}

/* ---- the command ------------------------------------------------------------------------------------------------ */

static mlg_status add_options(mlg_words *out, const mlg_json_value *described, const mlg_json_value *request,
                              int study, mlg_error *err)
{
    const mlg_json_value *options = mlg_json_get(described, "options");
    for (const mlg_json_value *each = mlg_json_first(mlg_json_get(request, "options")); each;
         each = mlg_json_next(each)) {
        char dashed[48];
        snprintf(dashed, sizeof dashed, "--%s", mlg_json_key(each) ? mlg_json_key(each) : "");
        const mlg_json_value *option = named(options, dashed);
        if (!option || !mlg_option_is_open(option))
            return mlg_fail(err, MLG_USAGE, "'%s' has no option '%s' here", text_of(described, "name"), dashed);
        MLG_TRY(add_option(out, option, request, each, study, err));
    }
    if (named(options, "--untrusted"))
        MLG_TRY(mlg_words_add(out, err, "--untrusted"));
    if (named(options, "--json"))
        MLG_TRY(mlg_words_add(out, err, "--json"));
    return named(options, "--progress") ? mlg_words_add(out, err, "--progress=json") : MLG_OK;
}

static mlg_status check_names(const mlg_json_value *described, const mlg_json_value *given, mlg_error *err)
{
    for (const mlg_json_value *each = mlg_json_first(given); each; each = mlg_json_next(each))
        if (!mlg_json_key(each) || !named(mlg_json_get(described, "arguments"), mlg_json_key(each)))
            return mlg_fail(err, MLG_USAGE, "'%s' has no argument '%s'", text_of(described, "name"),
                            mlg_json_key(each) ? mlg_json_key(each) : "");
    return MLG_OK;
}

static mlg_status add_arguments(mlg_words *out, const mlg_json_value *described, const mlg_json_value *request,
                                int study, mlg_error *err)
{
    const mlg_json_value *given = mlg_json_get(request, "arguments");
    MLG_TRY(check_names(described, given, err));
    MLG_TRY(mlg_words_add(out, err, "--"));
    for (const mlg_json_value *each = mlg_json_first(mlg_json_get(described, "arguments")); each;
         each = mlg_json_next(each)) {
        const mlg_json_value *value = mlg_json_get(given, text_of(each, "name"));
        const char *text = value ? mlg_json_words(value) : mlg_json_words(mlg_json_get(each, "default"));
        if (!value && !text && !mlg_json_is_true(mlg_json_get(each, "required")))
            break; /* those after it cannot be given either */
        MLG_TRY(check_text(each, request, text, study, err));
        if (is_scratch(request, each))
            out->scratch |= (uint64_t)1 << out->count;
        MLG_TRY(mlg_words_add(out, err, "%s", text));
    }
    return MLG_OK;
}

mlg_status mlg_command_words(mlg_words *out, const mlg_json_value *described, const mlg_json_value *request,
                             int study, mlg_error *err)
{
    *out = (mlg_words){ 0 };
    mlg_status st = mlg_words_add(out, err, "maillage");
    if (st == MLG_OK)
        st = mlg_words_add(out, err, "%s", text_of(described, "name"));
    if (st == MLG_OK)
        st = mlg_words_add(out, err, "--lang=%s", mlg_language());
    if (st == MLG_OK)
        st = add_options(out, described, request, study, err);
    if (st == MLG_OK)
        st = add_arguments(out, described, request, study, err);
    if (st != MLG_OK)
        mlg_words_release(out);
    return st;
}

bool mlg_command_changes(const mlg_json_value *described, const mlg_json_value *request)
{
    /* a study writes the outputs that it names, whatever the arguments are */
    const char *name = text_of(described, "name");
    if (mlg_json_is_true(mlg_json_get(mlg_json_get(request, "options"), "dry-run")))
        return false;
    if (strcmp(name, "run") == 0)
        return true;
    for (int k = 0; k < 2; k++)
        for (const mlg_json_value *each = mlg_json_first(mlg_json_get(described, k ? "options" : "arguments"));
             each; each = mlg_json_next(each)) {
            bool writes =
                mlg_json_is_true(mlg_json_get(each, "writes")) || mlg_json_is_true(mlg_json_get(each, "changes"));
            if (writes && !is_scratch(request, each))
                return true;
        }
    return false;
}
