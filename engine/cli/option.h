/* Arguments and options of a command, as tables: what is parsed is what help and --describe print. */
#ifndef MLG_CLI_OPTION_H
#define MLG_CLI_OPTION_H

#include "maillage.h"

/* A layer is a file of vectors or rows, or one layer of it named as QGIS does: file.gpkg|layername=communes. */
typedef enum mlg_value_type { MLG_FLAG, MLG_WORD, MLG_NUMBER, MLG_FILE, MLG_FOLDER, MLG_LAYER } mlg_value_type;

/* A table ends with a NULL name. */
typedef struct mlg_option {
    const char *name; /* without the dashes */
    char letter;      /* of a flag, or 0 */
    mlg_value_type type;
    const char *value;          /* name of the value in the help: DIR; NULL for a flag */
    const char *fallback;       /* taken when not given; NULL: none */
    const char *meaning;        /* of the absence, when there is no fallback: "that of the study file" */
    const char *const *choices; /* of a word, ended by NULL; NULL: any */
    int most;                   /* of a number, which is 0 or more */
    const char *endings;        /* of a file: "yaml yml"; NULL: any */
    bool writes;                /* the file or folder is made, not read */
    bool console;               /* for a terminal or a program: dialogs leave it out */
    bool advanced;              /* seldom wanted: dialogs fold it */
    const char *help;
} mlg_option;

typedef struct mlg_argument {
    const char *name;
    mlg_value_type type;
    bool needed;
    const char *fallback;
    const char *endings; /* as of an option */
    bool writes;
    bool changes; /* what stands there is read and changed */
    const char *help;
} mlg_argument;

enum { MLG_MOST_OPTIONS = 16, MLG_MOST_ARGUMENTS = 4, MLG_MOST_COMMON = 6 };

/* What was given. Texts are those of argv. */
typedef struct mlg_args {
    const mlg_option *options;
    const char *given[MLG_MOST_OPTIONS]; /* as the options; NULL: not given */
    const char *common[MLG_MOST_COMMON]; /* as mlg_common_options */
    const char *arguments[MLG_MOST_ARGUMENTS];
    bool help; /* --help or -h stands among them: the rest was not looked at */
} mlg_args;

/* The options every command has. */
extern const mlg_option mlg_common_options[];

/* Sets the language from the environment and --lang, wherever it stands before "--", and takes it out of argv. */
mlg_status mlg_args_language(int *argc, char **argv, mlg_error *err) MLG_MUST_CHECK;

/* Options and arguments in any order, "--name value" or "--name=value", "-qv", "--" before arguments that start
 * with a dash. A "|layername=" is cut off a study (endings with gpkg), which is then that of a layer of QGIS. MLG_USAGE names the bad one and the nearest good one; `command` is for the hint. */
mlg_status mlg_args_parse(mlg_args *out, const char *command, const mlg_option *options,
                          const mlg_argument *arguments, int argc, char **argv, mlg_error *err) MLG_MUST_CHECK;

/* Asking for an option that is not in the table is a programming error. */
bool mlg_args_flag(const mlg_args *args, const char *name);
const char *mlg_args_text(const mlg_args *args, const char *name); /* or the fallback */
int mlg_args_number(const mlg_args *args, const char *name);

/* Fills the error, both texts translated; returns MLG_USAGE. */
mlg_status mlg_usage(mlg_error *err, const char *hint, const char *format, ...) MLG_PRINTF(3, 4);

#endif
