/* Reading a text file line by line, plain or compressed with gzip (.gz). */
#ifndef MLG_ADAPTERS_LAYER_LINES_H
#define MLG_ADAPTERS_LAYER_LINES_H

#include "base/error.h"

typedef struct mlg_lines mlg_lines;

mlg_status mlg_lines_open(mlg_lines **out, const char *path, mlg_error *err) MLG_MUST_CHECK;
void mlg_lines_close(mlg_lines *lines);

/* The next line without its terminator (\n or \r\n), valid until the next call; NULL at the end of the file.
 * MLG_INPUT: a line longer than 1 MB, a gzip file that is truncated or damaged. */
mlg_status mlg_lines_next(const char **line, mlg_lines *lines, mlg_error *err) MLG_MUST_CHECK;

/* An error about the line last returned: the message is prefixed with "path:number: ". */
mlg_status mlg_lines_fail(const mlg_lines *lines, mlg_error *err, const char *format, ...) MLG_PRINTF(3, 4);

#endif
