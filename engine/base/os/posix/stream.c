#include "base/os/stream.h"

#include <errno.h>
#include <stdint.h>

FILE *mlg_os_memory_open(mlg_os_memory *memory, char **out)
{
    *memory = (mlg_os_memory){ .out = out };
    return memory->stream = open_memstream(out, &memory->size);
}

int mlg_os_memory_close(mlg_os_memory *memory)
{
    return fclose(memory->stream);
}

/* Opened for reading, fmemopen() leaves the bytes alone, although its type does not say so; it may refuse an empty buffer. */
FILE *mlg_os_open_bytes(const void *bytes, size_t size)
{
    return size == 0 ? fopen("/dev/null", "rb") : fmemopen((void *)(uintptr_t)bytes, size, "rb");
}
