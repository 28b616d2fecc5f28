#include "base/os/stream.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static bool add(mlg_os_memory *memory, const char *bytes, size_t n)
{
    if (memory->room - memory->size <= n) {
        const size_t room = 2 * (memory->size + n + 1);
        char *more = realloc(*memory->out, room);
        if (!more)
            return false;
        *memory->out = more;
        memory->room = room;
    }
    char *end = *memory->out + memory->size;
    memcpy(end, bytes, n);
    end[n] = '\0';
    memory->size += n;
    return true;
}

/* open_memstream() of glibc leaves out what it has no memory for, and says that all went well. */
#ifdef __APPLE__
static int take(void *context, const char *bytes, int n)
{
    mlg_os_memory *memory = context;
    memory->failed = memory->failed || !add(memory, bytes, (size_t)n);
    return memory->failed ? -1 : n;
}

static FILE *open_writer(mlg_os_memory *memory)
{
    return fwopen(memory, take);
}
#else
static ssize_t take(void *context, const char *bytes, size_t n)
{
    mlg_os_memory *memory = context;
    memory->failed = memory->failed || !add(memory, bytes, n);
    return memory->failed ? 0 : (ssize_t)n;
}

static FILE *open_writer(mlg_os_memory *memory)
{
    return fopencookie(memory, "w", (cookie_io_functions_t){ .write = take });
}
#endif

FILE *mlg_os_memory_open(mlg_os_memory *memory, char **out)
{
    *out = NULL;
    *memory = (mlg_os_memory){ .out = out };
    return memory->stream = open_writer(memory);
}

int mlg_os_memory_close(mlg_os_memory *memory)
{
    const int code = fclose(memory->stream);
    if (!*memory->out && !add(memory, "", 0))
        return -1;
    return memory->failed ? -1 : code;
}

/* Opened for reading, fmemopen() leaves the bytes alone, although its type does not say so; it may refuse an empty buffer. */
FILE *mlg_os_open_bytes(const void *bytes, size_t size)
{
    return size == 0 ? fopen("/dev/null", "rb") : fmemopen((void *)(uintptr_t)bytes, size, "rb");
}
