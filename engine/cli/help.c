/* Help and --describe: the command table, for people and for programs. */
#include "cli/command.h"

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

/* "yaml yml" as an array, nothing when NULL. */
static void add_endings(mlg_json *json, const char *endings)
{
    if (!endings)
        return;
    mlg_json_array(json, "endings");
    for (const char *at = endings; *at; at += strspn(at, " ")) {
        char ending[16];
        size_t length = strcspn(at, " ");
        snprintf(ending, sizeof ending, "%.*s", (int)length, at);
        mlg_json_text(json, NULL, ending);
        at += length;
    }
    mlg_json_end(json);
}

static void describe_argument(mlg_json *json, const mlg_argument *argument)
{
    mlg_json_object(json, NULL);
    mlg_json_text(json, "name", argument->name);
    mlg_json_text(json, "type", type_name(argument->type));
    mlg_json_bool(json, "required", argument->needed);
    mlg_json_text(json, "default", argument->fallback);
    add_endings(json, argument->endings);
    mlg_json_bool(json, "writes", argument->writes);
    mlg_json_bool(json, "changes", argument->changes);
    mlg_json_text(json, "help", mlg_tr(argument->help));
    mlg_json_end(json);
}

static void add_choices(mlg_json *json, const mlg_option *option)
{
    if (!option->choices)
        return;
    mlg_json_array(json, "choices");
    for (const char *const *choice = option->choices; *choice; choice++)
        mlg_json_text(json, NULL, *choice);
    mlg_json_end(json);
}

static void describe_option(mlg_json *json, const mlg_option *option)
{
    char dashed[40], letter[3] = { '-', option->letter, '\0' };
    snprintf(dashed, sizeof dashed, "--%s", option->name);
    mlg_json_object(json, NULL);
    mlg_json_text(json, "name", dashed);
    mlg_json_text(json, "letter", option->letter ? letter : NULL);
    mlg_json_text(json, "type", type_name(option->type));
    mlg_json_text(json, "value", option->value);
    mlg_json_text(json, "default", option->fallback);
    mlg_json_text(json, "when_absent", mlg_tr(option->meaning));
    if (option->type == MLG_NUMBER)
        mlg_json_number(json, "maximum", option->most);
    add_choices(json, option);
    add_endings(json, option->endings);
    mlg_json_bool(json, "writes", option->writes);
    mlg_json_bool(json, "console", option->console);
    mlg_json_bool(json, "advanced", option->advanced);
    mlg_json_text(json, "help", mlg_tr(option->help));
    mlg_json_end(json);
}

static void describe_command(mlg_json *json, const mlg_command *command)
{
    mlg_json_object(json, NULL);
    mlg_json_text(json, "name", command->name);
    mlg_json_text(json, "group", mlg_tr(command->group));
    mlg_json_text(json, "summary", mlg_tr(command->summary));
    mlg_json_text(json, "example", command->example);
    mlg_json_bool(json, "writes", mlg_command_writes(command));
    mlg_json_bool(json, "lists_files", command->lists_files);
    mlg_json_array(json, "arguments");
    for (const mlg_argument *a = command->arguments; a->name; a++)
        describe_argument(json, a);
    mlg_json_end(json);
    mlg_json_array(json, "options");
    for (const mlg_option *o = command->options; o->name; o++)
        describe_option(json, o);
    for (const mlg_option *o = mlg_common_options; o->name; o++)
        describe_option(json, o);
    mlg_json_end(json);
    mlg_json_end(json);
}

mlg_status mlg_print_json(mlg_status status, mlg_json *json, mlg_error *err)
{
    char *text = NULL;
    if (status == MLG_OK)
        status = mlg_json_finish(&text, json, err);
    mlg_json_free(json);
    return mlg_print_text(status, text);
}

mlg_status mlg_print_description(mlg_error *err)
{
    mlg_json *json;
    mlg_status st = mlg_json_new(&json, err);
    if (st != MLG_OK)
        return mlg_print_json(st, json, err);
    mlg_json_text(json, "program", "maillage");
    mlg_json_text(json, "version", mlg_version());
    mlg_json_number(json, "catalogue", MLG_CATALOGUE);
    mlg_json_array(json, "commands");
    for (const mlg_command *const *command = mlg_commands; *command; command++)
        describe_command(json, *command);
    mlg_json_end(json);
    return mlg_print_json(MLG_OK, json, err);
}
