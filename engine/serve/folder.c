#include "serve/folder.h"

#include "base/aside.h"
#include "base/memory.h"
#include "base/os/inside.h"
#include "base/os/process.h"
#include "base/os/thread.h"
#include "base/utf8.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>

static const char frozen_ending[] = MLG_VALIDATED_ENDING, hidden_start[] = ".maillage-save-";

/* One save at a time: the comparison of versions and the renaming belong together. */
static pthread_mutex_t saving = PTHREAD_MUTEX_INITIALIZER;

bool mlg_is_name(const char *text)
{
    size_t n = strlen(text);
    if (n == 0 || n > MLG_NAME_MOST || !mlg_utf8_is_valid(text, n) || strchr(".-~ ", text[0]) ||
        strchr(". ", text[n - 1]))
        return false;
    for (size_t i = 0; i < n;) {
        uint32_t code;
        i += mlg_utf8_decode(&code, text + i, n - i);
        if (code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029 ||
            (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF)
            return false; /* control characters, and marks that show a name as another */
        if (code < 0x80 && strchr("/\\:*?\"<>|", (int)code))
            return false;
    }
    return true;
}

int mlg_open_study(int root, const char *study)
{
    if (!mlg_is_name(study)) {
        errno = ENOENT;
        return -1;
    }
    return mlg_os_open_folder_in(root, study);
}

mlg_status mlg_create_study(int *code, int root, const char *study, mlg_error *err)
{
    if (!mlg_is_name(study))
        return mlg_fail(err, MLG_USAGE, "'%s' cannot name a study", study);
    if (mlg_os_make_folder_in(root, study) == 0)
        return MLG_OK;
    *code = errno;
    if (*code != EEXIST)
        return mlg_fail(err, MLG_INPUT, "%s: %s", study, mlg_errno_text(*code));
    mlg_status st = mlg_fail(err, MLG_INPUT, "there is a study named '%s'", study);
    mlg_hint(err, "choose another name");
    return st;
}

/* Versions are never reused: each save makes a new file, and another program's write changes its time. */
static void version_of(char version[MLG_VERSION_SIZE], const mlg_os_info *info)
{
    snprintf(version, MLG_VERSION_SIZE, "%llx-%llx-%llx.%09lld", (unsigned long long)info->inode,
             (unsigned long long)info->bytes, (unsigned long long)info->seconds, (long long)info->nanoseconds);
}

int mlg_open_entry(char version[MLG_VERSION_SIZE], int64_t *bytes, int study, const char *name)
{
    mlg_os_info info;
    errno = ENOENT;
    if (!mlg_is_name(name))
        return -1;
    int fd = mlg_os_open_in(study, name, MLG_OS_READ | MLG_OS_NO_WAIT); /* a pipe does not wait */
    if (fd < 0)
        return -1;
    if (mlg_os_fstat(fd, &info) != 0 || info.kind != MLG_OS_FILE) {
        mlg_os_close(fd);
        errno = ENOENT;
        return -1;
    }
    version_of(version, &info);
    *bytes = info.bytes;
    return fd;
}

/* ---- lists ------------------------------------------------------------------------------------------------------ */

static int by_name(const void *a, const void *b)
{
    return strcmp(((const mlg_entry *)a)->name, ((const mlg_entry *)b)->name);
}

bool mlg_is_frozen(int study, const char *name)
{
    char mark[MLG_NAME_MOST + sizeof frozen_ending];
    mlg_os_info info;
    snprintf(mark, sizeof mark, "%.*s%s", (int)MLG_NAME_MOST, name, frozen_ending);
    return mlg_os_lstat_in(study, mark, &info) == 0;
}

static mlg_status keep_entry(mlg_entries *out, int folder, bool studies, const char *name, mlg_error *err)
{
    mlg_os_info info;
    if (!mlg_is_name(name) || mlg_os_lstat_in(folder, name, &info) != 0)
        return MLG_OK;
    if (info.kind != (studies ? MLG_OS_FOLDER : MLG_OS_FILE))
        return MLG_OK;
    MLG_TRY(MLG_GROW(&out->items, &out->room, out->count + 1, "files", err));
    mlg_entry *entry = &out->items[out->count++];
    *entry = (mlg_entry){ .bytes = info.bytes, .changed_s = info.seconds };
    snprintf(entry->name, sizeof entry->name, "%.*s", (int)sizeof entry->name - 1, name);
    entry->frozen = !studies && mlg_is_frozen(folder, name);
    return MLG_OK;
}

mlg_status mlg_list_entries(mlg_entries *out, int folder, bool studies, mlg_error *err)
{
    *out = (mlg_entries){ 0 };
    mlg_os_folder *list = mlg_os_folder_open_in(folder);
    if (!list)
        return mlg_fail(err, MLG_INPUT, "the folder cannot be read: %s", mlg_errno_text(errno));
    mlg_status st = MLG_OK;
    for (const char *each; st == MLG_OK && (each = mlg_os_folder_next(list));)
        st = keep_entry(out, folder, studies, each, err);
    mlg_os_folder_close(list);
    if (st == MLG_OK && out->count > 1)
        qsort(out->items, out->count, sizeof *out->items, by_name);
    if (st != MLG_OK) {
        free(out->items);
        *out = (mlg_entries){ 0 };
    }
    return st;
}

/* ---- saves ------------------------------------------------------------------------------------------------------ */

int mlg_save_begin(char hidden[32], int study)
{
    static atomic_uint number;
    for (int tries = 0; tries < 100; tries++) {
        snprintf(hidden, 32, "%s%x-%x", hidden_start, (unsigned)mlg_os_process_id(), atomic_fetch_add(&number, 1));
        int fd = mlg_os_open_in(study, hidden, MLG_OS_UPDATE | MLG_OS_NEW);
        if (fd >= 0)
            (void)mlg_os_lock(fd); /* for mlg_sweep_study() of another process */
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

void mlg_save_drop(int study, int fd, const char *hidden)
{
    mlg_os_remove_in(study, hidden);
    mlg_os_close(fd);
}

/* The version of the file that stands there; "" when there is none. */
static bool read_version(char version[MLG_VERSION_SIZE], int study, const char *name)
{
    mlg_os_info info;
    version[0] = '\0';
    if (mlg_os_lstat_in(study, name, &info) != 0)
        return errno == ENOENT;
    if (info.kind != MLG_OS_FILE) { /* never in place of a folder or a link */
        errno = EPERM;
        return false;
    }
    version_of(version, &info);
    return true;
}

static mlg_saved check_version(int study, const char *name, const char *expected)
{
    char version[MLG_VERSION_SIZE];
    errno = EINVAL;
    if (!mlg_is_name(name) || !read_version(version, study, name))
        return MLG_SAVE_FAILED;
    if (mlg_is_frozen(study, name))
        return MLG_SAVE_FROZEN;
    return strcmp(version, expected) == 0 ? MLG_SAVED : MLG_SAVE_CHANGED;
}

static mlg_saved put_in_place(char version[MLG_VERSION_SIZE], int study, int fd, const char *hidden,
                              const char *name)
{
    mlg_os_info info;
    if (mlg_os_sync(fd) != 0 || mlg_os_fstat(fd, &info) != 0 || mlg_os_rename_in(study, hidden, name) != 0)
        return MLG_SAVE_FAILED;
    (void)mlg_os_sync(study); /* the name, too, outlasts a power cut; not on all file systems */
    version_of(version, &info);
    return MLG_SAVED;
}

mlg_saved mlg_save_end(char version[MLG_VERSION_SIZE], int study, int fd, const char *hidden, const char *name,
                       const char *expected)
{
    version[0] = '\0';
    pthread_mutex_lock(&saving);
    mlg_saved how = check_version(study, name, expected);
    if (how == MLG_SAVED)
        how = put_in_place(version, study, fd, hidden, name);
    pthread_mutex_unlock(&saving);
    if (how == MLG_SAVED)
        mlg_os_close(fd);
    else
        mlg_save_drop(study, fd, hidden);
    return how;
}

mlg_saved mlg_remove_entry(int study, const char *name, const char *expected)
{
    pthread_mutex_lock(&saving);
    mlg_saved how = check_version(study, name, expected);
    if (how == MLG_SAVED && mlg_os_remove_in(study, name) != 0)
        how = MLG_SAVE_FAILED;
    pthread_mutex_unlock(&saving);
    return how;
}

void mlg_sweep_study(int study)
{
    mlg_os_folder *list = mlg_os_folder_open_in(study);
    if (!list)
        return;
    for (const char *each; (each = mlg_os_folder_next(list));) {
        if (strncmp(each, hidden_start, sizeof hidden_start - 1) != 0)
            continue;
        int fd = mlg_os_open_in(study, each, MLG_OS_READ | MLG_OS_NO_WAIT);
        if (fd >= 0 && mlg_os_lock(fd) == 0)
            mlg_os_remove_in(study, each);
        if (fd >= 0)
            mlg_os_close(fd);
    }
    mlg_os_folder_close(list);
}
