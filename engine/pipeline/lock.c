#include "pipeline/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static mlg_status refuse_held(int file, const char *shown, mlg_error *err)
{
    char holder[24] = "";
    ssize_t n = pread(file, holder, sizeof holder - 1, 0);
    long process = n > 0 ? strtol(holder, NULL, 10) : 0;
    mlg_status st = process > 0
                        ? mlg_fail(err, MLG_INPUT, "%s: another run (process %ld) is writing it", shown, process)
                        : mlg_fail(err, MLG_INPUT, "%s: another run is writing it", shown);
    mlg_hint(err, "wait for it to finish, or choose another --output folder");
    return st;
}

/* False when the run that held the lock file has removed it between open and flock. */
static bool stands(int file, const char *path)
{
    struct stat held, named;
    return fstat(file, &held) == 0 && lstat(path, &named) == 0 && held.st_dev == named.st_dev &&
           held.st_ino == named.st_ino;
}

static int lock(int file)
{
    int code;
    do
        code = flock(file, LOCK_EX | LOCK_NB);
    while (code != 0 && errno == EINTR);
    return code;
}

mlg_status mlg_lock_refuse(const char *path, const char *shown, mlg_error *err)
{
    int file = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0)
        return MLG_OK;
    mlg_status st = lock(file) != 0 && errno == EWOULDBLOCK ? refuse_held(file, shown, err) : MLG_OK;
    close(file);
    return st;
}

mlg_status mlg_lock_take(int *held, const char *path, const char *shown, mlg_error *err)
{
    *held = 0;
    for (;;) {
        int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
        if (file < 0)
            return mlg_fail(err, MLG_INPUT, "%s: cannot be written: %s", path, mlg_errno_text(errno));
        if (lock(file) != 0) {
            mlg_status st = errno == EWOULDBLOCK ? refuse_held(file, shown, err) : MLG_OK;
            close(file);
            return st;
        }
        if (stands(file, path)) {
            *held = file + 1;
            bool told = ftruncate(file, 0) == 0 && dprintf(file, "%d\n", (int)getpid()) > 0;
            (void)told; /* only shown in the message of another run */
            return MLG_OK;
        }
        close(file);
    }
}

/* Removed while it is still locked, so that no other run can lock a deleted file. */
void mlg_lock_drop(int held, const char *path)
{
    if (!held)
        return;
    unlink(path);
    close(held - 1);
}
