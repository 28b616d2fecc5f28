#include "base/input.h"

#include "base/os/file.h"

#include <errno.h>

static int give_up(int file, int why)
{
    mlg_os_close(file);
    errno = why;
    return -1;
}

int mlg_open_input(const char *path)
{
    mlg_os_info info;
    int file = mlg_os_open(path, MLG_OS_READ | MLG_OS_NO_WAIT); /* a pipe that nobody writes to would block */
    if (file < 0)
        return -1;
    if (mlg_os_fstat(file, &info) != 0)
        return give_up(file, errno);
    if (info.kind == MLG_OS_PIPE)
        return give_up(file, MLG_NOT_A_FILE);
    return file;
}

FILE *mlg_fopen_input(const char *path)
{
    int file = mlg_open_input(path);
    FILE *stream = file >= 0 ? mlg_os_fdopen(file, "rb") : NULL;
    if (file >= 0 && !stream)
        give_up(file, errno);
    return stream;
}

mlg_mapping mlg_map_input(void **map, size_t *bytes, const char *path, size_t least)
{
    mlg_os_info info;
    const int file = mlg_open_input(path);
    *map = NULL;
    if (file < 0)
        return MLG_NOT_OPENED;
    const bool whole = mlg_os_fstat(file, &info) == 0 && info.kind == MLG_OS_FILE && info.bytes >= (int64_t)least;
    if (whole) {
        *bytes = (size_t)info.bytes;
        *map = mlg_os_map(file, *bytes, false);
    }
    const int why = errno;
    mlg_os_close(file);
    errno = why;
    return *map ? MLG_MAPPED : whole ? MLG_NOT_MAPPED : MLG_TOO_SHORT;
}
