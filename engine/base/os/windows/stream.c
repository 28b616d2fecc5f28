#include "base/os/stream.h"

#include "base/os/windows/wide.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

/* The C library of Windows has no streams in memory: a temporary file that the system need not write to the disk. */
static FILE *open_temporary(void)
{
    wchar_t folder[MAX_PATH + 2], path[MAX_PATH + 2];
    if (GetTempPathW(MAX_PATH + 1, folder) == 0 || GetTempFileNameW(folder, L"mlg", 0, path) == 0) {
        mlg_os_failed();
        return NULL;
    }
    HANDLE handle = CreateFileW(path, GENERIC_READ | GENERIC_WRITE | DELETE, FILE_SHARE_DELETE, NULL,
                                CREATE_ALWAYS, FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, NULL);
    if (handle == INVALID_HANDLE_VALUE) {
        mlg_os_failed();
        return NULL;
    }
    int file = _open_osfhandle((intptr_t)handle, _O_BINARY | _O_NOINHERIT);
    FILE *stream = file >= 0 ? _fdopen(file, "w+b") : NULL;
    if (!stream && file >= 0)
        _close(file);
    else if (!stream)
        CloseHandle(handle);
    return stream;
}

FILE *mlg_os_memory_open(mlg_os_memory *memory, char **out)
{
    *memory = (mlg_os_memory){ .out = out };
    *out = NULL;
    return memory->stream = open_temporary();
}

int mlg_os_memory_close(mlg_os_memory *memory)
{
    FILE *stream = memory->stream;
    bool good = fflush(stream) == 0 && !ferror(stream) && _fseeki64(stream, 0, SEEK_END) == 0;
    int64_t size = good ? _ftelli64(stream) : -1;
    char *text = size >= 0 ? malloc((size_t)size + 1) : NULL;
    good = text && _fseeki64(stream, 0, SEEK_SET) == 0 && fread(text, 1, (size_t)size, stream) == (size_t)size;
    fclose(stream);
    if (good)
        text[size] = '\0';
    memory->size = good ? (size_t)size : 0;
    *memory->out = text;
    if (text && !good)
        text[0] = '\0';
    return good ? 0 : -1;
}

FILE *mlg_os_open_bytes(const void *bytes, size_t size)
{
    FILE *stream = open_temporary();
    if (stream &&
        (fwrite(bytes, 1, size, stream) != size || fflush(stream) != 0 || _fseeki64(stream, 0, SEEK_SET) != 0)) {
        fclose(stream);
        return NULL;
    }
    return stream;
}
