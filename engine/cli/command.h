/* What a command is, and the arguments and options that several of them share. A command is a file cmd_<name>.c that ends with its
 * mlg_command, and a line in commands.def. */
#ifndef MLG_CLI_COMMAND_H
#define MLG_CLI_COMMAND_H

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
    bool console;     /* a server, or a step of a script: dialogs omit it */
    mlg_status (*run)(const mlg_args *args, mlg_error *err);
} mlg_command;

/* Argument and option of the commands that print part of a study. */
extern const mlg_argument mlg_geopackage_argument[];
extern const mlg_option mlg_json_option[];

/* The same of those that compute it when they are given a study file; the options are MLG_READING_OPTIONS. */
extern const mlg_argument mlg_study_argument[];
extern const mlg_option mlg_reading_options[];

/* Arguments and options that several commands share. */
#define MLG_ARGUMENT_GEOPACKAGE                                                                                   \
    {                                                                                                             \
        .name = "GEOPACKAGE", .type = MLG_FILE, .needed = true, .endings = "gpkg",                                \
        .help = "the study written by maillage run"                                                               \
    }
#define MLG_OPTION_JSON                                                                                           \
    {                                                                                                             \
        .name = "json", .console = true, .help = "print JSON instead of text"                                     \
    }
#define MLG_OPTION_DATA                                                                                           \
    {                                                                                                             \
        .name = "data", .type = MLG_FOLDER, .value = "DIR", .meaning = "that of the study file",                  \
        .help = "folder that data paths are relative to"                                                          \
    }
#define MLG_OPTION_UNTRUSTED                                                                                      \
    {                                                                                                             \
        .name = "untrusted", .advanced = true,                                                                    \
        .help = "the study comes from someone unknown: refuse what it names outside its folder, --data and "      \
                "--output"                                                                                        \
    }
extern const char *const mlg_progress_choices[];
#define MLG_OPTION_PROGRESS                                                                                       \
    {                                                                                                             \
        .name = "progress", .type = MLG_WORD, .value = "HOW", .fallback = "auto",                                 \
        .choices = mlg_progress_choices, .console = true, .help = "progress, on stderr"                           \
    }
#define MLG_OPTION_OUTPUT                                                                                         \
    {                                                                                                             \
        .name = "output", .type = MLG_FOLDER, .value = "DIR", .meaning = "that of the study file",                \
        .writes = true, .help = "folder that output paths are relative to"                                        \
    }
#define MLG_OPTION_THREADS                                                                                        \
    {                                                                                                             \
        .name = "threads", .type = MLG_NUMBER, .value = "N", .fallback = "0", .most = 256, .advanced = true,      \
        .help = "number of threads, 0 for one per processor; results do not depend on it"                         \
    }
#define MLG_OPTION_DRY_RUN                                                                                        \
    {                                                                                                             \
        .name = "dry-run", .help = "check everything and report what would be done, without writing anything"     \
    }

/* The options of a command that reads a study and prints an answer, and their values in the options of its library function. */
#define MLG_READING_OPTIONS MLG_OPTION_DATA, MLG_OPTION_UNTRUSTED, MLG_OPTION_PROGRESS, MLG_OPTION_JSON
#define MLG_READING_VALUES(args, display)                                                                         \
    .data_folder = mlg_args_text(args, "data"), .untrusted = mlg_args_flag(args, "untrusted"),                    \
    .progress = mlg_display_start(display, args)

/* True when an argument or an option of the command names something it writes. */
bool mlg_command_writes(const mlg_command *command);

#endif
