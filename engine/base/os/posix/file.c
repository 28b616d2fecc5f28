#include "base/os/file.h"

#include "base/os/posix/open_flags.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __APPLE__
#define st_mtim st_mtimespec
#endif

/* ---- what is there ---------------------------------------------------------------------------------------- */

static mlg_os_kind kind_of(mode_t mode)
{
    return S_ISREG(mode)                      ? MLG_OS_FILE
           : S_ISDIR(mode)                    ? MLG_OS_FOLDER
           : S_ISLNK(mode)                    ? MLG_OS_LINK
           : S_ISFIFO(mode) || S_ISSOCK(mode) ? MLG_OS_PIPE
                                              : MLG_OS_OTHER;
}

int mlg_os_describe(int code, const struct stat *of, mlg_os_info *info)
{
    if (code == 0)
        *info = (mlg_os_info){ .kind = kind_of(of->st_mode),
                               .bytes = of->st_size,
                               .seconds = of->st_mtim.tv_sec,
                               .nanoseconds = of->st_mtim.tv_nsec,
                               .device = (uint64_t)of->st_dev,
                               .inode = of->st_ino };
    return code;
}

int mlg_os_stat(const char *path, mlg_os_info *info)
{
    struct stat of;
    return mlg_os_describe(stat(path, &of), &of, info);
}

int mlg_os_lstat(const char *path, mlg_os_info *info)
{
    struct stat of;
    return mlg_os_describe(lstat(path, &of), &of, info);
}

int mlg_os_fstat(int file, mlg_os_info *info)
{
    struct stat of;
    return mlg_os_describe(fstat(file, &of), &of, info);
}

bool mlg_os_can(const char *path, mlg_os_use use)
{
    static const int mode[] = { F_OK, R_OK, R_OK | W_OK, W_OK | X_OK };
    return access(path, mode[use]) == 0;
}

char *mlg_os_real_path(const char *path)
{
    return realpath(path, NULL);
}

size_t mlg_os_root_length(const char *path)
{
    return path[0] == '/';
}

bool mlg_os_is_separator(char c)
{
    return c == '/';
}

const char *mlg_os_outside_path(char **kept, const char *path)
{
    *kept = NULL;
    return path;
}

char mlg_os_list_separator(void)
{
    return ':';
}

/* ---- open files -------------------------------------------------------------------------------------------- */

int mlg_os_open_flags(int how)
{
    int flags = O_CLOEXEC | (how & MLG_OS_UPDATE ? O_RDWR : how & MLG_OS_WRITE ? O_WRONLY : O_RDONLY);
    flags |= how & (MLG_OS_CREATE | MLG_OS_NEW) ? O_CREAT : 0;
    flags |= how & MLG_OS_NEW ? O_EXCL : 0;
    flags |= how & MLG_OS_EMPTY ? O_TRUNC : 0;
    flags |= how & MLG_OS_NO_LINK ? O_NOFOLLOW : 0;
    flags |= how & MLG_OS_NO_WAIT ? O_NONBLOCK : 0;
    return flags;
}

mode_t mlg_os_open_mode(int how)
{
    return how & MLG_OS_PRIVATE ? 0600 : 0666;
}

int mlg_os_open(const char *path, int how)
{
    return open(path, mlg_os_open_flags(how), mlg_os_open_mode(how));
}

int mlg_os_close(int file)
{
    return close(file);
}

int mlg_os_duplicate(int file)
{
    return fcntl(file, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
}

int mlg_os_fileno(FILE *stream)
{
    return fileno(stream);
}

FILE *mlg_os_fopen(const char *path, const char *mode)
{
    return fopen(path, mode);
}

FILE *mlg_os_fdopen(int file, const char *mode)
{
    return fdopen(file, mode);
}

int64_t mlg_os_read(int file, void *bytes, size_t size)
{
    return read(file, bytes, size);
}

int64_t mlg_os_read_at(int file, void *bytes, size_t size, int64_t at)
{
    return pread(file, bytes, size, (off_t)at);
}

int64_t mlg_os_write(int file, const void *bytes, size_t size)
{
    return write(file, bytes, size);
}

int64_t mlg_os_seek(int file, int64_t at, int from)
{
    return lseek(file, (off_t)at, from);
}

int mlg_os_truncate(int file, int64_t bytes)
{
    return ftruncate(file, (off_t)bytes);
}

int mlg_os_sync(int file)
{
    return fsync(file);
}

bool mlg_os_is_full(int code)
{
    return code == ENOSPC || code == EDQUOT;
}

int mlg_os_reserve(int file, int64_t bytes)
{
#ifdef __APPLE__
    return ftruncate(file, (off_t)bytes) == 0 ? 0 : errno;
#else
    return posix_fallocate(file, 0, (off_t)bytes);
#endif
}

void mlg_os_set_date(int file, int64_t seconds)
{
    struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, { .tv_sec = (time_t)seconds } };
    futimens(file, times);
}

/* A set-user-id bit is never kept. */
int mlg_os_take_rights(int file, const char *from)
{
    struct stat old;
    if (stat(from, &old) != 0)
        return 0;
    bool owned = fchown(file, old.st_uid, old.st_gid) == 0;
    (void)owned;
    return fchmod(file, old.st_mode & 0777);
}

bool mlg_os_is_own(int file)
{
    struct stat of;
    return fstat(file, &of) == 0 && of.st_uid == geteuid();
}

bool mlg_os_is_open_to_others(int file)
{
    struct stat of;
    return fstat(file, &of) != 0 || of.st_mode & (S_IRWXO | S_IWGRP);
}

int mlg_os_lock(int file)
{
    int code;
    do
        code = flock(file, LOCK_EX | LOCK_NB);
    while (code != 0 && errno == EINTR);
    return code;
}

/* ---- names ---------------------------------------------------------------------------------------------------- */

int mlg_os_rename(const char *from, const char *to)
{
    return rename(from, to);
}

int mlg_os_link(const char *from, const char *to)
{
    return link(from, to);
}

int mlg_os_remove(const char *path)
{
    return unlink(path);
}

int mlg_os_make_folder(const char *path)
{
    return mkdir(path, 0777);
}

int mlg_os_remove_folder(const char *path)
{
    return rmdir(path);
}

void mlg_os_sync_folder(const char *path)
{
    int file = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0)
        return;
    fsync(file);
    close(file);
}

int mlg_os_make_private_folder(char *path)
{
    return mkdtemp(path) ? 0 : -1;
}

bool mlg_os_temporary_folder(char *path, size_t size)
{
    const char *named = getenv("TMPDIR"), *used = named && *named ? named : "/tmp";
    return (size_t)snprintf(path, size, "%s", used) < size;
}

mlg_os_folder *mlg_os_folder_open(const char *path)
{
    return (mlg_os_folder *)opendir(path);
}

const char *mlg_os_folder_next(mlg_os_folder *folder)
{
    struct dirent *e;
    while ((e = readdir((DIR *)folder)))
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            return e->d_name;
    return NULL;
}

void mlg_os_folder_close(mlg_os_folder *folder)
{
    closedir((DIR *)folder);
}

/* ---- files mapped in memory ------------------------------------------------------------------------------------- */

void *mlg_os_map(int file, size_t bytes, bool writable)
{
    void *start = mmap(NULL, bytes, PROT_READ | (writable ? PROT_WRITE : 0), MAP_SHARED, file, 0);
    return start == MAP_FAILED ? NULL : start;
}

int mlg_os_map_sync(void *start, size_t bytes)
{
    return msync(start, bytes, MS_SYNC);
}

void mlg_os_unmap(void *start, size_t bytes)
{
    munmap(start, bytes);
}

void mlg_os_advise_large_pages(void *start, size_t bytes)
{
#ifdef MADV_HUGEPAGE
    enum { PAGE = 4096 };
    uintptr_t first = ((uintptr_t)start + PAGE - 1) / PAGE * PAGE, end = (uintptr_t)start + bytes;
    madvise((void *)first, end - first, MADV_HUGEPAGE);
#else
    (void)start, (void)bytes;
#endif
}
