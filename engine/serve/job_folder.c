#include "serve/job_folder.h"

#include "base/memory.h"
#include "base/os/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char prefix[] = "maillage-desk-";

/* Longest time between the creation of a folder and its lock. */
enum { GRACE_S = 60 };

static void name_above(char above[MLG_PATH_SIZE])
{
    if (!mlg_os_temporary_folder(above, MLG_PATH_SIZE) || !mlg_path_is_absolute(above))
        snprintf(above, MLG_PATH_SIZE, "/tmp"); /* the command runs in another folder than this process */
}

static int hold(const char *folder)
{
    int lock = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (lock >= 0)
        flock(lock, LOCK_EX | LOCK_NB);
    return lock;
}

mlg_status mlg_job_folder_make(char folder[MLG_PATH_SIZE], int *lock, mlg_error *err)
{
    char above[MLG_PATH_SIZE], pattern[64];
    name_above(above);
    snprintf(pattern, sizeof pattern, "%sXXXXXX", prefix);
    MLG_TRY(mlg_path_join(folder, above, pattern, err));
    *lock = mlg_os_make_private_folder(folder) == 0 ? hold(folder) : -1;
    if (*lock >= 0)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: %s", folder, mlg_errno_text(errno));
    folder[0] = '\0';
    return st;
}

void mlg_job_folder_remove(const char *folder)
{
    DIR *list = folder[0] ? opendir(folder) : NULL;
    if (!list)
        return;
    for (const struct dirent *each; (each = readdir(list));)
        if (strcmp(each->d_name, ".") != 0 && strcmp(each->d_name, "..") != 0 &&
            unlinkat(dirfd(list), each->d_name, 0) != 0 && errno == EISDIR) {
            char inner[MLG_PATH_SIZE];
            if (mlg_path_format(inner, NULL, "%s/%s", folder, each->d_name) == MLG_OK)
                mlg_job_folder_remove(inner);
        }
    closedir(list);
    rmdir(folder);
}

/* Ours, a minute old, and held by nobody. */
static bool is_left(int folder)
{
    struct stat info;
    return fstat(folder, &info) == 0 && info.st_uid == geteuid() && time(NULL) - info.st_mtime >= GRACE_S &&
           flock(folder, LOCK_EX | LOCK_NB) == 0;
}

void mlg_job_folder_sweep(void)
{
    char above[MLG_PATH_SIZE], folder[MLG_PATH_SIZE];
    name_above(above);
    DIR *list = opendir(above);
    if (!list)
        return;
    for (const struct dirent *each; (each = readdir(list));) {
        if (strncmp(each->d_name, prefix, sizeof prefix - 1) != 0)
            continue;
        int fd = openat(dirfd(list), each->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (fd >= 0 && is_left(fd) && mlg_path_join(folder, above, each->d_name, NULL) == MLG_OK)
            mlg_job_folder_remove(folder);
        if (fd >= 0)
            close(fd);
    }
    closedir(list);
}
