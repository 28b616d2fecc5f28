#include "base/os/file.h"

#include "base/os/windows/wide.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

static const int64_t ticks_to_1970 = 116444736000000000, ticks_per_second = 10000000;

/* Others may read, write, rename and remove the file meanwhile. */
static const DWORD shared = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

static HANDLE handle_of(int file)
{
    return (HANDLE)_get_osfhandle(file);
}

/* ---- what is there ---------------------------------------------------------------------------------------- */

static mlg_os_kind kind_of(HANDLE handle, DWORD attributes)
{
    DWORD type = GetFileType(handle);
    return type == FILE_TYPE_PIPE                      ? MLG_OS_PIPE
           : type != FILE_TYPE_DISK                    ? MLG_OS_OTHER
           : attributes & FILE_ATTRIBUTE_REPARSE_POINT ? MLG_OS_LINK
           : attributes & FILE_ATTRIBUTE_DIRECTORY     ? MLG_OS_FOLDER
                                                       : MLG_OS_FILE;
}

static int64_t wide_number(DWORD high, DWORD low)
{
    return (int64_t)((uint64_t)high << 32 | low);
}

static int describe(HANDLE handle, bool followed, mlg_os_info *info)
{
    BY_HANDLE_FILE_INFORMATION of = { .dwFileAttributes = 0 };
    if (GetFileType(handle) == FILE_TYPE_DISK && !GetFileInformationByHandle(handle, &of))
        return mlg_os_failed();
    if (followed)
        of.dwFileAttributes &= ~(DWORD)FILE_ATTRIBUTE_REPARSE_POINT;
    int64_t ticks =
        wide_number(of.ftLastWriteTime.dwHighDateTime, of.ftLastWriteTime.dwLowDateTime) - ticks_to_1970;
    *info = (mlg_os_info){ .kind = kind_of(handle, of.dwFileAttributes),
                           .bytes = wide_number(of.nFileSizeHigh, of.nFileSizeLow),
                           .seconds = ticks / ticks_per_second,
                           .nanoseconds = ticks % ticks_per_second * 100,
                           .device = of.dwVolumeSerialNumber,
                           .inode = (uint64_t)wide_number(of.nFileIndexHigh, of.nFileIndexLow) };
    return 0;
}

static HANDLE look_at(const char *path, DWORD extra)
{
    wchar_t *wide = mlg_os_wide_path(path);
    if (!wide)
        return INVALID_HANDLE_VALUE;
    HANDLE handle = CreateFileW(wide, FILE_READ_ATTRIBUTES, shared, NULL, OPEN_EXISTING,
                                FILE_FLAG_BACKUP_SEMANTICS | extra, NULL);
    if (handle == INVALID_HANDLE_VALUE)
        mlg_os_failed();
    free(wide);
    return handle;
}

static int look(const char *path, bool followed, mlg_os_info *info)
{
    HANDLE handle = look_at(path, followed ? 0 : FILE_FLAG_OPEN_REPARSE_POINT);
    if (handle == INVALID_HANDLE_VALUE)
        return -1;
    int code = describe(handle, followed, info);
    CloseHandle(handle);
    return code;
}

int mlg_os_stat(const char *path, mlg_os_info *info)
{
    return look(path, true, info);
}

int mlg_os_lstat(const char *path, mlg_os_info *info)
{
    return look(path, false, info);
}

int mlg_os_fstat(int file, mlg_os_info *info)
{
    return describe(handle_of(file), true, info);
}

bool mlg_os_can(const char *path, mlg_os_use use)
{
    wchar_t *wide = mlg_os_wide_path(path);
    if (!wide)
        return false;
    DWORD attributes = GetFileAttributesW(wide);
    free(wide);
    if (attributes == INVALID_FILE_ATTRIBUTES)
        return mlg_os_failed() == 0;
    bool refused = use == MLG_OS_WRITABLE && attributes & FILE_ATTRIBUTE_READONLY;
    if (refused)
        errno = EACCES;
    return !refused; /* the rights of a folder are known by trying */
}

static bool is_lengthened(const wchar_t *wide)
{
    return wcsncmp(wide, L"\\\\?\\", 4) == 0;
}

/* That of its folder, with its own name, unless it is a link: Wine resolves no path of over 260 characters at once. NULL: a link, or
 * `path` is short. */
static char *real_by_folder(const char *path)
{
    mlg_os_info info;
    wchar_t *wide = mlg_os_wide_path(path);
    char *full = wide && is_lengthened(wide) ? mlg_os_plain_path(wide) : NULL,
         *slash = full ? strrchr(full, '/') : NULL, *real = NULL;
    free(wide);
    if (slash && mlg_os_lstat(full, &info) == 0 && info.kind != MLG_OS_LINK) {
        *slash = '\0';
        char *folder = mlg_os_real_path(full);
        size_t length = folder ? strlen(folder) : 0, more = strlen(slash + 1);
        real = folder ? realloc(folder, length + more + 2) : NULL;
        if (real) {
            real[length] = '/';
            memcpy(real + length + 1, slash + 1, more + 1);
        } else {
            free(folder);
        }
    }
    free(full);
    return real;
}

char *mlg_os_real_path(const char *path)
{
    HANDLE handle = look_at(path, 0);
    if (handle == INVALID_HANDLE_VALUE)
        return NULL;
    wchar_t *wide = mlg_os_path_of(handle);
    char *real = wide ? mlg_os_plain_path(wide) : real_by_folder(path);
    free(wide);
    CloseHandle(handle);
    return real;
}

bool mlg_os_is_separator(char c)
{
    return c == '/' || c == '\\';
}

size_t mlg_os_root_length(const char *path)
{
    bool drive = ((path[0] | 32) >= 'a' && (path[0] | 32) <= 'z') && path[1] == ':';
    if (drive)
        return mlg_os_is_separator(path[2]) ? 3 : 2;
    if (!mlg_os_is_separator(path[0]))
        return 0;
    if (!mlg_os_is_separator(path[1]))
        return 1;
    size_t server = 2 + strcspn(path + 2, "/\\"), share = server + (path[server] != '\0');
    share += strcspn(path + share, "/\\");
    return share + (path[share] != '\0');
}

const char *mlg_os_outside_path(char **kept, const char *path)
{
    wchar_t *wide = mlg_os_wide_path(path);
    *kept = NULL;
    bool longer = wide && is_lengthened(wide);
    if (longer)
        *kept = mlg_os_narrow(wide);
    free(wide);
    return longer ? *kept : path;
}

char mlg_os_list_separator(void)
{
    return ';';
}

/* ---- open files -------------------------------------------------------------------------------------------- */

static HANDLE open_handle(const wchar_t *path, int how, DWORD extra)
{
    bool writes = how & (MLG_OS_WRITE | MLG_OS_UPDATE);
    DWORD use = (how & MLG_OS_WRITE ? 0 : GENERIC_READ) | (writes ? GENERIC_WRITE : 0);
    DWORD make = how & MLG_OS_NEW ? CREATE_NEW : how & MLG_OS_CREATE ? OPEN_ALWAYS : OPEN_EXISTING;
    extra |= how & MLG_OS_NO_LINK ? FILE_FLAG_OPEN_REPARSE_POINT : 0;
    HANDLE handle = CreateFileW(path, use, shared, NULL, make, FILE_ATTRIBUTE_NORMAL | extra, NULL);
    /* a folder can be opened to be examined or synced, as under POSIX */
    if (handle == INVALID_HANDLE_VALUE && !writes && GetLastError() == ERROR_ACCESS_DENIED)
        handle = CreateFileW(path, use, shared, NULL, make, FILE_FLAG_BACKUP_SEMANTICS | extra, NULL);
    return handle;
}

static bool is_link(HANDLE handle)
{
    BY_HANDLE_FILE_INFORMATION of;
    return GetFileInformationByHandle(handle, &of) && of.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT;
}

static int open_wide(const wchar_t *path, int how, DWORD extra)
{
    HANDLE handle = open_handle(path, how, extra);
    if (handle == INVALID_HANDLE_VALUE)
        return mlg_os_failed();
    bool refused = how & MLG_OS_NO_LINK && is_link(handle);
    bool emptied = refused || !(how & MLG_OS_EMPTY) || SetEndOfFile(handle);
    int file = refused || !emptied ? -1 : _open_osfhandle((intptr_t)handle, _O_BINARY | _O_NOINHERIT);
    if (refused)
        errno = ELOOP;
    else if (!emptied)
        mlg_os_failed();
    if (file < 0)
        CloseHandle(handle);
    return file;
}

int mlg_os_open(const char *path, int how)
{
    wchar_t *wide = mlg_os_wide_path(path);
    int file = wide ? open_wide(wide, how, 0) : -1;
    free(wide);
    return file;
}

int mlg_os_close(int file)
{
    return _close(file);
}

int mlg_os_duplicate(int file)
{
    return _dup(file);
}

int mlg_os_fileno(FILE *stream)
{
    return _fileno(stream);
}

FILE *mlg_os_fopen(const char *path, const char *mode)
{
    bool updates = strchr(mode, '+') != NULL;
    int how = updates ? MLG_OS_UPDATE : mode[0] == 'r' ? MLG_OS_READ : MLG_OS_WRITE;
    if (mode[0] != 'r')
        how |= MLG_OS_CREATE;
    if (mode[0] == 'w')
        how |= MLG_OS_EMPTY;
    int file = mlg_os_open(path, how);
    if (file >= 0 && mode[0] == 'a')
        mlg_os_seek(file, 0, SEEK_END);
    FILE *stream = file >= 0 ? mlg_os_fdopen(file, mode) : NULL;
    if (file >= 0 && !stream)
        _close(file);
    return stream;
}

FILE *mlg_os_fdopen(int file, const char *mode)
{
    return _fdopen(file, mode[0] == 'a' ? "ab" : strchr(mode, '+') ? "r+b" : mode[0] == 'r' ? "rb" : "wb");
}

static unsigned piece(size_t size)
{
    return size < INT_MAX ? (unsigned)size : INT_MAX;
}

int64_t mlg_os_read(int file, void *bytes, size_t size)
{
    return _read(file, bytes, piece(size));
}

int64_t mlg_os_read_at(int file, void *bytes, size_t size, int64_t at)
{
    OVERLAPPED where = { .Offset = (DWORD)at, .OffsetHigh = (DWORD)((uint64_t)at >> 32) };
    int64_t before = _lseeki64(file, 0, SEEK_CUR); /* which ReadFile() moves */
    DWORD got = 0;
    bool good = ReadFile(handle_of(file), bytes, piece(size), &got, &where) || GetLastError() == ERROR_HANDLE_EOF;
    int code = good ? 0 : mlg_os_failed();
    _lseeki64(file, before, SEEK_SET);
    return good ? (int64_t)got : code;
}

int64_t mlg_os_write(int file, const void *bytes, size_t size)
{
    return _write(file, bytes, piece(size));
}

int64_t mlg_os_seek(int file, int64_t at, int from)
{
    return _lseeki64(file, at, from);
}

int mlg_os_truncate(int file, int64_t bytes)
{
    int fault = _chsize_s(file, bytes);
    if (fault != 0)
        errno = fault;
    return fault == 0 ? 0 : -1;
}

/* A file opened for reading has nothing to sync. */
int mlg_os_sync(int file)
{
    if (FlushFileBuffers(handle_of(file)) || GetLastError() == ERROR_ACCESS_DENIED)
        return 0;
    return mlg_os_failed();
}

bool mlg_os_is_full(int code)
{
    return code == ENOSPC;
}

int mlg_os_reserve(int file, int64_t bytes)
{
    return mlg_os_truncate(file, bytes) == 0 ? 0 : errno;
}

void mlg_os_set_date(int file, int64_t seconds)
{
    uint64_t ticks = (uint64_t)(seconds * ticks_per_second + ticks_to_1970);
    FILETIME date = { .dwLowDateTime = (DWORD)ticks, .dwHighDateTime = (DWORD)(ticks >> 32) };
    SetFileTime(handle_of(file), NULL, NULL, &date);
}

/* Access rights are inherited from the folder. */
int mlg_os_take_rights(int file, const char *from)
{
    (void)file, (void)from;
    return 0;
}

bool mlg_os_is_own(int file)
{
    (void)file;
    return true;
}

bool mlg_os_is_open_to_others(int file)
{
    (void)file;
    return false;
}

/* Locks one byte far beyond the end: a lock on Windows keeps others from reading what it covers. */
int mlg_os_lock(int file)
{
    OVERLAPPED where = { .OffsetHigh = 0x40000000 };
    DWORD how = LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY;
    return LockFileEx(handle_of(file), how, 0, 1, 0, &where) ? 0 : mlg_os_failed();
}

/* ---- names ---------------------------------------------------------------------------------------------------- */

typedef BOOL(on_name)(const wchar_t *path);

static int change(const char *path, on_name *function)
{
    wchar_t *wide = mlg_os_wide_path(path);
    int code = wide && function(wide) ? 0 : wide ? mlg_os_failed() : -1;
    free(wide);
    return code;
}

typedef BOOL(on_names)(const wchar_t *from, const wchar_t *to);

static int change_both(const char *from, const char *to, on_names *function)
{
    wchar_t *first = mlg_os_wide_path(from), *second = first ? mlg_os_wide_path(to) : NULL;
    int code = second && function(first, second) ? 0 : second ? mlg_os_failed() : -1;
    free(first);
    free(second);
    return code;
}

/* Windows 10 1709 and later replace a file that others read, if they let it be removed; the SDK may not know the call. */
static BOOL replace_read(const wchar_t *from, const wchar_t *to)
{
    enum { RENAME_INFO_EX = 22, REPLACE_IF_EXISTS = 1, POSIX_SEMANTICS = 2 };
    typedef struct {
        DWORD flags;
        HANDLE root;
        DWORD name_bytes;
        wchar_t name[1];
    } rename_info;
    size_t bytes = wcslen(to) * sizeof *to;
    rename_info *info = calloc(1, sizeof *info + bytes);
    HANDLE handle = CreateFileW(from, DELETE | SYNCHRONIZE, shared, NULL, OPEN_EXISTING,
                                FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT, NULL);
    BOOL moved = FALSE;
    if (info && handle != INVALID_HANDLE_VALUE) {
        info->flags = REPLACE_IF_EXISTS | POSIX_SEMANTICS;
        info->name_bytes = (DWORD)bytes;
        memcpy(info->name, to, bytes);
        moved = SetFileInformationByHandle(handle, (FILE_INFO_BY_HANDLE_CLASS)RENAME_INFO_EX, info,
                                           (DWORD)(sizeof *info + bytes));
    }
    if (handle != INVALID_HANDLE_VALUE)
        CloseHandle(handle);
    free(info);
    return moved;
}

/* Search programs and virus checkers open new files for a moment. */
static BOOL move(const wchar_t *from, const wchar_t *to)
{
    enum { TRIES = 8, FIRST_WAIT_MS = 5 };
    for (int i = 0;; i++) {
        if (MoveFileExW(from, to, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH))
            return TRUE;
        DWORD why = GetLastError();
        DWORD target = GetFileAttributesW(to);
        bool held =
            why == ERROR_SHARING_VIOLATION || (why == ERROR_ACCESS_DENIED && target != INVALID_FILE_ATTRIBUTES &&
                                               !(target & (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_READONLY)));
        if (held && i == 0 && replace_read(from, to))
            return TRUE;
        SetLastError(held ? ERROR_SHARING_VIOLATION : why);
        if (!held || i == TRIES)
            return FALSE;
        Sleep((DWORD)FIRST_WAIT_MS << i);
    }
}

int mlg_os_rename(const char *from, const char *to)
{
    return change_both(from, to, move);
}

static BOOL link_to(const wchar_t *from, const wchar_t *to)
{
    return CreateHardLinkW(to, from, NULL);
}

int mlg_os_link(const char *from, const char *to)
{
    return change_both(from, to, link_to);
}

static BOOL remove_file(const wchar_t *path)
{
    return DeleteFileW(path);
}

int mlg_os_remove(const char *path)
{
    return change(path, remove_file);
}

static BOOL make_folder(const wchar_t *path)
{
    return CreateDirectoryW(path, NULL);
}

int mlg_os_make_folder(const char *path)
{
    return change(path, make_folder);
}

static BOOL remove_folder(const wchar_t *path)
{
    return RemoveDirectoryW(path);
}

int mlg_os_remove_folder(const char *path)
{
    return change(path, remove_folder);
}

/* Names are written with MOVEFILE_WRITE_THROUGH. */
void mlg_os_sync_folder(const char *path)
{
    (void)path;
}

int mlg_os_make_private_folder(char *path)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    static LONG made;
    char *end = path + strlen(path) - 6;
    for (int i = 0; i < 100; i++) {
        uint64_t number = (uint64_t)GetTickCount64() * 2654435761u + (uint64_t)GetCurrentProcessId() * 40503u +
                          (uint64_t)InterlockedIncrement(&made) * 97u;
        for (int k = 0; k < 6; k++, number /= sizeof letters - 1)
            end[k] = letters[number % (sizeof letters - 1)];
        if (mlg_os_make_folder(path) == 0)
            return 0;
        if (errno != EEXIST)
            return -1;
    }
    return -1;
}

bool mlg_os_temporary_folder(char *path, size_t size)
{
    wchar_t wide[MAX_PATH + 2];
    DWORD length = GetEnvironmentVariableW(L"TMPDIR", wide, MAX_PATH);
    if (length == 0 || length >= MAX_PATH)
        length = GetTempPathW(MAX_PATH + 1, wide);
    if (length == 0 || WideCharToMultiByte(CP_UTF8, 0, wide, -1, path, (int)size, NULL, NULL) <= 0)
        return false;
    mlg_os_turn_separators(path);
    size_t end = strlen(path);
    if (end > mlg_os_root_length(path) && path[end - 1] == '/')
        path[end - 1] = '\0';
    return true;
}

struct mlg_os_folder {
    HANDLE search;
    WIN32_FIND_DATAW found;
    bool first;
    char name[3 * MAX_PATH + 1];
};

mlg_os_folder *mlg_os_folder_open(const char *path)
{
    mlg_os_info info;
    if (mlg_os_stat(path, &info) != 0)
        return NULL;
    if (info.kind != MLG_OS_FOLDER) {
        errno = ENOTDIR;
        return NULL;
    }
    size_t length = strlen(path);
    char *pattern = malloc(length + 3);
    mlg_os_folder *folder = calloc(1, sizeof *folder);
    wchar_t *wide = NULL;
    if (pattern && folder) {
        memcpy(pattern, path, length);
        strcpy(pattern + length, length > 0 && mlg_os_is_separator(path[length - 1]) ? "*" : "/*");
        wide = mlg_os_wide_path(pattern);
    } else {
        errno = ENOMEM;
    }
    free(pattern);
    if (wide) {
        folder->first = true;
        folder->search = FindFirstFileW(wide, &folder->found);
        if (folder->search != INVALID_HANDLE_VALUE) {
            free(wide);
            return folder;
        }
        mlg_os_failed();
    }
    free(wide);
    free(folder);
    return NULL;
}

const char *mlg_os_folder_next(mlg_os_folder *folder)
{
    for (;;) {
        if (!folder->first && !FindNextFileW(folder->search, &folder->found)) {
            if (GetLastError() != ERROR_NO_MORE_FILES)
                mlg_os_failed();
            return NULL;
        }
        folder->first = false;
        WideCharToMultiByte(CP_UTF8, 0, folder->found.cFileName, -1, folder->name, sizeof folder->name, NULL,
                            NULL);
        if (strcmp(folder->name, ".") != 0 && strcmp(folder->name, "..") != 0)
            return folder->name;
    }
}

void mlg_os_folder_close(mlg_os_folder *folder)
{
    FindClose(folder->search);
    free(folder);
}

/* ---- files mapped in memory ------------------------------------------------------------------------------------- */

void *mlg_os_map(int file, size_t bytes, bool writable)
{
    HANDLE map = CreateFileMappingW(handle_of(file), NULL, writable ? PAGE_READWRITE : PAGE_READONLY, 0, 0, NULL);
    void *start = map ? MapViewOfFile(map, writable ? FILE_MAP_WRITE : FILE_MAP_READ, 0, 0, bytes) : NULL;
    if (!start)
        mlg_os_failed();
    if (map)
        CloseHandle(map); /* the view keeps it */
    return start;
}

int mlg_os_map_sync(void *start, size_t bytes)
{
    return FlushViewOfFile(start, bytes) ? 0 : mlg_os_failed();
}

void mlg_os_unmap(void *start, size_t bytes)
{
    (void)bytes;
    UnmapViewOfFile(start);
}

void mlg_os_advise_large_pages(void *start, size_t bytes)
{
    (void)start, (void)bytes; /* they need a right that users do not have */
}
