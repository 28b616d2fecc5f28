/* Results on standard output. */
#ifndef MLG_CLI_PRINT_H
#define MLG_CLI_PRINT_H

#include <maillage.h>

#include "adapters/json.h"
#include "base/tame.h"
#include "cli/option.h"

#include <stdio.h>

/* Prints text that may contain data or paths, with control characters neutralised (mlg_tame()). */
void mlg_say(FILE *to, const char *format, ...) MLG_PRINTF(2, 3);

/* On success prints a text of the library on stdout. Frees it; returns `status`. */
mlg_status mlg_print_text(mlg_status status, char *text) MLG_MUST_CHECK;

/* Prints tables of the GeoPackage that is the first argument; `tables` is terminated by NULL. */
mlg_status mlg_print_tables(const mlg_args *args, const char *const *tables, mlg_error *err) MLG_MUST_CHECK;

/* Prints the answer of a library function about the study in the first argument, with MLG_READING_OPTIONS. */
typedef mlg_status mlg_answer(char **out, const char *path, const mlg_run_options *options, mlg_format format,
                              mlg_error *err);
mlg_status mlg_print_answer(const mlg_args *args, mlg_answer *answer, mlg_error *err) MLG_MUST_CHECK;

/* On success prints a JSON document on stdout. Frees it; returns `status`, or MLG_MEMORY. */
mlg_status mlg_print_json(mlg_status status, mlg_json *json, mlg_error *err) MLG_MUST_CHECK;

/* Print a dry run: files and sizes on stdout, or as "reads" and "writes" of a JSON object. */
void mlg_print_plan(const mlg_plan *plan);
void mlg_add_plan(mlg_json *json, const mlg_plan *plan);

/* Ends a command that writes. On success prints the plan of a dry run and nothing else, or `text` when `plan` is NULL; both may be NULL.
 * Releases both; returns the status. */
mlg_status mlg_finish(mlg_status status, char *text, mlg_plan *plan, bool json, mlg_error *err) MLG_MUST_CHECK;

/* Writes the decimal points of a number that was just formatted as the language does. Returns `digits`. */
char *mlg_decimals(char *digits);

/* Formats a size for people: "1.2 MB". */
const char *mlg_size_text(char *text, size_t size, int64_t bytes);

#endif
