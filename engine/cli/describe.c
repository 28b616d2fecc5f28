/* --describe: the command table for programs. */
#include "cli/commands.h"
#include "cli/help.h"
#include "cli/print.h"

#include <stdio.h>
#include <string.h>

static const char *type_name(mlg_value_type type)
{
    static const char *const names[] = { "flag", "text", "integer", "file", "folder", "layer" };
    return names[type];
}

/* Writes "yaml yml" as an array, and nothing for NULL. */
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
    mlg_json_bool(json, "console", command->console);
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
