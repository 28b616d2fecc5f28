/* A text file read line by line, plain or compressed by gzip (told by its content). The only user of zlib's files.
 */
#ifndef MLG_ADAPTERS_LINES_H
#define MLG_ADAPTERS_LINES_H

#include "base/error.h"

typedef struct mlg_lines mlg_lines;

mlg_status mlg_lines_open(mlg_lines **out, const char *path, mlg_error *err) MLG_MUST_CHECK;
void mlg_lines_close(mlg_lines *lines);

/* The next line without its end (\n or \r\n), good until the next call; NULL at the end of the file. MLG_INPUT: a
 * line above 1 MB, a compressed file cut or corrupt. */
mlg_status mlg_lines_next(const char **line, mlg_lines *lines, mlg_error *err) MLG_MUST_CHECK;

/* Error about the line just given: "path:number: " before the message. */
mlg_status mlg_lines_fail(const mlg_lines *lines, mlg_error *err, const char *format, ...) MLG_PRINTF(3, 4);

#endif
