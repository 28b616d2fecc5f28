#include "base/path.h"

#include "base/os/file.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

mlg_status mlg_path_format(char path[MLG_PATH_SIZE], mlg_error *err, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(path, MLG_PATH_SIZE, format, args);
    va_end(args);
    if (length >= 0 && length < MLG_PATH_SIZE)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "path too long (%d bytes, at most %d): %.80s...", length,
                             MLG_PATH_SIZE - 1, MLG_BRIEF(path, 80));
    path[0] = '\0';
    return st;
}

mlg_status mlg_path_join(char path[MLG_PATH_SIZE], const char *folder, const char *name, mlg_error *err)
{
    size_t length = strlen(folder);
    if (length == 0 || mlg_path_is_absolute(name))
        return mlg_path_format(path, err, "%s", name);
    return mlg_path_format(path, err, "%s%s%s", folder, mlg_os_is_separator(folder[length - 1]) ? "" : "/", name);
}

mlg_status mlg_path_folder(char folder[MLG_PATH_SIZE], const char *path, mlg_error *err)
{
    size_t root = mlg_os_root_length(path), length = (size_t)(mlg_path_name(path) - path);
    if (length == 0)
        return mlg_path_format(folder, err, ".");
    return mlg_path_format(folder, err, "%.*s", (int)(length <= root ? length : length - 1), path);
}

mlg_status mlg_path_with_extension(char out[MLG_PATH_SIZE], const char *path, const char *extension,
                                   mlg_error *err)
{
    return mlg_path_format(out, err, "%.*s%s", (int)(mlg_path_extension(path) - path), path, extension);
}

const char *mlg_path_name(const char *path)
{
    const char *name = path + mlg_os_root_length(path);
    for (const char *at = name; *at; at++)
        if (mlg_os_is_separator(*at))
            name = at + 1;
    return name;
}

const char *mlg_path_extension(const char *path)
{
    const char *name = mlg_path_name(path), *dot = strrchr(name, '.');
    return dot ? dot : name + strlen(name);
}

bool mlg_path_is_absolute(const char *path)
{
    return mlg_os_root_length(path) > 0;
}

bool mlg_path_ends_with(const char *path, const char *ending)
{
    size_t length = strlen(path), tail = strlen(ending);
    return length >= tail && strcasecmp(path + length - tail, ending) == 0;
}
