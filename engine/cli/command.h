/* The command table. A command is a file cmd_<name>.c that ends with its mlg_command, and a line in commands.def. Help,
 * --describe, the manual pages, completion and the QGIS dialogs are all generated from this table. */
#ifndef MLG_CLI_COMMAND_H
#define MLG_CLI_COMMAND_H

#include "adapters/json.h"
#include "cli/option.h"

/* Headings under which help and dialogs list the commands. */
#define MLG_GROUP_STUDY "Study"       /* create, check, run, inspect */
#define MLG_GROUP_ANSWERS "Answers"   /* results of a study */
#define MLG_GROUP_DELIVERY "Delivery" /* results as files for others */
#define MLG_GROUP_DATA "Data"         /* official files */

typedef struct mlg_command {
    const char *name;
    const char *group;
    const char *summary; /* one line, no full stop */
    const char *example;
    const mlg_argument *arguments;
    const mlg_option *options;
    bool lists_files; /* its JSON lists under "files" what it wrote */
    mlg_status (*run)(const mlg_args *args, mlg_error *err);
} mlg_command;

#define COMMAND(name) extern const mlg_command mlg_command_##name;
#include "cli/commands.def"
#undef COMMAND

/* In the order of commands.def, terminated by NULL. */
extern const mlg_command *const mlg_commands[];

/* The whole program: returns the exit code. */
int mlg_cli(int argc, char **argv);

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

/* On success prints a text of the library on stdout. Frees it; returns `status`. */
mlg_status mlg_print_text(mlg_status status, char *text) MLG_MUST_CHECK;

/* On success prints a JSON document on stdout. Frees it; returns `status`, or MLG_MEMORY. */
mlg_status mlg_print_json(mlg_status status, mlg_json *json, mlg_error *err) MLG_MUST_CHECK;

/* Print a dry run: files and sizes on stdout, or as "reads" and "writes" of a JSON object. */
void mlg_print_plan(const mlg_plan *plan);
void mlg_add_plan(mlg_json *json, const mlg_plan *plan);

/* On success prints a plan, as the whole output of the command. Releases it; returns the status. */
mlg_status mlg_finish_plan(mlg_status status, mlg_plan *plan, bool json, mlg_error *err) MLG_MUST_CHECK;

/* Formats a size for people: "1.2 MB". */
const char *mlg_size_text(char *text, size_t size, int64_t bytes);

/* Argument and option of the commands that print part of a study. */
extern const mlg_argument mlg_geopackage_argument[];
extern const mlg_option mlg_json_option[];

/* Options that several commands share. */
#define MLG_OPTION_JSON                                                                                           \
    {                                                                                                             \
        .name = "json", .console = true, .help = "print JSON instead of text"                                     \
    }
#define MLG_OPTION_DATA                                                                                           \
    {                                                                                                             \
        .name = "data", .type = MLG_FOLDER, .value = "DIR", .meaning = "that of the study file",                  \
        .help = "folder that data paths are relative to"                                                          \
    }
extern const char *const mlg_progress_choices[];
#define MLG_OPTION_PROGRESS                                                                                       \
    {                                                                                                             \
        .name = "progress", .type = MLG_WORD, .value = "HOW", .fallback = "auto",                                 \
        .choices = mlg_progress_choices, .console = true, .help = "progress, on stderr"                           \
    }
#define MLG_OPTION_DRY_RUN                                                                                        \
    {                                                                                                             \
        .name = "dry-run", .help = "check everything and say what would be done, without writing anything"        \
    }

/* True when an argument or an option of the command names something it writes. */
bool mlg_command_writes(const mlg_command *command);

#endif
