#include "base/input.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static int give_up(int file, int why)
{
    close(file);
    errno = why;
    return -1;
}

int mlg_open_input(const char *path)
{
    struct stat info;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe that nobody writes to would block */
    if (file < 0)
        return -1;
    if (fstat(file, &info) != 0)
        return give_up(file, errno);
    if (S_ISFIFO(info.st_mode) || S_ISSOCK(info.st_mode))
        return give_up(file, MLG_NOT_A_FILE);
    return file;
}

FILE *mlg_fopen_input(const char *path)
{
    int file = mlg_open_input(path);
    FILE *stream = file >= 0 ? fdopen(file, "rb") : NULL;
    if (file >= 0 && !stream)
        give_up(file, errno);
    return stream;
}
