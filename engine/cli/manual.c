/* The manual page and the completion of bash, from the command tables. */
#include "cli/command.h"

#include <ctype.h>
#include <stdio.h>

/* A line of troff text: dashes and backslashes are kept as they are, a leading dot or quote is no request. */
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

static void print_options(const mlg_option *options)
{
    for (const mlg_option *o = options; o->name; o++) {
        fputs(".TP\n.B ", stdout);
        if (o->letter)
            printf("\\-%c, ", o->letter);
        fputs("\\-\\-", stdout);
        print_line(o->name);
        printf("%s%s\n", o->value ? " " : "", o->value ? o->value : "");
        print_line(o->help);
        for (const char *const *choice = o->choices; choice && *choice; choice++)
            printf("%s%s", choice == o->choices ? ": " : ", ", *choice);
        const char *absent = o->fallback ? o->fallback : o->meaning;
        if (absent) {
            fputs(" (default: ", stdout);
            print_line(absent);
            putchar(')');
        }
        putchar('\n');
    }
}

static void print_command(const mlg_command *command)
{
    fputs(".SS ", stdout);
    printf("maillage %s", command->name);
    for (const mlg_argument *a = command->arguments; a->name; a++)
        printf(a->needed ? " %s" : " [%s]", a->name);
    putchar('\n');
    print_line(command->summary);
    fputs(".\n", stdout);
    for (const mlg_argument *a = command->arguments; a->name; a++) {
        printf(".TP\n.I %s\n", a->name);
        print_line(a->help);
        putchar('\n');
    }
    print_options(command->options);
    fputs(".PP\nExample:\n.B ", stdout);
    print_line(command->example);
    putchar('\n');
}

void mlg_print_manual(void)
{
    fputs(".TH ", stdout);
    print_capitals("maillage");
    printf(" 1 \"\" \"maillage %s\" \"User Commands\"\n.SH NAME\nmaillage \\- access to care, medical deserts, zoning and siting "
           "for French territories\n.SH SYNOPSIS\n.B maillage\n.I COMMAND\n[ARGUMENTS] [OPTIONS]\n.SH COMMANDS\n",
           mlg_version());
    for (const mlg_command *const *command = mlg_commands; *command; command++)
        print_command(*command);
    fputs(".SH OPTIONS OF EVERY COMMAND\n", stdout);
    print_options(mlg_common_options);
    fputs(".SH EXIT STATUS\n0 done; 1 the data or a computation allow no answer; 2 usage; 3 an input is missing or invalid, or an\n"
          "output is in the way; 130 cancelled.\n",
          stdout);
}

static void print_words(const mlg_option *options)
{
    for (const mlg_option *o = options; o->name; o++)
        printf(" --%s", o->name);
}

/* Words after the option `previous`. */
static void print_choices(const mlg_command *command)
{
    for (const mlg_option *o = command->options; o->name; o++) {
        if (!o->choices)
            continue;
        printf("    %s:--%s) COMPREPLY=($(compgen -W \"", command->name, o->name);
        for (const char *const *choice = o->choices; *choice; choice++)
            printf("%s%s", choice == o->choices ? "" : " ", *choice);
        printf("\" -- \"$word\")); return;;\n");
    }
}

void mlg_print_completion(void)
{
    printf("# bash completion of maillage %s\n_maillage() {\n"
           "  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}\n"
           "  if [ \"$COMP_CWORD\" = 1 ]; then COMPREPLY=($(compgen -W \"help version",
           mlg_version());
    for (const mlg_command *const *command = mlg_commands; *command; command++)
        printf(" %s", (*command)->name);
    printf("\" -- \"$word\")); return; fi\n  case $command:$previous in\n");
    for (const mlg_command *const *command = mlg_commands; *command; command++)
        print_choices(*command);
    printf("  esac\n  case $command:$word in\n");
    for (const mlg_command *const *command = mlg_commands; *command; command++) {
        printf("    %s:-*) COMPREPLY=($(compgen -W \"", (*command)->name);
        print_words((*command)->options);
        print_words(mlg_common_options);
        printf("\" -- \"$word\"));;\n");
    }
    printf("    *) COMPREPLY=($(compgen -f -- \"$word\"));;\n  esac\n}\ncomplete -o filenames -F _maillage maillage\n");
}
