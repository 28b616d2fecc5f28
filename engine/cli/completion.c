/* Completion for bash. */
#include "cli/help.h"

#include "cli/commands.h"

#include <stdio.h>

static void print_words(const mlg_option *options)
{
    for (const mlg_option *o = options; o->name; o++)
        printf(" --%s", o->name);
}

/* Completions after an option of a command; "*" matches any command. */
static void print_choices(const char *command, const mlg_option *options)
{
    for (const mlg_option *o = options; o->name; o++) {
        if (!o->choices)
            continue;
        printf("    %s:--%s) COMPREPLY=($(compgen -W \"", command, o->name);
        for (const char *const *choice = o->choices; *choice; choice++)
            printf("%s%s", choice == o->choices ? "" : " ", *choice);
        printf("\" -- \"$word\")); return;;\n");
    }
}

void mlg_print_completion(void)
{
    printf("# bash completion of maillage %s\n_maillage() {\n"
           "  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= i\n"
           "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
           "    case ${COMP_WORDS[i]} in --lang) i=$((i + 1));; -*) ;; *) command=${COMP_WORDS[i]}; break;; esac\n"
           "  done\n  case $command:$previous in\n",
           mlg_version());
    print_choices("*", mlg_common_options);
    for (const mlg_command *const *command = mlg_commands; *command; command++)
        print_choices((*command)->name, (*command)->options);
    printf("  esac\n  if [ -z \"$command\" ]; then COMPREPLY=($(compgen -W \"help version");
    for (const mlg_command *const *command = mlg_commands; *command; command++)
        printf(" %s", (*command)->name);
    print_words(mlg_common_options);
    printf("\" -- \"$word\")); return; fi\n");
    printf("  case $command:$word in\n");
    for (const mlg_command *const *command = mlg_commands; *command; command++) {
        printf("    %s:-*) COMPREPLY=($(compgen -W \"", (*command)->name);
        print_words((*command)->options);
        print_words(mlg_common_options);
        printf("\" -- \"$word\"));;\n");
    }
    printf("    *) COMPREPLY=($(compgen -f -- \"$word\"));;\n  esac\n}\ncomplete -o filenames -F _maillage "
           "maillage\n");
}
