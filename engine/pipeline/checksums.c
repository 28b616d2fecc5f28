#include "pipeline/checksums.h"

#include "adapters/layer/lines.h"
#include "base/aside.h"
#include "base/os/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { HEX = 64 };
static const char file_name[] = "SHA256SUMS";

/* "<64 digits>  name", or with " *" before the name. */
static bool is_sum_of(const char *line, const char *name)
{
    return strspn(line, "0123456789abcdefABCDEF") == HEX && line[HEX] == ' ' &&
           (line[HEX + 1] == ' ' || line[HEX + 1] == '*') && strcmp(line + HEX + 2, name) == 0;
}

/* "# name: ..." */
static bool is_about(const char *line, const char *name)
{
    size_t n = strlen(name);
    return strncmp(line, "# ", 2) == 0 && strncmp(line + 2, name, n) == 0 && line[2 + n] == ':';
}

static mlg_status open_sums(mlg_lines **lines, const char *folder, mlg_error *err)
{
    char path[MLG_PATH_SIZE];
    *lines = NULL;
    MLG_TRY(mlg_path_join(path, folder, file_name, err));
    return mlg_os_can(path, MLG_OS_EXISTS) ? mlg_lines_open(lines, path, err) : MLG_OK;
}

mlg_status mlg_checksum_find(char hex[65], const char *folder, const char *name, mlg_error *err)
{
    mlg_lines *lines;
    const char *line = NULL;
    hex[0] = '\0';
    MLG_TRY(open_sums(&lines, folder, err));
    mlg_status st = MLG_OK;
    while (lines && (st = mlg_lines_next(&line, lines, err)) == MLG_OK && line)
        if (is_sum_of(line, name))
            snprintf(hex, HEX + 1, "%s", line);
    mlg_lines_close(lines);
    return st;
}

static mlg_status copy_others(FILE *to, const char *folder, const char *name, mlg_error *err)
{
    mlg_lines *lines;
    const char *line = NULL;
    MLG_TRY(open_sums(&lines, folder, err));
    mlg_status st = MLG_OK;
    while (lines && (st = mlg_lines_next(&line, lines, err)) == MLG_OK && line)
        if (!is_sum_of(line, name) && !is_about(line, name))
            fprintf(to, "%s\n", line);
    mlg_lines_close(lines);
    return st;
}

mlg_status mlg_checksum_note(char target[MLG_PATH_SIZE], char aside[MLG_PATH_SIZE], const char *folder,
                             const char *name, const char *hex, const char *about, mlg_error *err)
{
    char path[MLG_PATH_SIZE];
    MLG_TRY(mlg_path_join(path, folder, file_name, err));
    MLG_TRY(mlg_aside_begin(target, aside, path, err));
    FILE *to = mlg_aside_open(aside);
    if (!to)
        return mlg_fail_write(err, path, errno);
    mlg_status st = copy_others(to, folder, name, err);
    fprintf(to, "# %s: ", name);
    for (const char *c = about; *c; c++) /* kept on one line: the next ones are read as checksums */
        fputc((unsigned char)*c < ' ' ? ' ' : *c, to);
    fprintf(to, "\n%s  %s\n", hex, name);
    bool good = !ferror(to);
    good = fclose(to) == 0 && good;
    if (st == MLG_OK && !good)
        st = mlg_fail_write(err, path, errno);
    if (st != MLG_OK)
        mlg_os_remove(aside);
    return st;
}
