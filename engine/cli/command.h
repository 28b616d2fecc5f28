/* A command: a file cmd_<name>.c that ends with its mlg_command, and a line in commands.def. Help, --describe, and
 * through it completion and QGIS dialogs come from these tables. */
#ifndef MLG_CLI_COMMAND_H
#define MLG_CLI_COMMAND_H

#include "cli/option.h"

/* Headings that help and dialogs list commands under. */
#define MLG_GROUP_STUDY "Study"       /* made, checked, run, looked at */
#define MLG_GROUP_ANSWERS "Answers"   /* what a study finds */
#define MLG_GROUP_DELIVERY "Delivery" /* handed over in some form */
#define MLG_GROUP_DATA "Data"         /* official files */

typedef struct mlg_command {
    const char *name;
    const char *group;
    const char *summary; /* one line, without a full stop */
    const char *example;
    const mlg_argument *arguments;
    const mlg_option *options;
    bool lists_files; /* its JSON says under "files" what it wrote */
    mlg_status (*run)(const mlg_args *args, mlg_error *err);
} mlg_command;

#define COMMAND(name) extern const mlg_command mlg_command_##name;
#include "cli/commands.def"
#undef COMMAND

/* In the order of commands.def, ended by NULL. */
extern const mlg_command *const mlg_commands[];

/* The whole program: returns the exit code. */
int mlg_cli(int argc, char **argv);

/* One line. */
const char *mlg_what_it_does(void);

/* Help of one command, or the list of all when it is NULL. */
void mlg_print_help(const mlg_command *command);

/* The command table as JSON on stdout. The number says what form it has: another one when a reader of the last would go wrong. */
enum { MLG_CATALOGUE = 1 };
mlg_status mlg_print_description(mlg_error *err) MLG_MUST_CHECK;

/* The manual page of a command in troff, or maillage(1) when it is NULL, and the completion of bash, on stdout (manual.c). */
void mlg_print_manual(const mlg_command *page);
void mlg_print_completion(void);

/* On success the text of the library on stdout, freed. Returns `status`. */
mlg_status mlg_print_text(mlg_status status, char *text) MLG_MUST_CHECK;

/* A JSON value on stdout, freed; NULL is out of memory. */
struct cJSON;
mlg_status mlg_print_json(struct cJSON *value, mlg_error *err) MLG_MUST_CHECK;

/* A dry run (plan.c): files and sizes on stdout, as "reads" and "writes" of a JSON object. */
void mlg_print_plan(const mlg_plan *plan);
void mlg_add_plan(struct cJSON *root, const mlg_plan *plan);

/* On success prints a plan, which is all that the command says. Releases it; returns the status. */
mlg_status mlg_finish_plan(mlg_status status, mlg_plan *plan, bool json, mlg_error *err) MLG_MUST_CHECK;

/* "1.2 MB" */
const char *mlg_size_text(char *text, size_t size, int64_t bytes);

/* Argument and option of the commands that print something of a study. */
extern const mlg_argument mlg_geopackage_argument[];
extern const mlg_option mlg_json_option[];

/* The option --json, which several commands have. */
#define MLG_OPTION_JSON                                                                                           \
    {                                                                                                             \
        .name = "json", .console = true, .help = "print JSON instead of text"                                     \
    }
#define MLG_OPTION_DATA                                                                                           \
    {                                                                                                             \
        .name = "data", .type = MLG_FOLDER, .value = "DIR", .meaning = "that of the study file",                  \
        .help = "folder the data paths start from"                                                                \
    }
extern const char *const mlg_progress_choices[];
#define MLG_OPTION_PROGRESS                                                                                       \
    {                                                                                                             \
        .name = "progress", .type = MLG_WORD, .value = "HOW", .fallback = "auto",                                 \
        .choices = mlg_progress_choices, .console = true, .help = "on stderr"                                     \
    }
#define MLG_OPTION_DRY_RUN                                                                                        \
    {                                                                                                             \
        .name = "dry-run", .help = "check everything, say what would be done, write nothing"                      \
    }

/* Whether something is written: an argument or an option says so. */
bool mlg_command_writes(const mlg_command *command);

#endif
