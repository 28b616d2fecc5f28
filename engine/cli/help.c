/* Help and --describe: the command table, for people and for programs. */
#include "cli/command.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

/* ---- for people
 * -------------------------------------------------------------------------------------------------- */

static void print_all_commands(void)
{
    printf("maillage %s: %s\n\n", mlg_version(), mlg_what_it_does());
    printf("%s maillage %s\n\n%s\n", mlg_tr("Usage:"), mlg_tr("COMMAND [ARGUMENTS] [OPTIONS]"),
           mlg_tr("Commands:"));
    for (const mlg_command *const *command = mlg_commands; *command; command++)
        printf("  %-10s %s\n", (*command)->name, mlg_tr((*command)->summary));
    putchar('\n');
    fputs(mlg_tr("maillage COMMAND --help   prints help on a command\n"
                 "maillage --describe       describes all commands in JSON\n"
                 "maillage --manual         prints the manual page (troff); --manual COMMAND, that of a command\n"
                 "maillage --completion     prints the bash completion script\n"
                 "maillage --version        prints the version\n"
                 "--lang fr                 before or after the command: messages and reports in French (en: "
                 "English)\n\n"
                 "Exit codes: 0 success, 1 the data or a computation yield no answer, 2 usage error,\n"
                 "3 an input is missing or invalid, or an output already exists, 130 cancelled.\n"),
          stdout);
}

static void print_usage(const mlg_command *command)
{
    printf("%s maillage %s", mlg_tr("Usage:"), command->name);
    for (const mlg_argument *a = command->arguments; a->name; a++)
        printf(" %s%s%s", a->needed ? "" : "[", a->name, a->needed ? "" : "]");
    printf(" [OPTIONS]\n\n%s.\n", mlg_tr(command->summary));
}

/* Also ends the line. */
static void print_default(const char *value)
{
    if (value)
        printf(mlg_tr(" (default: %s)"), value);
    putchar('\n');
}

static void print_arguments(const mlg_argument *arguments)
{
    if (arguments->name)
        printf("\n%s\n", mlg_tr("Arguments:"));
    for (const mlg_argument *a = arguments; a->name; a++) {
        printf("  %-24s %s", a->name, mlg_tr(a->help));
        print_default(a->fallback);
    }
}

static void print_choices(const mlg_option *option)
{
    for (const char *const *choice = option->choices; choice && *choice; choice++)
        printf("%s%s", choice == option->choices ? ": " : ", ", *choice);
}

static void print_options(const mlg_option *options)
{
    for (const mlg_option *o = options; o->name; o++) {
        char left[48];
        char letter[5] = { '-', o->letter, ',', ' ', '\0' };
        snprintf(left, sizeof left, "%s--%s%s%s", o->letter ? letter : "    ", o->name, o->value ? " " : "",
                 o->value ? o->value : "");
        printf("  %-24s %s", left, mlg_tr(o->help));
        print_choices(o);
        print_default(o->fallback ? o->fallback : mlg_tr(o->meaning));
    }
}

void mlg_print_help(const mlg_command *command)
{
    if (!command) {
        print_all_commands();
        return;
    }
    print_usage(command);
    print_arguments(command->arguments);
    printf("\n%s\n", mlg_tr("Options:"));
    print_options(command->options);
    print_options(mlg_common_options);
    printf("\n%s\n  %s\n", mlg_tr("Example:"), command->example);
}

/* ---- for programs
 * ------------------------------------------------------------------------------------------------ */

static const char *type_name(mlg_value_type type)
{
    static const char *const names[] = { "flag", "text", "integer", "file", "folder", "layer" };
    return names[type];
}

/* NULL is JSON null. */
static void add_text(cJSON *object, const char *name, const char *text)
{
    if (text)
        cJSON_AddStringToObject(object, name, text);
    else
        cJSON_AddNullToObject(object, name);
}

static cJSON *append_object(cJSON *array)
{
    cJSON *object = cJSON_CreateObject();
    if (!cJSON_AddItemToArray(array, object))
        cJSON_Delete(object);
    return object;
}

/* "yaml yml" as an array, nothing when NULL. */
static void add_endings(cJSON *object, const char *endings)
{
    cJSON *array = endings ? cJSON_AddArrayToObject(object, "endings") : NULL;
    for (const char *at = endings; at && *at; at += strspn(at, " ")) {
        char ending[16];
        size_t length = strcspn(at, " ");
        snprintf(ending, sizeof ending, "%.*s", (int)length, at);
        cJSON_AddItemToArray(array, cJSON_CreateString(ending));
        at += length;
    }
}

static void describe_argument(cJSON *array, const mlg_argument *argument)
{
    cJSON *object = append_object(array);
    add_text(object, "name", argument->name);
    add_text(object, "type", type_name(argument->type));
    cJSON_AddBoolToObject(object, "required", argument->needed);
    add_text(object, "default", argument->fallback);
    add_endings(object, argument->endings);
    cJSON_AddBoolToObject(object, "writes", argument->writes);
    cJSON_AddBoolToObject(object, "changes", argument->changes);
    add_text(object, "help", mlg_tr(argument->help));
}

static void describe_option(cJSON *array, const mlg_option *option)
{
    char dashed[40], letter[3] = { '-', option->letter, '\0' };
    cJSON *object = append_object(array);
    snprintf(dashed, sizeof dashed, "--%s", option->name);
    add_text(object, "name", dashed);
    add_text(object, "letter", option->letter ? letter : NULL);
    add_text(object, "type", type_name(option->type));
    add_text(object, "value", option->value);
    add_text(object, "default", option->fallback);
    add_text(object, "when_absent", mlg_tr(option->meaning));
    if (option->type == MLG_NUMBER)
        cJSON_AddNumberToObject(object, "maximum", option->most);
    cJSON *choices = option->choices ? cJSON_AddArrayToObject(object, "choices") : NULL;
    for (const char *const *choice = option->choices; choice && *choice; choice++)
        cJSON_AddItemToArray(choices, cJSON_CreateString(*choice));
    add_endings(object, option->endings);
    cJSON_AddBoolToObject(object, "writes", option->writes);
    cJSON_AddBoolToObject(object, "console", option->console);
    cJSON_AddBoolToObject(object, "advanced", option->advanced);
    add_text(object, "help", mlg_tr(option->help));
}

static void describe_command(cJSON *array, const mlg_command *command)
{
    cJSON *object = append_object(array);
    add_text(object, "name", command->name);
    add_text(object, "group", mlg_tr(command->group));
    add_text(object, "summary", mlg_tr(command->summary));
    add_text(object, "example", command->example);
    cJSON_AddBoolToObject(object, "writes", mlg_command_writes(command));
    cJSON_AddBoolToObject(object, "lists_files", command->lists_files);
    cJSON *arguments = cJSON_AddArrayToObject(object, "arguments");
    for (const mlg_argument *a = command->arguments; a->name; a++)
        describe_argument(arguments, a);
    cJSON *options = cJSON_AddArrayToObject(object, "options");
    for (const mlg_option *o = command->options; o->name; o++)
        describe_option(options, o);
    for (const mlg_option *o = mlg_common_options; o->name; o++)
        describe_option(options, o);
}

mlg_status mlg_print_json(cJSON *value, mlg_error *err)
{
    char *text = cJSON_Print(value);
    cJSON_Delete(value);
    if (!text) {
        snprintf(err->message, sizeof err->message, "%s", mlg_tr("out of memory: the JSON to print"));
        return err->status = MLG_MEMORY;
    }
    puts(text);
    cJSON_free(text);
    return MLG_OK;
}

mlg_status mlg_print_description(mlg_error *err)
{
    cJSON *root = cJSON_CreateObject();
    add_text(root, "program", "maillage");
    add_text(root, "version", mlg_version());
    cJSON_AddNumberToObject(root, "catalogue", MLG_CATALOGUE);
    cJSON *commands = cJSON_AddArrayToObject(root, "commands");
    for (const mlg_command *const *command = mlg_commands; *command; command++)
        describe_command(commands, *command);
    return mlg_print_json(root, err);
}
