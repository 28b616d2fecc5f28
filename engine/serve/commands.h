/* The commands of the program, as `maillage --describe` lists them, and the arguments of one that a browser requests. */
#ifndef MLG_SERVE_COMMANDS_H
#define MLG_SERVE_COMMANDS_H

#include "adapters/json_read.h"
#include "base/error.h"

#include <stdint.h>

enum { MLG_MOST_WORDS = 62 };

typedef struct mlg_words {
    char *items[MLG_MOST_WORDS + 2]; /* terminated by NULL */
    int count;
    uint64_t scratch; /* as in mlg_job_request */
} mlg_words;

void mlg_words_release(mlg_words *words);

/* Adds a formatted word. */
mlg_status mlg_words_add(mlg_words *words, mlg_error *err, const char *format, ...)
    MLG_PRINTF(3, 4) MLG_MUST_CHECK;

/* The description of a command that the desk may run; NULL for an unknown command, and for those that start programs or use the network. */
const mlg_json_value *mlg_command_described(const mlg_json_value *commands, const char *name);

/* True for an option that the caller may set, rather than one that the desk sets itself or forbids. */
bool mlg_option_is_open(const mlg_json_value *option);

/* Whether this request makes the command write to the study, rather than only to the job's own folder. */
bool mlg_command_changes(const mlg_json_value *described, const mlg_json_value *request);

/* Builds the arguments of a command from a request:
 *   { "arguments": { "STUDY": "study.yaml" }, "options": { "overwrite": true }, "scratch": [ "OUT" ] }
 * Files and folders are named within the study, except those listed in "scratch", which are created in the job's own folder. Adds
 * --untrusted, --json and --progress json where the command has them. MLG_USAGE: an argument that the command does not have or does not
 * accept. MLG_INPUT: a file that is not in the study, or a validated one that would be overwritten. */
mlg_status mlg_command_words(mlg_words *out, const mlg_json_value *described, const mlg_json_value *request,
                             int study, mlg_error *err) MLG_MUST_CHECK;

#endif
