#include "base/os/windows/wide.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

int mlg_os_failed(void)
{
    static const struct {
        DWORD error;
        int code;
    } known[] = {
        { ERROR_FILE_NOT_FOUND, ENOENT },      { ERROR_PATH_NOT_FOUND, ENOENT },
        { ERROR_INVALID_NAME, ENOENT },        { ERROR_BAD_NETPATH, ENOENT },
        { ERROR_BAD_PATHNAME, ENOENT },        { ERROR_INVALID_DRIVE, ENOENT },
        { ERROR_NOT_READY, ENOENT },           { ERROR_DIRECTORY, ENOTDIR },
        { ERROR_ACCESS_DENIED, EACCES },       { ERROR_WRITE_PROTECT, EROFS },
        { ERROR_SHARING_VIOLATION, EBUSY }, /* another program has it open */
        { ERROR_USER_MAPPED_FILE, EBUSY },     { ERROR_LOCK_VIOLATION, EWOULDBLOCK },
        { ERROR_IO_PENDING, EWOULDBLOCK },     { ERROR_FILE_EXISTS, EEXIST },
        { ERROR_ALREADY_EXISTS, EEXIST },      { ERROR_DIR_NOT_EMPTY, ENOTEMPTY },
        { ERROR_DISK_FULL, ENOSPC },           { ERROR_HANDLE_DISK_FULL, ENOSPC },
        { ERROR_NOT_ENOUGH_MEMORY, ENOMEM },   { ERROR_OUTOFMEMORY, ENOMEM },
        { ERROR_TOO_MANY_OPEN_FILES, EMFILE }, { ERROR_FILENAME_EXCED_RANGE, ENAMETOOLONG },
        { ERROR_INVALID_HANDLE, EBADF },       { ERROR_BROKEN_PIPE, EPIPE },
        { ERROR_NOT_SUPPORTED, ENOSYS },       { ERROR_INVALID_FUNCTION, ENOSYS },
        { ERROR_NOT_SAME_DEVICE, EXDEV },      { ERROR_BAD_EXE_FORMAT, ENOEXEC },
    };
    DWORD error = GetLastError();
    errno = EIO;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].error == error)
            errno = known[i].code;
    return -1;
}

wchar_t *mlg_os_wide(const char *text)
{
    int length = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, NULL, 0);
    if (length <= 0) {
        errno = EILSEQ;
        return NULL;
    }
    wchar_t *wide = malloc((size_t)length * sizeof *wide);
    if (wide)
        MultiByteToWideChar(CP_UTF8, 0, text, -1, wide, length);
    else
        errno = ENOMEM;
    return wide;
}

char *mlg_os_narrow(const wchar_t *text)
{
    int length = WideCharToMultiByte(CP_UTF8, 0, text, -1, NULL, 0, NULL, NULL);
    char *narrow = length > 0 ? malloc((size_t)length) : NULL;
    if (narrow)
        WideCharToMultiByte(CP_UTF8, 0, text, -1, narrow, length, NULL, NULL);
    else
        errno = ENOMEM;
    return narrow;
}

wchar_t *mlg_os_path_of(void *handle)
{
    wchar_t *wide = malloc(MLG_OS_WIDE * sizeof *wide);
    if (!wide) {
        errno = ENOMEM;
    } else if (GetFinalPathNameByHandleW(handle, wide, MLG_OS_WIDE, FILE_NAME_NORMALIZED) == 0) {
        mlg_os_failed();
        free(wide);
        wide = NULL;
    }
    return wide;
}

void mlg_os_turn_separators(char *path)
{
    for (; *path; path++)
        if (*path == '\\')
            *path = '/';
}

char *mlg_os_plain_path(const wchar_t *wide)
{
    bool server = wcsncmp(wide, L"\\\\?\\UNC\\", 8) == 0;
    const wchar_t *from = server ? wide + 6 : wcsncmp(wide, L"\\\\?\\", 4) == 0 ? wide + 4 : wide;
    char *path = mlg_os_narrow(from);
    if (path && server)
        path[0] = '\\';
    if (path)
        mlg_os_turn_separators(path);
    return path;
}

/* "C:\..." becomes "\\?\C:\...", "\\server\share" becomes "\\?\UNC\server\share": no limit of 260 characters then. */
static wchar_t *lengthen(const wchar_t *path)
{
    DWORD room = GetFullPathNameW(path, 0, NULL, NULL);
    wchar_t *whole = room > 0 ? malloc((room + 8) * sizeof *whole) : NULL;
    if (!whole) {
        errno = ENOMEM;
        return NULL;
    }
    wchar_t *full = whole + 8;
    if (GetFullPathNameW(path, room, full, NULL) == 0) {
        free(whole);
        mlg_os_failed();
        return NULL;
    }
    bool shared = full[0] == L'\\' && full[1] == L'\\';
    const wchar_t *lead = shared ? L"\\\\?\\UNC\\" : L"\\\\?\\", *rest = shared ? full + 2 : full;
    size_t n = wcslen(lead);
    memmove(whole + n, rest, (wcslen(rest) + 1) * sizeof *whole);
    memcpy(whole, lead, n * sizeof *whole);
    return whole;
}

wchar_t *mlg_os_wide_path(const char *path)
{
    enum { SHORT = 240 }; /* a folder leaves room for a name of 8.3 */
    wchar_t *wide = mlg_os_wide(path);
    for (wchar_t *at = wide; at && *at; at++)
        if (*at == L'/')
            *at = L'\\';
    if (!wide || wcslen(wide) < SHORT || wcsncmp(wide, L"\\\\?\\", 4) == 0)
        return wide;
    wchar_t *longer = lengthen(wide);
    free(wide);
    return longer;
}
