/* Help for people. */
#include "cli/help.h"

#include "cli/commands.h"

#include <stdio.h>

const char *mlg_what_it_does(void)
{
    return mlg_tr("access to care, medical deserts, zoning and siting for French territories");
}

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
