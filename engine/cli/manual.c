/* Manual pages, in troff. */
#include "cli/help.h"

#include "cli/commands.h"

#include <ctype.h>
#include <stdio.h>

/* Prints a line of troff text: dashes and backslashes are literal, and a leading dot or quote is not a request. */
static void print_line(const char *text)
{
    if (*text == '.' || *text == '\'')
        fputs("\\&", stdout);
    for (; *text; text++) {
        if (*text == '-' || *text == '\\')
            putchar('\\');
        putchar(*text);
    }
}

static void print_capitals(const char *text)
{
    for (; *text; text++)
        putchar(toupper((unsigned char)*text));
}

/* Default value; NULL prints nothing. */
static void print_absent(const char *value)
{
    if (!value)
        return;
    fputs(" (", stdout);
    print_line(mlg_tr("default:"));
    putchar(' ');
    print_line(value);
    putchar(')');
}

static void print_options(const mlg_option *options)
{
    for (const mlg_option *o = options; o->name; o++) {
        fputs(".TP\n.B ", stdout);
        if (o->letter)
            printf("\\-%c, ", o->letter);
        fputs("\\-\\-", stdout);
        print_line(o->name);
        printf("%s%s\n", o->value ? " " : "", o->value ? o->value : "");
        print_line(mlg_tr(o->help));
        for (const char *const *choice = o->choices; choice && *choice; choice++)
            printf("%s%s", choice == o->choices ? ": " : ", ", *choice);
        print_absent(o->fallback ? o->fallback : mlg_tr(o->meaning));
        putchar('\n');
    }
}

static void print_arguments(const mlg_command *command)
{
    for (const mlg_argument *a = command->arguments; a->name; a++) {
        printf(".TP\n.I %s\n", a->name);
        print_line(mlg_tr(a->help));
        print_absent(a->fallback);
        putchar('\n');
    }
}

static void print_form(const mlg_command *command)
{
    printf("maillage %s", command->name);
    for (const mlg_argument *a = command->arguments; a->name; a++)
        printf(a->needed ? " %s" : " [%s]", a->name);
}

static void print_command(const mlg_command *command)
{
    fputs(".SS ", stdout);
    print_form(command);
    putchar('\n');
    print_line(mlg_tr(command->summary));
    fputs(".\n", stdout);
    print_arguments(command);
    print_options(command->options);
    printf(".PP\n%s\n.B ", mlg_tr("Example:"));
    print_line(command->example);
    putchar('\n');
}

/* Lines that every page starts with. */
static void print_title(const char *dash, const char *command)
{
    fputs(".TH ", stdout);
    print_capitals("maillage");
    print_line(dash);
    print_capitals(command);
    printf(" 1 \"\" \"maillage %s\" \"%s\"\n.SH %s\nmaillage", mlg_version(), mlg_tr("User Commands"),
           mlg_tr("NAME"));
    print_line(dash);
    printf("%s \\- ", command);
}

static void print_end(void)
{
    printf(".SH %s\n", mlg_tr("OPTIONS OF EVERY COMMAND"));
    print_options(mlg_common_options);
    printf(".SH %s\n", mlg_tr("EXIT STATUS"));
    print_line(mlg_tr("0 success; 1 the data or a computation yield no answer; 2 usage error; 3 an input is "
                      "missing or invalid, or an output already exists; 130 cancelled."));
    printf("\n.SH %s\n", mlg_tr("SEE ALSO"));
}

static void print_page(const mlg_command *command)
{
    print_title("-", command->name);
    print_line(mlg_tr(command->summary));
    printf("\n.SH %s\n.B ", mlg_tr("SYNOPSIS"));
    print_form(command);
    printf(" [OPTIONS]\n.SH %s\n", mlg_tr("ARGUMENTS AND OPTIONS"));
    print_arguments(command);
    print_options(command->options);
    printf(".SH %s\n.B ", mlg_tr("EXAMPLE"));
    print_line(command->example);
    putchar('\n');
    print_end();
    fputs(".BR maillage (1)\n", stdout);
}

void mlg_print_manual(const mlg_command *page)
{
    if (page) {
        print_page(page);
        return;
    }
    print_title("", "");
    print_line(mlg_what_it_does());
    printf("\n.SH %s\n.B maillage\n.I %s\n.SH %s\n", mlg_tr("SYNOPSIS"), mlg_tr("COMMAND [ARGUMENTS] [OPTIONS]"),
           mlg_tr("COMMANDS"));
    for (const mlg_command *const *command = mlg_commands; *command; command++)
        print_command(*command);
    print_end();
    for (const mlg_command *const *command = mlg_commands; *command; command++)
        printf(".BR maillage\\-%s (1)%s\n", (*command)->name, command[1] ? "," : "");
}
