#include "adapters/layer/lines.h"

#include "adapters/layer/inner.h"
#include "base/input.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/path.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { READ_SIZE = 1 << 16, LONGEST = 1 << 20 };

struct mlg_lines {
    mlg_bytes *file;
    char *path;
    int64_t number;
    char *text; /* read and not yet returned: from .. to - 1 */
    size_t room, from, to;
    bool ended;
};

/* Refuses pipes, as for any input. */
static mlg_status open_bytes(mlg_lines *lines, mlg_error *err)
{
    char packed[MLG_PATH_SIZE];
    FILE *file = mlg_fopen_input(lines->path);
    if (!file)
        return mlg_fail(err, MLG_INPUT, "%s: cannot be read: %s", lines->path, mlg_errno_text(errno));
    fclose(file);
    if (!mlg_path_ends_with(lines->path, ".gz"))
        return mlg_bytes_open(&lines->file, lines->path, lines->path, err);
    MLG_TRY(mlg_path_format(packed, err, "/vsigzip/%s", lines->path));
    return mlg_bytes_open(&lines->file, packed, lines->path, err);
}

mlg_status mlg_lines_open(mlg_lines **out, const char *path, mlg_error *err)
{
    mlg_status st;
    mlg_lines *lines = NULL;
    *out = NULL;
    MLG_TRY(MLG_NEW(&lines, 1, "reader of lines", err));
    MLG_GO(mlg_copy_text(&lines->path, path, err));
    MLG_GO(MLG_GROW(&lines->text, &lines->room, 2 * READ_SIZE, "lines", err));
    MLG_GO(open_bytes(lines, err));
    *out = lines;
    return MLG_OK;
done:
    mlg_lines_close(lines);
    return st;
}

void mlg_lines_close(mlg_lines *lines)
{
    if (!lines)
        return;
    mlg_bytes_close(lines->file);
    free(lines->path);
    free(lines->text);
    free(lines);
}

/* Moves what is left to the front and refills the rest of the buffer, but for one byte that ends the last line. */
static mlg_status read_more(mlg_lines *lines, mlg_error *err)
{
    size_t left = lines->to - lines->from;
    if (left > LONGEST) {
        lines->number++;
        return mlg_lines_fail(lines, err, "a line of more than %d bytes", LONGEST);
    }
    memmove(lines->text, lines->text + lines->from, left);
    lines->from = 0;
    lines->to = left;
    MLG_TRY(MLG_GROW(&lines->text, &lines->room, left + READ_SIZE + 1, "lines", err));
    size_t got;
    MLG_TRY(mlg_bytes_read(&got, lines->file, lines->text + left, READ_SIZE, err));
    lines->to += got;
    lines->ended = got == 0;
    return MLG_OK;
}

mlg_status mlg_lines_next(const char **line, mlg_lines *lines, mlg_error *err)
{
    size_t seen = 0;
    char *end = NULL;
    *line = NULL;
    while (!(end = memchr(lines->text + lines->from + seen, '\n', lines->to - lines->from - seen)) &&
           !lines->ended) {
        seen = lines->to - lines->from;
        MLG_TRY(read_more(lines, err));
    }
    if (!end && lines->from == lines->to)
        return MLG_OK;
    char *start = lines->text + lines->from;
    lines->from = end ? (size_t)(end + 1 - lines->text) : lines->to;
    end = end ? end : lines->text + lines->to;
    if (end > start && end[-1] == '\r')
        end--;
    *end = '\0';
    lines->number++;
    *line = start;
    return MLG_OK;
}

mlg_status mlg_lines_fail(const mlg_lines *lines, mlg_error *err, const char *format, ...)
{
    char message[512];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, mlg_tr(format), args);
    va_end(args);
    return mlg_fail(err, MLG_INPUT, "%s:%lld: %s", lines->path, (long long)lines->number, message);
}
