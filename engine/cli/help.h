/* The command table for people, for programs, as manual pages and as shell completion. */
#ifndef MLG_CLI_HELP_H
#define MLG_CLI_HELP_H

#include "cli/command.h"

/* The purpose of the program, in one line. */
const char *mlg_what_it_does(void);

/* Prints the help of a command, or the list of commands for NULL. */
void mlg_print_help(const mlg_command *command);

/* Prints the command table as JSON on stdout. MLG_CATALOGUE is the version of its layout, raised by any change that would break a
 * reader. */
enum { MLG_CATALOGUE = 1 };
mlg_status mlg_print_description(mlg_error *err) MLG_MUST_CHECK;

/* Print on stdout the manual page of a command in troff, or maillage(1) for NULL, and the bash completion script. */
void mlg_print_manual(const mlg_command *page);
void mlg_print_completion(void);

#endif
