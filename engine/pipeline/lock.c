#include "pipeline/lock.h"

#include "base/os/file.h"
#include "base/os/process.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static mlg_status refuse_held(int file, const char *shown, mlg_error *err)
{
    char holder[24] = "";
    int64_t n = mlg_os_read_at(file, holder, sizeof holder - 1, 0);
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
    mlg_os_info held, named;
    return mlg_os_fstat(file, &held) == 0 && mlg_os_lstat(path, &named) == 0 && held.device == named.device &&
           held.inode == named.inode;
}

/* That of another program (poetry.lock, of an output named "poetry") would be emptied, then removed. */
static mlg_status refuse_foreign(int file, const char *path, mlg_error *err)
{
    char text[24];
    int64_t n = mlg_os_read_at(file, text, sizeof text - 1, 0);
    text[n > 0 ? n : 0] = '\0';
    if (n >= 0 && n < (int64_t)sizeof text - 1 && strspn(text, "0123456789\n") == (size_t)n)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: a run would put its lock there, and this is another file", path);
    mlg_hint(err, "move it, or choose another name for the output");
    return st;
}

/* Only shown in the message of another run. */
static void tell(int file)
{
    char text[24];
    int length = snprintf(text, sizeof text, "%ld\n", mlg_os_process_id());
    if (mlg_os_truncate(file, 0) == 0)
        mlg_os_write(file, text, (size_t)length);
}

mlg_status mlg_lock_refuse(const char *path, const char *shown, mlg_error *err)
{
    int file = mlg_os_open(path, MLG_OS_UPDATE | MLG_OS_NO_LINK | MLG_OS_NO_WAIT);
    if (file < 0)
        return MLG_OK;
    mlg_status st = mlg_os_lock(file) != 0 && errno == EWOULDBLOCK ? refuse_held(file, shown, err)
                                                                   : refuse_foreign(file, path, err);
    mlg_os_close(file);
    return st;
}

mlg_status mlg_lock_take(int *held, const char *path, const char *shown, mlg_error *err)
{
    *held = 0;
    for (;;) {
        int file = mlg_os_open(path, MLG_OS_UPDATE | MLG_OS_CREATE | MLG_OS_NO_LINK | MLG_OS_NO_WAIT);
        if (file < 0)
            return mlg_fail_write(err, path, errno);
        if (mlg_os_lock(file) != 0) {
            mlg_status st = errno == EWOULDBLOCK ? refuse_held(file, shown, err) : MLG_OK;
            mlg_os_close(file);
            return st;
        }
        if (stands(file, path)) {
            mlg_status st = refuse_foreign(file, path, err);
            if (st != MLG_OK) {
                mlg_os_close(file);
                return st;
            }
            *held = file + 1;
            tell(file);
            return MLG_OK;
        }
        mlg_os_close(file);
    }
}

/* Removed while it is still locked, so that no other run can lock a deleted file. */
void mlg_lock_drop(int held, const char *path)
{
    if (!held)
        return;
    mlg_os_remove(path);
    mlg_os_close(held - 1);
}
