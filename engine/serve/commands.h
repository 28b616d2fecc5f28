/* The commands of the program, as `maillage --describe` lists them, and the words of one that a browser asks for. */
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

/* The description of a command that the desk runs; NULL for no command, and for those that start programs or reach out. */
const mlg_json_value *mlg_command_described(const mlg_json_value *commands, const char *name);

/* True for an option that is the caller's: not what the desk sets itself, or does not let anybody choose. */
bool mlg_option_is_open(const mlg_json_value *option);

/* Whether the command writes to the study, rather than to files of the job's own, in this request. */
bool mlg_command_changes(const mlg_json_value *described, const mlg_json_value *request);

/* The words of a command: { "arguments": { "STUDY": "study.yaml" }, "options": { "overwrite": true }, "scratch": [ "OUT" ] }. Files and
 * folders are names in the study, those listed in "scratch" in a folder of the job's own. Where the command knows them, --untrusted,
 * --json and --progress json are added. MLG_USAGE: an argument that the command does not have or does not take. MLG_INPUT: no such file
 * in the study, a validated one that would be written. */
mlg_status mlg_command_words(mlg_words *out, const mlg_json_value *described, const mlg_json_value *request,
                             int study, mlg_error *err) MLG_MUST_CHECK;

#endif
