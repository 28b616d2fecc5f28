#include "base/os/inside.h"

#include "base/os/windows/wide.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

/* Opened so that nobody can move or remove it: paths through it stay valid. */
static int open_folder(const wchar_t *path, bool linked)
{
    BY_HANDLE_FILE_INFORMATION of = { .dwFileAttributes = 0 };
    HANDLE handle =
        CreateFileW(path, FILE_LIST_DIRECTORY | FILE_READ_ATTRIBUTES, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                    OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | (linked ? 0 : FILE_FLAG_OPEN_REPARSE_POINT), NULL);
    if (handle == INVALID_HANDLE_VALUE || !GetFileInformationByHandle(handle, &of))
        mlg_os_failed();
    else if (!linked && of.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT)
        errno = ELOOP;
    else if (!(of.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY))
        errno = ENOTDIR;
    else
        return _open_osfhandle((intptr_t)handle, _O_BINARY | _O_NOINHERIT);
    if (handle != INVALID_HANDLE_VALUE)
        CloseHandle(handle);
    return -1;
}

int mlg_os_open_folder(const char *path, bool linked)
{
    wchar_t *wide = mlg_os_wide_path(path);
    int folder = wide ? open_folder(wide, linked) : -1;
    free(wide);
    return folder;
}

/* The path of a name in a folder, with the prefix that keeps names such as NUL and CON from meaning devices. */
static char *path_in(int folder, const char *name)
{
    wchar_t *above = mlg_os_path_of((HANDLE)_get_osfhandle(folder));
    char *narrow = above ? mlg_os_narrow(above) : NULL;
    size_t length = narrow ? strlen(narrow) : 0, more = strlen(name);
    char *path = narrow ? realloc(narrow, length + more + 2) : NULL;
    free(above);
    if (!path) {
        free(narrow);
        return NULL;
    }
    path[length] = '\\';
    memcpy(path + length + 1, name, more + 1);
    return path;
}

int mlg_os_open_folder_in(int folder, const char *name)
{
    char *path = path_in(folder, name);
    int code = path ? mlg_os_open_folder(path, false) : -1;
    free(path);
    return code;
}

int mlg_os_open_in(int folder, const char *name, int how)
{
    char *path = path_in(folder, name);
    int code = path ? mlg_os_open(path, how | MLG_OS_NO_LINK) : -1;
    free(path);
    return code;
}

int mlg_os_lstat_in(int folder, const char *name, mlg_os_info *info)
{
    char *path = path_in(folder, name);
    int code = path ? mlg_os_lstat(path, info) : -1;
    free(path);
    return code;
}

typedef int(on_path)(const char *path);

static int change_in(int folder, const char *name, on_path *function)
{
    char *path = path_in(folder, name);
    int code = path ? function(path) : -1;
    free(path);
    return code;
}

int mlg_os_make_folder_in(int folder, const char *name)
{
    return change_in(folder, name, mlg_os_make_folder);
}

int mlg_os_remove_in(int folder, const char *name)
{
    return change_in(folder, name, mlg_os_remove);
}

int mlg_os_rename_in(int folder, const char *from, const char *to)
{
    char *first = path_in(folder, from), *second = first ? path_in(folder, to) : NULL;
    int code = second ? mlg_os_rename(first, second) : -1;
    free(first);
    free(second);
    return code;
}

mlg_os_folder *mlg_os_folder_open_in(int folder)
{
    wchar_t *wide = mlg_os_path_of((HANDLE)_get_osfhandle(folder));
    char *path = wide ? mlg_os_narrow(wide) : NULL;
    mlg_os_folder *list = path ? mlg_os_folder_open(path) : NULL;
    free(wide);
    free(path);
    return list;
}
