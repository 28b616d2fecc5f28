#include "serve/job_folder.h"

#include "base/memory.h"
#include "base/os/inside.h"

#include <errno.h>
#include <string.h>
#include <time.h>

static const char prefix[] = "maillage-desk-", lock_name[] = ".lock";

/* Longest time between the creation of a folder and its lock. */
enum { GRACE_S = 60 };

static mlg_status name_above(char above[MLG_PATH_SIZE], mlg_error *err)
{
    bool known = mlg_os_temporary_folder(above, MLG_PATH_SIZE);
    char *real = known ? mlg_os_real_path(above) : NULL; /* the command runs in another folder than this process */
    mlg_status st = real ? mlg_path_format(above, err, "%s", real)
                         : mlg_fail(err, MLG_INPUT, "%s: %s", known ? above : "TMPDIR", mlg_errno_text(errno));
    free(real);
    return st;
}

static int hold(const char *folder)
{
    char path[MLG_PATH_SIZE];
    if (mlg_path_join(path, folder, lock_name, NULL) != MLG_OK)
        return -1;
    int lock = mlg_os_open(path, MLG_OS_UPDATE | MLG_OS_NEW | MLG_OS_PRIVATE);
    if (lock >= 0)
        (void)mlg_os_lock(lock);
    return lock;
}

mlg_status mlg_job_folder_make(char folder[MLG_PATH_SIZE], int *lock, mlg_error *err)
{
    char above[MLG_PATH_SIZE], pattern[64];
    MLG_TRY(name_above(above, err));
    snprintf(pattern, sizeof pattern, "%sXXXXXX", prefix);
    MLG_TRY(mlg_path_join(folder, above, pattern, err));
    *lock = mlg_os_make_private_folder(folder) == 0 ? hold(folder) : -1;
    if (*lock >= 0)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: %s", folder, mlg_errno_text(errno));
    mlg_job_folder_remove(folder); /* when it was made, and could not be locked */
    folder[0] = '\0';
    return st;
}

/* What is in a folder, which is open. */
static void empty(const char *path, int folder)
{
    mlg_os_folder *list = mlg_os_folder_open_in(folder);
    mlg_os_info info;
    char inner[MLG_PATH_SIZE];
    for (const char *each; list && (each = mlg_os_folder_next(list));) {
        if (mlg_os_lstat_in(folder, each, &info) != 0 || info.kind != MLG_OS_FOLDER)
            mlg_os_remove_in(folder, each);
        else if (mlg_path_join(inner, path, each, NULL) == MLG_OK)
            mlg_job_folder_remove(inner);
    }
    if (list)
        mlg_os_folder_close(list);
}

void mlg_job_folder_remove(const char *folder)
{
    int open = folder[0] ? mlg_os_open_folder(folder, false) : -1;
    if (open < 0)
        return;
    empty(folder, open);
    mlg_os_close(open);
    mlg_os_remove_folder(folder);
}

/* Whether a folder is this user's, at least a minute old, and not locked. */
static bool is_left(int folder)
{
    mlg_os_info info;
    if (!mlg_os_is_own(folder) || mlg_os_fstat(folder, &info) != 0 || time(NULL) - info.seconds < GRACE_S)
        return false;
    int lock = mlg_os_open_in(folder, lock_name, MLG_OS_UPDATE | MLG_OS_NO_WAIT);
    bool left = lock >= 0 ? mlg_os_lock(lock) == 0 : errno == ENOENT;
    if (lock >= 0)
        mlg_os_close(lock);
    return left;
}

void mlg_job_folder_sweep(void)
{
    char above[MLG_PATH_SIZE], path[MLG_PATH_SIZE];
    mlg_os_folder *list = name_above(above, NULL) == MLG_OK ? mlg_os_folder_open(above) : NULL;
    if (!list)
        return;
    for (const char *each; (each = mlg_os_folder_next(list));) {
        if (strncmp(each, prefix, sizeof prefix - 1) != 0 || mlg_path_join(path, above, each, NULL) != MLG_OK)
            continue;
        int folder = mlg_os_open_folder(path, false);
        bool left = folder >= 0 && is_left(folder);
        if (folder >= 0)
            mlg_os_close(folder);
        if (left)
            mlg_job_folder_remove(path);
    }
    mlg_os_folder_close(list);
}
