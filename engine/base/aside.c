#include "base/aside.h"

#include "base/input.h"
#include "base/language.h"
#include "base/number.h"
#include "base/os/file.h"
#include "base/os/process.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool mlg_path_exists(const char *path)
{
    mlg_os_info info;
    return mlg_os_lstat(path, &info) == 0;
}

bool mlg_path_is_validated(const char *path)
{
    char mark[MLG_PATH_SIZE];
    return mlg_path_format(mark, NULL, "%s" MLG_VALIDATED_ENDING, path) == MLG_OK && mlg_path_exists(mark);
}

/* ---- names --------------------------------------------------------------------------------------------- */

static mlg_status resolve(char target[MLG_PATH_SIZE], const char *path, const char *shown, mlg_error *err)
{
    char *real = mlg_os_real_path(path);
    if (!real && errno == ENOMEM)
        return mlg_fail_memory(err, "a path", MLG_PATH_SIZE);
    if (!real)
        return mlg_fail_write(err, shown, errno);
    mlg_status st = mlg_path_format(target, err, "%s", real);
    free(real);
    return st;
}

mlg_status mlg_aside_target(char target[MLG_PATH_SIZE], const char *path, mlg_error *err)
{
    char plain[MLG_PATH_SIZE], folder[MLG_PATH_SIZE], real[MLG_PATH_SIZE];
    MLG_TRY(mlg_path_format(plain, err, "%s", path));
    for (size_t n = strlen(plain); n > mlg_os_root_length(plain) && mlg_os_is_separator(plain[n - 1]); n--)
        plain[n - 1] = '\0';
    if (mlg_os_can(plain, MLG_OS_EXISTS))
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

/* Names of files have at most 255 bytes. */
static mlg_status name_for(char aside[MLG_PATH_SIZE], const char *target, const char *shown, const char *after,
                           mlg_error *err)
{
    const size_t bytes = strlen(mlg_path_name(target)), longest = 255 - strlen(".2147483647.part") - strlen(after);
    if (bytes <= longest)
        return mlg_aside_name_of(aside, target, mlg_os_process_id(), err);
    mlg_fail(err, MLG_INPUT, "%s: this name is too long: %zu bytes, of at most %zu", shown, bytes, longest);
    mlg_hint(err, "choose a shorter name: a temporary file is written beside it under a longer one");
    return MLG_INPUT;
}

mlg_status mlg_aside_name(char aside[MLG_PATH_SIZE], const char *target, const char *shown, mlg_error *err)
{
    return name_for(aside, target, shown, "-journal", err); /* of SQLite */
}

mlg_status mlg_aside_begin(char target[MLG_PATH_SIZE], char aside[MLG_PATH_SIZE], const char *path, mlg_error *err)
{
    MLG_TRY(mlg_aside_target(target, path, err));
    mlg_aside_clean(target, false);
    return mlg_aside_name(aside, target, path, err);
}

/* How many of the first 8 bytes of a file are these; -1: none can be read, or there are none. */
static int matching_bytes(const char *path, const char kind[8])
{
    char start[8] = "";
    FILE *file = mlg_fopen_input(path);
    const size_t read = file ? fread(start, 1, sizeof start, file) : 0;
    int n = 0;
    if (file)
        fclose(file);
    for (size_t i = 0; i < read; i++)
        n += start[i] == kind[i];
    return read == 0 ? -1 : n;
}

static bool is_kind(const char *path, mlg_os_kind kind)
{
    mlg_os_info info;
    return mlg_os_lstat(path, &info) == 0 && info.kind == kind;
}

/* Whether a path is a link whose target does not begin with these bytes. */
static bool is_link_elsewhere(const char *path, const char kind[8])
{
    return is_kind(path, MLG_OS_LINK) && matching_bytes(path, kind) < 8;
}

/* Whether somebody else's file has the name: all that the program keeps begins with the same three letters, even where a byte is damaged. */
static bool is_foreign(const char *path, const char kind[8])
{
    const int n = is_kind(path, MLG_OS_FILE) ? matching_bytes(path, kind) : -1;
    return n >= 0 && n < 3;
}

mlg_status mlg_aside_begin_kept(char target[MLG_PATH_SIZE], char aside[MLG_PATH_SIZE], const char *path,
                                const char kind[8], mlg_error *err)
{
    char folder[MLG_PATH_SIZE], real[MLG_PATH_SIZE];
    if (is_foreign(path, kind)) {
        mlg_fail(err, MLG_INPUT, "%s: not a file that Maillage keeps: it is left as it is", path);
        mlg_hint(err, "give it another name, or remove it if nobody needs it");
        return MLG_INPUT;
    }
    if (is_link_elsewhere(path, kind)) {
        MLG_TRY(mlg_path_folder(folder, path, err));
        MLG_TRY(resolve(real, folder, path, err));
        MLG_TRY(mlg_path_join(target, real, mlg_path_name(path), err));
    } else
        MLG_TRY(mlg_aside_target(target, path, err));
    mlg_aside_clean(target, false);
    return name_for(aside, target, path, "", err);
}

static int open_new(const char *aside)
{
    return mlg_os_open(aside, MLG_OS_WRITE | MLG_OS_CREATE | MLG_OS_EMPTY | MLG_OS_NO_LINK);
}

static mlg_status fail_unwritten(const char *aside, mlg_error *err)
{
    return mlg_fail_write(err, aside, errno);
}

static mlg_status fill(const char *aside, const void *head, size_t head_bytes, const void *rest, size_t rest_bytes,
                       mlg_error *err)
{
    const int handle = open_new(aside);
    if (handle < 0)
        return fail_unwritten(aside, err);
    mlg_status st = MLG_OK;
    if (!mlg_os_write_all(handle, head, head_bytes) || !mlg_os_write_all(handle, rest, rest_bytes))
        st = fail_unwritten(aside, err);
    if (mlg_os_close(handle) != 0 && st == MLG_OK)
        st = fail_unwritten(aside, err);
    return st;
}

mlg_status mlg_aside_keep(const char *path, const char kind[8], const void *head, size_t head_bytes,
                          const void *rest, size_t rest_bytes, mlg_error *err)
{
    char target[MLG_PATH_SIZE], aside[MLG_PATH_SIZE];
    MLG_TRY(mlg_aside_begin_kept(target, aside, path, kind, err));
    mlg_status st = fill(aside, head, head_bytes, rest, rest_bytes, err);
    if (st == MLG_OK)
        st = mlg_aside_place(aside, target, path, err);
    if (st != MLG_OK)
        mlg_os_remove(aside);
    return st;
}

FILE *mlg_aside_open(const char *aside)
{
    const int handle = open_new(aside);
    FILE *file = handle < 0 ? NULL : mlg_os_fdopen(handle, "wb");
    if (handle >= 0 && !file)
        mlg_os_close(handle);
    return file;
}

/* ---- what dead processes left ---------------------------------------------------------------------------- */

static bool is_dead(long pid)
{
    return pid > 0 && !mlg_os_process_lives(pid);
}

/* True for "name.1234.part", a journal of SQLite beside it and the like, when process 1234 is dead. */
static bool is_left_over(const char *entry, const char *name, bool mine_too)
{
    size_t n = strlen(name);
    static const char part[] = ".part";
    int64_t pid;
    const char *end;
    if (strncmp(entry, name, n) != 0 || entry[n] != '.' || !mlg_read_integer(&pid, entry + n + 1, &end) ||
        pid > INT32_MAX || strncmp(end, part, sizeof part - 1) != 0)
        return false;
    char after = end[sizeof part - 1];
    return (after == '\0' || after == '-') && (is_dead((int)pid) || (mine_too && pid == mlg_os_process_id()));
}

void mlg_aside_remove(const char *path)
{
    char inside[MLG_PATH_SIZE];
    if (mlg_os_remove(path) == 0 || errno == ENOENT)
        return;
    mlg_os_folder *folder = mlg_os_folder_open(path);
    for (const char *entry; folder && (entry = mlg_os_folder_next(folder));)
        if (mlg_path_join(inside, path, entry, NULL) == MLG_OK)
            mlg_os_remove(inside);
    if (folder)
        mlg_os_folder_close(folder);
    mlg_os_remove_folder(path);
}

void mlg_aside_clean(const char *target, bool mine_too)
{
    char folder[MLG_PATH_SIZE], path[MLG_PATH_SIZE];
    const char *name = mlg_path_name(target);
    mlg_os_folder *list = mlg_path_folder(folder, target, NULL) == MLG_OK ? mlg_os_folder_open(folder) : NULL;
    for (const char *entry; list && (entry = mlg_os_folder_next(list));) {
        if (!is_left_over(entry, name, mine_too) || mlg_path_join(path, folder, entry, NULL) != MLG_OK)
            continue;
        if (!mlg_path_ends_with(path, ".part-old") || mlg_path_exists(target) || mlg_os_rename(path, target) != 0)
            mlg_aside_remove(path);
    }
    if (list)
        mlg_os_folder_close(list);
}

long mlg_aside_interrupted(const char *target)
{
    char path[MLG_PATH_SIZE], text[24] = "";
    if (mlg_path_format(path, NULL, "%s.placing", target) != MLG_OK)
        return 0;
    int file = mlg_os_open(path, MLG_OS_READ | MLG_OS_NO_LINK | MLG_OS_NO_WAIT);
    if (file < 0)
        return 0;
    int64_t n = mlg_os_read(file, text, sizeof text - 1);
    mlg_os_close(file);
    long pid = n > 0 ? strtol(text, NULL, 10) : 0;
    return is_dead(pid) ? pid : 0;
}

/* ---- putting in place ------------------------------------------------------------------------------------ */

static mlg_status refuse(const char *shown, int why, mlg_error *err)
{
    return mlg_fail_write(err, shown, why);
}

static mlg_status settle_file(const char *aside, const char *target, const char *shown, mlg_error *err)
{
    int file = mlg_os_open(aside, MLG_OS_READ | MLG_OS_NO_LINK);
    if (file < 0)
        return refuse(shown, errno, err);
    mlg_os_info info;
    bool good =
        mlg_os_fstat(file, &info) == 0 && (info.kind == MLG_OS_FOLDER || mlg_os_take_rights(file, target) == 0);
    good = good && (mlg_os_sync(file) == 0 || (info.kind == MLG_OS_FOLDER && errno == EINVAL));
    int why = errno;
    mlg_os_close(file);
    return good ? MLG_OK : refuse(shown, why, err);
}

/* A folder is settled with every file in it. */
mlg_status mlg_aside_settle(const char *aside, const char *target, const char *shown, mlg_error *err)
{
    char inside[MLG_PATH_SIZE];
    mlg_status st = MLG_OK;
    mlg_os_folder *folder = mlg_os_folder_open(aside);
    if (!folder && errno != ENOTDIR)
        return refuse(shown, errno, err);
    for (const char *entry; st == MLG_OK && folder && (entry = mlg_os_folder_next(folder));) {
        st = mlg_path_join(inside, aside, entry, err);
        if (st == MLG_OK)
            st = settle_file(inside, inside, shown, err);
    }
    if (folder)
        mlg_os_folder_close(folder);
    return st == MLG_OK ? settle_file(aside, target, shown, err) : st;
}

/* Some file systems cannot sync a folder: the files are in place all the same. */
void mlg_aside_sync_folder(const char *target)
{
    char folder[MLG_PATH_SIZE];
    if (mlg_path_folder(folder, target, NULL) == MLG_OK)
        mlg_os_sync_folder(folder);
}

mlg_status mlg_aside_place(const char *aside, const char *target, const char *shown, mlg_error *err)
{
    MLG_TRY(mlg_aside_settle(aside, target, shown, err));
    if (mlg_os_rename(aside, target) != 0)
        return mlg_fail(err, MLG_INPUT, "%s: cannot be moved into place: %s", shown, mlg_errno_text(errno));
    mlg_aside_sync_folder(target);
    return MLG_OK;
}
