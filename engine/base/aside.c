#include "base/aside.h"

#include "base/input.h"
#include "base/language.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool mlg_path_exists(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0;
}

/* ---- names --------------------------------------------------------------------------------------------- */

static mlg_status resolve(char target[MLG_PATH_SIZE], const char *path, const char *shown, mlg_error *err)
{
    char *real = realpath(path, NULL);
    if (!real && errno == ENOMEM)
        return mlg_fail_memory(err, "a path", MLG_PATH_SIZE);
    if (!real)
        return mlg_fail(err, MLG_INPUT, "%s: cannot be written: %s", shown, mlg_errno_text(errno));
    mlg_status st = mlg_path_format(target, err, "%s", real);
    free(real);
    return st;
}

mlg_status mlg_aside_target(char target[MLG_PATH_SIZE], const char *path, mlg_error *err)
{
    char plain[MLG_PATH_SIZE], folder[MLG_PATH_SIZE], real[MLG_PATH_SIZE];
    MLG_TRY(mlg_path_format(plain, err, "%s", path));
    for (size_t n = strlen(plain); n > 1 && plain[n - 1] == '/'; n--)
        plain[n - 1] = '\0';
    if (access(plain, F_OK) == 0)
        return resolve(target, plain, path, err);
    if (mlg_path_exists(plain))
        return mlg_fail(err, MLG_INPUT, "%s: is a link to something that does not exist", path);
    MLG_TRY(mlg_path_folder(folder, plain, err));
    MLG_TRY(resolve(real, folder, path, err));
    return mlg_path_join(target, real, mlg_path_name(plain), err);
}

mlg_status mlg_aside_name_of(char aside[MLG_PATH_SIZE], const char *target, long pid, mlg_error *err)
{
    return mlg_path_format(aside, err, "%s.%ld.part", target, pid);
}

mlg_status mlg_aside_begin(char target[MLG_PATH_SIZE], char aside[MLG_PATH_SIZE], const char *path, mlg_error *err)
{
    MLG_TRY(mlg_aside_target(target, path, err));
    mlg_aside_clean(target, false);
    return mlg_aside_name_of(aside, target, (long)getpid(), err);
}

/* Whether a path is a link whose target does not begin with these bytes. */
static bool is_link_elsewhere(const char *path, const char kind[8])
{
    struct stat info;
    char start[8] = "";
    if (lstat(path, &info) != 0 || !S_ISLNK(info.st_mode))
        return false;
    FILE *file = mlg_fopen_input(path);
    const bool ours =
        file && fread(start, 1, sizeof start, file) == sizeof start && memcmp(start, kind, sizeof start) == 0;
    if (file)
        fclose(file);
    return !ours;
}

mlg_status mlg_aside_begin_kept(char target[MLG_PATH_SIZE], char aside[MLG_PATH_SIZE], const char *path,
                                const char kind[8], mlg_error *err)
{
    char folder[MLG_PATH_SIZE], real[MLG_PATH_SIZE];
    if (!is_link_elsewhere(path, kind))
        return mlg_aside_begin(target, aside, path, err);
    MLG_TRY(mlg_path_folder(folder, path, err));
    MLG_TRY(resolve(real, folder, path, err));
    MLG_TRY(mlg_path_join(target, real, mlg_path_name(path), err));
    mlg_aside_clean(target, false);
    return mlg_aside_name_of(aside, target, (long)getpid(), err);
}

/* ---- what dead processes left ---------------------------------------------------------------------------- */

static bool is_dead(long pid)
{
    return pid > 0 && kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}

/* True for "name.1234.part", a journal of SQLite beside it and the like, when process 1234 is dead. */
static bool is_left_over(const char *entry, const char *name, bool mine_too)
{
    size_t n = strlen(name);
    int pid, end = 0;
    if (strncmp(entry, name, n) != 0 || sscanf(entry + n, ".%d.part%n", &pid, &end) != 1 || end == 0)
        return false;
    char after = entry[n + (size_t)end];
    return (after == '\0' || after == '-') && (is_dead(pid) || (mine_too && pid == (int)getpid()));
}

void mlg_aside_remove(const char *path)
{
    char inside[MLG_PATH_SIZE];
    if (unlink(path) == 0 || errno == ENOENT)
        return;
    DIR *folder = opendir(path);
    for (struct dirent *e; folder && (e = readdir(folder));)
        if (mlg_path_join(inside, path, e->d_name, NULL) == MLG_OK)
            unlink(inside);
    if (folder)
        closedir(folder);
    rmdir(path);
}

void mlg_aside_clean(const char *target, bool mine_too)
{
    char folder[MLG_PATH_SIZE], path[MLG_PATH_SIZE];
    const char *name = mlg_path_name(target);
    DIR *list = mlg_path_folder(folder, target, NULL) == MLG_OK ? opendir(folder) : NULL;
    for (struct dirent *e; list && (e = readdir(list));) {
        if (!is_left_over(e->d_name, name, mine_too) || mlg_path_join(path, folder, e->d_name, NULL) != MLG_OK)
            continue;
        if (!mlg_path_ends_with(path, ".part-old") || mlg_path_exists(target) || rename(path, target) != 0)
            mlg_aside_remove(path);
    }
    if (list)
        closedir(list);
}

long mlg_aside_interrupted(const char *target)
{
    char path[MLG_PATH_SIZE], text[24] = "";
    if (mlg_path_format(path, NULL, "%s.placing", target) != MLG_OK)
        return 0;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0)
        return 0;
    ssize_t n = read(file, text, sizeof text - 1);
    close(file);
    long pid = n > 0 ? strtol(text, NULL, 10) : 0;
    return is_dead(pid) ? pid : 0;
}

/* ---- putting in place ------------------------------------------------------------------------------------ */

static mlg_status refuse(const char *shown, int why, mlg_error *err)
{
    return mlg_fail(err, MLG_INPUT, "%s: cannot be written: %s", shown, mlg_errno_text(why));
}

/* The owner is kept where the system allows it; a set-user-id bit never is. */
static bool take_mode(int file, const char *target)
{
    struct stat old;
    if (stat(target, &old) != 0)
        return true;
    bool owned = fchown(file, old.st_uid, old.st_gid) == 0;
    (void)owned;
    return fchmod(file, old.st_mode & 0777) == 0;
}

static mlg_status settle_file(const char *aside, const char *target, const char *shown, mlg_error *err)
{
    int file = open(aside, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0)
        return refuse(shown, errno, err);
    struct stat info;
    bool good = fstat(file, &info) == 0 && (S_ISDIR(info.st_mode) || take_mode(file, target));
    good = good && (fsync(file) == 0 || (S_ISDIR(info.st_mode) && errno == EINVAL));
    int why = errno;
    close(file);
    return good ? MLG_OK : refuse(shown, why, err);
}

/* A folder is settled with every file in it. */
mlg_status mlg_aside_settle(const char *aside, const char *target, const char *shown, mlg_error *err)
{
    char inside[MLG_PATH_SIZE];
    mlg_status st = MLG_OK;
    DIR *folder = opendir(aside);
    if (!folder && errno != ENOTDIR)
        return refuse(shown, errno, err);
    for (struct dirent *e; st == MLG_OK && folder && (e = readdir(folder));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        st = mlg_path_join(inside, aside, e->d_name, err);
        if (st == MLG_OK)
            st = settle_file(inside, inside, shown, err);
    }
    if (folder)
        closedir(folder);
    return st == MLG_OK ? settle_file(aside, target, shown, err) : st;
}

/* Some file systems cannot sync a folder: the files are in place all the same. */
void mlg_aside_sync_folder(const char *target)
{
    char folder[MLG_PATH_SIZE];
    if (mlg_path_folder(folder, target, NULL) != MLG_OK)
        return;
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0)
        return;
    fsync(file);
    close(file);
}

mlg_status mlg_aside_place(const char *aside, const char *target, const char *shown, mlg_error *err)
{
    MLG_TRY(mlg_aside_settle(aside, target, shown, err));
    if (rename(aside, target) != 0)
        return mlg_fail(err, MLG_INPUT, "%s: cannot be moved into place: %s", shown, mlg_errno_text(errno));
    mlg_aside_sync_folder(target);
    return MLG_OK;
}
