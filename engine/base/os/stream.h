/* Memory written and read as a FILE: one implementation for POSIX, one for Windows. */
#ifndef MLG_BASE_OS_STREAM_H
#define MLG_BASE_OS_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A text being written. It stays where it is until it is closed. */
typedef struct mlg_os_memory {
    FILE *stream;
    char **out;
    size_t size, room;
    bool failed; /* some of it is missing */
} mlg_os_memory;

/* NULL: no memory. */
FILE *mlg_os_memory_open(mlg_os_memory *memory, char **out);

/* Closes the stream; *out is then the text, ending in NUL, which the caller frees, whatever is returned. Not 0: no memory,
 * and the text may be NULL. */
int mlg_os_memory_close(mlg_os_memory *memory);

/* Bytes, not copied, to be read; they outlive the stream. Closed with fclose(). NULL with errno set. */
FILE *mlg_os_open_bytes(const void *bytes, size_t size);

#endif
