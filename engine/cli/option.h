/* Arguments and options of a command, as tables that the parser, help and --describe share. */
#ifndef MLG_CLI_OPTION_H
#define MLG_CLI_OPTION_H

#include "maillage.h"

/* A layer is a vector or tabular file, or one layer of it in QGIS notation: file.gpkg|layername=communes. */
typedef enum mlg_value_type { MLG_FLAG, MLG_WORD, MLG_NUMBER, MLG_FILE, MLG_FOLDER, MLG_LAYER } mlg_value_type;

/* A table ends with a NULL name. */
typedef struct mlg_option {
    const char *name; /* without the dashes */
    char letter;      /* short form of a flag, or 0 */
    mlg_value_type type;
    const char *value;          /* placeholder in the help, such as DIR; NULL for a flag */
    const char *fallback;       /* default value; NULL: none */
    const char *meaning;        /* what its absence means without a fallback: "that of the study file" */
    const char *const *choices; /* allowed words, terminated by NULL; NULL: any */
    int most;                   /* maximum of a number; the minimum is 0 */
    const char *endings;        /* file extensions, "yaml yml"; NULL: any */
    bool writes;                /* the file or folder is written, not read */
    bool console;               /* for terminals and programs; dialogs omit it */
    bool advanced;              /* rarely needed; dialogs collapse it */
    const char *help;
} mlg_option;

typedef struct mlg_argument {
    const char *name;
    mlg_value_type type;
    bool needed;
    const char *usual; /* a file of this name in the current folder stands for a needed argument; NULL: none */
    const char *fallback;
    const char *endings; /* as for an option */
    bool writes;
    bool changes; /* an existing file that is modified */
    const char *help;
} mlg_argument;

enum { MLG_MOST_OPTIONS = 16, MLG_MOST_ARGUMENTS = 4, MLG_MOST_COMMON = 6 };

/* Parsed command line. Texts point into argv. */
typedef struct mlg_args {
    const mlg_option *options;
    const char *given[MLG_MOST_OPTIONS]; /* parallel to the options; NULL: not given */
    const char *common[MLG_MOST_COMMON]; /* parallel to mlg_common_options */
    const char *arguments[MLG_MOST_ARGUMENTS];
    bool help; /* --help or -h was found; the rest was not parsed */
} mlg_args;

/* The options common to all commands. */
extern const mlg_option mlg_common_options[];

/* Sets the language from the environment and from --lang, anywhere before "--", and removes it from argv. */
mlg_status mlg_args_language(int *argc, char **argv, mlg_error *err) MLG_MUST_CHECK;

/* Parses options and arguments in any order: "--name value" or "--name=value", "-qv", "--" before arguments that start with a dash.
 * A "|layername=" suffix is removed from a study (endings with gpkg), so that a QGIS layer designates its study. MLG_USAGE names the
 * offending word and the nearest valid one; `command` is for the hint. */
mlg_status mlg_args_parse(mlg_args *out, const char *command, const mlg_option *options,
                          const mlg_argument *arguments, int argc, char **argv, mlg_error *err) MLG_MUST_CHECK;

/* Value of an option; one that is not in the table is a programming error. */
bool mlg_args_flag(const mlg_args *args, const char *name);
const char *mlg_args_text(const mlg_args *args, const char *name); /* or the fallback */
int mlg_args_number(const mlg_args *args, const char *name);

/* JSON with --json, else text. */
mlg_format mlg_args_format(const mlg_args *args);

/* Fills the error with translated texts; returns MLG_USAGE. */
mlg_status mlg_usage(mlg_error *err, const char *hint, const char *format, ...) MLG_PRINTF(3, 4);

#endif
