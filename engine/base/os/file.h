/* Files as the operating system sees them: one implementation for POSIX, one for Windows. Paths are UTF-8, with '/' between folders
 * on both. Unless said otherwise a function answers as the POSIX one of its name: -1 or NULL, with errno set. */
#ifndef MLG_BASE_OS_FILE_H
#define MLG_BASE_OS_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* ---- what is there ---------------------------------------------------------------------------------------- */

typedef enum mlg_os_kind { MLG_OS_FILE, MLG_OS_FOLDER, MLG_OS_LINK, MLG_OS_PIPE, MLG_OS_OTHER } mlg_os_kind;

typedef struct mlg_os_info {
    mlg_os_kind kind;
    int64_t bytes;
    int64_t seconds, nanoseconds; /* of the last change, since 1970 */
    uint64_t device, inode;       /* the same two for every name of one file */
} mlg_os_info;

/* `mlg_os_lstat` does not follow a link; pipes and sockets are both MLG_OS_PIPE. */
int mlg_os_stat(const char *path, mlg_os_info *info);
int mlg_os_lstat(const char *path, mlg_os_info *info);
int mlg_os_fstat(int file, mlg_os_info *info);

/* Whether the file exists, can be read, can be written, or, for a folder, can be written in. errno is set when not. */
typedef enum mlg_os_use { MLG_OS_EXISTS, MLG_OS_READABLE, MLG_OS_WRITABLE, MLG_OS_USABLE } mlg_os_use;
bool mlg_os_can(const char *path, mlg_os_use use);

/* The absolute path without links, freed by the caller; the file must exist. */
char *mlg_os_real_path(const char *path);

/* How many bytes of a path name its root: 1 for "/a"; on Windows 3 for "C:/a". 0: the path is relative. */
size_t mlg_os_root_length(const char *path);

/* '/'; on Windows '\\' too. */
bool mlg_os_is_separator(char c);

/* `path` as the libraries that open files themselves take it: on Windows one of over 240 characters gets its prefix, without which the
 * system refuses it unless its owner has allowed long paths. *kept is freed by the caller, after; NULL: no memory. */
const char *mlg_os_outside_path(char **kept, const char *path);

/* Between the folders of a list such as PATH. */
char mlg_os_list_separator(void);

/* ---- open files -------------------------------------------------------------------------------------------- */

enum {
    MLG_OS_READ = 0,
    MLG_OS_WRITE = 1,
    MLG_OS_UPDATE = 2,   /* read and write */
    MLG_OS_CREATE = 4,   /* unless it exists */
    MLG_OS_NEW = 8,      /* must not exist: EEXIST */
    MLG_OS_EMPTY = 16,   /* truncated */
    MLG_OS_NO_LINK = 32, /* refuses a link */
    MLG_OS_NO_WAIT = 64, /* does not wait for a writer of a pipe */
    MLG_OS_PRIVATE = 128 /* created with access for this user only; on Windows with the rights of its folder */
};

/* A descriptor that child processes do not inherit. Others may rename or remove the file meanwhile, on Windows too. */
int mlg_os_open(const char *path, int how);
int mlg_os_close(int file);
int mlg_os_duplicate(int file);
int mlg_os_fileno(FILE *stream);
FILE *mlg_os_fopen(const char *path, const char *mode);
FILE *mlg_os_fdopen(int file, const char *mode);

/* May read or write less than asked, as POSIX; EINTR is the caller's. `at` counts from the start of the file. */
int64_t mlg_os_read(int file, void *bytes, size_t size);
int64_t mlg_os_read_at(int file, void *bytes, size_t size, int64_t at);
int64_t mlg_os_write(int file, const void *bytes, size_t size);
int64_t mlg_os_seek(int file, int64_t at, int from);

/* Writes all of it, in as many pieces as it takes; false with errno set. */
bool mlg_os_write_all(int file, const void *bytes, size_t size);

int mlg_os_truncate(int file, int64_t bytes);
int mlg_os_sync(int file);

/* Whether an errno means that the disk is full or a quota is exceeded. */
bool mlg_os_is_full(int code);

/* Reserves disk space for a file; 0, or an errno. */
int mlg_os_reserve(int file, int64_t bytes);

/* Sets the time of the last change. */
void mlg_os_set_date(int file, int64_t seconds);

/* Gives an open file the permissions of the file at `from`, if there is one, and its owner where the system allows it. */
int mlg_os_take_rights(int file, const char *from);

/* Whether the file belongs to this user, and whether others can read or write it. Always true and false on Windows, where folders decide. */
bool mlg_os_is_own(int file);
bool mlg_os_is_open_to_others(int file);

/* A lock on the whole file, for as long as it is open; EWOULDBLOCK: another process holds one. */
int mlg_os_lock(int file);

/* ---- names ---------------------------------------------------------------------------------------------------- */

int mlg_os_rename(const char *from, const char *to); /* replaces `to` at once */
int mlg_os_link(const char *from, const char *to);   /* a hard link */
int mlg_os_remove(const char *path);                 /* a file, or a link itself */
int mlg_os_make_folder(const char *path);
int mlg_os_remove_folder(const char *path);
void mlg_os_sync_folder(const char *path); /* where the system can */

/* A new folder that only this user can read: `path` ends in XXXXXX, which is replaced. */
int mlg_os_make_private_folder(char *path);

/* The folder of temporary files: $TMPDIR where it is set. False: too long for its buffer. */
bool mlg_os_temporary_folder(char *path, size_t size);

/* The entries of a folder but "." and "..", in no order. NULL at the end, and on a failure, which sets errno. */
typedef struct mlg_os_folder mlg_os_folder;
mlg_os_folder *mlg_os_folder_open(const char *path);
const char *mlg_os_folder_next(mlg_os_folder *folder);
void mlg_os_folder_close(mlg_os_folder *folder);

/* Their number, and their names in the order of their bytes; each, and the list, freed by the caller. */
int mlg_os_folder_names(char ***names, const char *path);

/* ---- files mapped in memory ------------------------------------------------------------------------------------- */

void *mlg_os_map(int file, size_t bytes, bool writable); /* NULL with errno */
int mlg_os_map_sync(void *start, size_t bytes);
void mlg_os_unmap(void *start, size_t bytes);

/* Large arrays are accessed at random: large pages avoid most TLB misses. Only a hint. */
void mlg_os_advise_large_pages(void *start, size_t bytes);

#endif
