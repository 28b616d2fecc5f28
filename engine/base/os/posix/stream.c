#include "base/os/stream.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

FILE *mlg_os_memory_open(mlg_os_memory *memory, char **out)
{
    *memory = (mlg_os_memory){ .out = out };
    return memory->stream = open_memstream(out, &memory->size);
}

int mlg_os_memory_close(mlg_os_memory *memory)
{
    return fclose(memory->stream);
}

/* fmemopen() would require the bytes to be writable. */
typedef struct {
    const char *bytes;
    size_t size, at;
} memory;

static ssize_t read_memory(void *cookie, char *to, size_t most)
{
    memory *m = cookie;
    size_t n = most < m->size - m->at ? most : m->size - m->at;
    memcpy(to, m->bytes + m->at, n);
    m->at += n;
    return (ssize_t)n;
}

static int seek_memory(void *cookie, off64_t *offset, int from)
{
    memory *m = cookie;
    off64_t at = *offset + (off64_t)(from == SEEK_CUR ? m->at : from == SEEK_END ? m->size : 0);
    if (at < 0 || at > (off64_t)m->size)
        return -1;
    m->at = (size_t)at;
    *offset = at;
    return 0;
}

static int close_memory(void *cookie)
{
    free(cookie);
    return 0;
}

FILE *mlg_os_open_bytes(const void *bytes, size_t size)
{
    memory *all = malloc(sizeof *all);
    if (!all)
        return NULL;
    *all = (memory){ .bytes = bytes, .size = size };
    FILE *file = fopencookie(all, "rb", (cookie_io_functions_t){ read_memory, NULL, seek_memory, close_memory });
    if (!file)
        free(all);
    return file;
}
